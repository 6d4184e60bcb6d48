import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from './cruise.ts';
import { inheritanceBeyondErrors, limits, type SourceFile } from './limits.ts';

const files: readonly SourceFile[] = globSync('{src,test,panel}/**/*.{ts,tsx}', {
  cwd: projectRoot,
})
  // Those are made by `npm run docs`, and this is read by a tool that wants a default export.
  .filter((path) => !/^panel\/(wire\/|vite\.config\.ts$)/.test(path))
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));

/** A fault for every limit, and beside it the nearest thing that is allowed. */
const planted: Readonly<Record<string, { bad: readonly SourceFile[]; good: SourceFile }>> = {
  'a file has at most 300 lines': {
    bad: [
      { path: 'src/domain/catalog/plan.ts', text: '\n'.repeat(301) },
      { path: 'test/domain/plan.test.ts', text: `${'\n'.repeat(300)}end` },
    ],
    good: { path: 'src/domain/catalog/plan.ts', text: '\n'.repeat(300) },
  },
  'a line has at most 100 columns': {
    bad: [{ path: 'src/main.ts', text: `\n${'x'.repeat(101)}\n` }],
    good: {
      path: 'src/main.ts',
      text: `\n${'x'.repeat(100)}\nimport { a } from '#domain/${'x'.repeat(90)}.ts';\n`,
    },
  },
  'a file is kebab-case, with a suffix that we know': {
    bad: [
      { path: 'src/domain/catalog/planPrice.ts', text: '' },
      { path: 'src/domain/catalog/plan_price.ts', text: '' },
      { path: 'src/infrastructure/typeorm/catalog/plan.entity.ts', text: '' },
    ],
    good: { path: 'test/contract/plan-price.contract.test.ts', text: '' },
  },
  'exports have names': {
    bad: [
      { path: 'src/main.ts', text: 'export default 1;' },
      { path: 'src/main.ts', text: 'const a = 1;\nexport { a as default };' },
    ],
    good: { path: 'src/main.ts', text: 'export const defaultCurrency = 1;' },
  },
  'no file only passes on what others export': {
    bad: [
      { path: 'src/domain/catalog/all.ts', text: "// All.\nexport * from './plan.ts';\n" },
      { path: 'src/domain/x.ts', text: "export {\n  a,\n} from 'a';\nexport type { B } from 'b';" },
    ],
    good: { path: 'src/index.ts', text: "export * from './domain/catalog/plan.ts';" },
  },
  'exported names say what a thing is in billing': {
    bad: [
      { path: 'src/a.ts', text: 'export class CustomerService {}' },
      { path: 'src/a.ts', text: 'export abstract class BaseEntity {}' },
      { path: 'src/a.ts', text: 'export const dateUtils = 1;' },
      { path: 'src/a.ts', text: 'export type { CustomerDto } from "b";' },
      { path: 'src/a.ts', text: 'export { Plan as PlanImpl };' },
      { path: 'src/a.ts', text: 'export interface SessionManager {}' },
      { path: 'src/a.ts', text: 'export async function parseHelper() {}' },
    ],
    good: {
      path: 'src/a.ts',
      text: 'export class Database {}\nexport class ServiceUnavailable {}\nconst baseUrl = 1;',
    },
  },
  'an interface has no I in front': {
    bad: [{ path: 'src/a.ts', text: 'export interface IClock {}' }],
    good: { path: 'src/a.ts', text: 'export interface IdGenerator {}\nexport type Item = 1;' },
  },
  'a migration imports nothing but types of TypeORM': {
    bad: [
      "import { searchText } from '#application/shared/search.ts';",
      "import type { TenantId } from '#domain/shared/ids.ts';",
      "import { up } from './1764900000000-baseline.ts';",
      "import { Table } from 'typeorm';",
      "import {\n  createHash,\n} from 'node:crypto';",
      "const { searchText } = await import('#application/shared/search.ts');",
      "export { up } from './1764900000000-baseline.ts';",
      "const fs = process.getBuiltinModule('node:fs');",
    ].map((text) => ({
      path: 'src/infrastructure/typeorm/migrations/1795000000000-add-taxes.ts',
      text,
    })),
    good: {
      path: 'src/infrastructure/typeorm/migrations/1795000000000-add-taxes.ts',
      text: "import type { MigrationInterface, QueryRunner } from 'typeorm';\nselect 1 from taxes",
    },
  },
  'a store does not judge what it loads': {
    bad: [
      {
        path: 'src/infrastructure/typeorm/a/b.ts',
        text: "import { emailKey, parseEmailAddress } from '#domain/shared/text.ts';",
      },
      {
        path: 'src/infrastructure/memory/a.ts',
        text: "import {\n  emailKey,\n  parseEmailAddress,\n} from '#domain/shared/text.ts';",
      },
      { path: 'src/infrastructure/typeorm/a.ts', text: 'Interval.every(row.count, row.unit)' },
      { path: 'src/infrastructure/typeorm/a.ts', text: 'Trial.ofDays(row.trialDays)' },
    ],
    good: {
      path: 'src/infrastructure/typeorm/a.ts',
      text: "import { parse } from 'pg';\nInterval.stored(row.count, row.unit);\nparseAny(text);",
    },
  },
  'work to be done is an issue, not a comment': {
    bad: [
      { path: 'src/a.ts', text: ['// TO', 'DO: later'].join('') },
      { path: 'test/a.ts', text: ['// FIX', 'ME'].join('') },
    ],
    good: { path: 'src/a.ts', text: '// The todos of a person are theirs.' },
  },
  'a rule is silenced only with a reason': {
    bad: [
      { path: 'src/a.ts', text: '// oxlint-disable-next-line no-console' },
      { path: 'src/a.ts', text: '  // @ts-expect-error' },
    ],
    good: { path: 'src/a.ts', text: '// oxlint-disable-next-line no-console -- A command prints.' },
  },
  'tests use no mocks': {
    bad: [
      { path: 'test/a.test.ts', text: '  const save = vi.fn();' },
      { path: 'test/a.test.ts', text: 'vi.mock(path);' },
    ],
    good: { path: 'test/a.test.ts', text: 'vi.waitFor(condition);' },
  },
  'a test states a fact': {
    bad: [
      { path: 'test/a.test.ts', text: "test('should refuse an empty draft', () => {});" },
      { path: 'test/a.test.ts', text: "  test.each([1, 2])('%i should add up', () => {});" },
    ],
    good: { path: 'test/a.test.ts', text: "test('an empty draft cannot be finalized');" },
  },
};

describe.each(limits)('$name', ({ name, faults }) => {
  test('holds in every file', () => {
    const found = files.flatMap((file) => faults(file).map((fault) => `${file.path}: ${fault}`));

    expect(files.length).toBeGreaterThan(0);
    expect(found).toEqual([]);
  });

  test('is missed in planted text, and only there', () => {
    const { bad, good } = planted[name] ?? { bad: [], good: { path: '', text: '' } };

    expect(bad.length).toBeGreaterThan(0);
    for (const file of bad) expect(faults(file), file.text).not.toEqual([]);
    expect(faults(good)).toEqual([]);
  });
});

describe('only errors extend anything', () => {
  test('in every file', () => {
    expect(inheritanceBeyondErrors(files)).toEqual([]);
  });

  test('and a class that extends another is found', () => {
    const bad = { path: 'src/a.ts', text: 'class A {}\nexport class B<T> extends A {}' };
    const anonymous = { path: 'src/b.ts', text: 'const c = class extends Map {};' };
    const good = {
      path: 'src/c.ts',
      text: `export abstract class Refusal extends Error {}\nclass Late extends Refusal {}
        class Soon extends refusal('conflict', 'soon', 'Not yet.') {}`,
    };

    expect(inheritanceBeyondErrors([bad, anonymous, good])).toEqual([
      'src/a.ts: B extends A',
      'src/b.ts: (anonymous) extends Map',
    ]);
  });
});

describe('a module of the domain', () => {
  const modulesWithoutReadme = (paths: readonly string[]): readonly string[] => {
    const modules = new Set(paths.map(dirname).filter((path) => /^src\/domain\/[^/]+$/.test(path)));
    // Shared code belongs to nobody: its files say for themselves what they are.
    modules.delete('src/domain/shared');
    return [...modules].filter((module) => !paths.includes(`${module}/README.md`)).toSorted();
  };

  test('says in a README what it owns', () => {
    const paths = globSync('src/domain/*/*.{ts,md}', { cwd: projectRoot });

    expect(modulesWithoutReadme(paths)).toEqual([]);
  });

  test('is found when it does not', () => {
    const paths = ['src/domain/catalog/plan.ts', 'src/domain/tenants/README.md'];

    expect(modulesWithoutReadme(paths)).toEqual(['src/domain/catalog']);
  });
});
