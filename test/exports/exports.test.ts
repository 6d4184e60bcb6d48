import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { declare, leftOut } from './public-surface.ts';

describe('the package', () => {
  let root = '';
  beforeAll(async () => {
    root = await declare();
  }, 120_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('exports every type that its calls mention, and every refusal that they throw', () => {
    expect(leftOut(root)).toEqual([]);
  });

  /** Names that would be reported, had `left` not been there in `file`. */
  const omitting = async (file: string, left: string | RegExp): Promise<readonly string[]> => {
    const copy = await mkdtemp(join(tmpdir(), 'billing-service-omission-'));
    onTestFinished(() => rm(copy, { recursive: true }));
    await cp(root, copy, { recursive: true });
    const entry = join(copy, file);
    const text = await readFile(entry, 'utf8');
    expect(text).toMatch(left);
    await writeFile(entry, text.replace(left, ''));
    return leftOut(copy);
  };

  test.each([
    ['a view', 'audit', 'StoredVerification', 'application/audit/queries'],
    ['an input', 'identity', 'RotateApiKeyInput', 'application/identity/api-keys/rotate-api-key'],
    ['a refusal', undefined, 'PermissionDenied', 'application/shared/pipeline'],
  ])('that left out %s would be found out', async (_, module, left, place) => {
    const file = module === undefined ? 'index.d.ts' : `application/${module}/exports.d.ts`;

    const reported = await omitting(file, new RegExp(`\\b${left}\\b,?`));

    expect(reported).toEqual([`${place}.d.ts: ${left}`]);
  });

  test('that left out the ids would be found out', async () => {
    const reported = await omitting('index.d.ts', /export type \* from '[^']*\/ids\.[jt]s';/);

    const ofIds = reported.filter((name) => name.startsWith('domain/shared/ids.d.ts: '));
    expect(reported).toEqual(ofIds);
    expect(ofIds).toContain('domain/shared/ids.d.ts: AuditEntryId');
  });

  test('that left out a module would be found out', async () => {
    const reported = await omitting('application/customers/exports.d.ts', /[\s\S]*/);

    expect(reported).toEqual(
      expect.arrayContaining([
        'application/customers/queries.d.ts: CustomerView',
        'domain/customers/errors.d.ts: CustomerEmailTaken',
      ]),
    );
  });
});

/** Declarations of a small package, whose `index.d.ts` is given first. */
const plant = async (index: string, files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'billing-service-planted-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries({ 'index.d.ts': index, ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
};

const facade = "export { createBilling } from '#interfaces/facade/create-billing.ts';\n";
const errors = 'export declare abstract class DomainError extends Error {}\n';

describe('a planted omission', () => {
  const facadeOf = (says: string) => ({
    'interfaces/facade/create-billing.d.ts': `${says}\n`,
    'domain/shared/ids.d.ts':
      'export type Id<P> = string & P;\nexport type CustomerId = Id<"cus">;\n',
    'application/views.d.ts':
      "import type { CustomerId as Key } from '#domain/shared/ids.ts';\n" +
      'export interface View { readonly id: Key; readonly more: readonly Part[] }\n' +
      'export interface Part { readonly size: (typeof sizes)[number] }\n' +
      'interface Hidden { readonly size: number }\n' +
      'export interface Showing extends Hidden {}\n' +
      'export declare const sizes: readonly [1, 2];\n',
  });
  const ids = ['domain/shared/ids.d.ts: CustomerId', 'domain/shared/ids.d.ts: Id'];
  const all = ['application/views.d.ts: Part', 'application/views.d.ts: View', ...ids];
  const importsView = "import type { View } from '#application/views.ts';\n";

  test.each([
    ['what a call gives', `${importsView}export declare const createBilling: () => View;`, all],
    [
      'what a call takes',
      `${importsView}export declare function createBilling(v: View): void;`,
      all,
    ],
    [
      'what is written where it is used',
      "export declare const createBilling: () => Promise<import('#application/views.ts').View>;",
      all,
    ],
    [
      'what an interface extends',
      `${importsView}export interface Billing extends Partial<View> {}\n` +
        'export declare const createBilling: () => Billing;',
      ['interfaces/facade/create-billing.d.ts: Billing', ...all],
    ],
    [
      'what a tool of the facade mentions, and not the tool',
      `${importsView}type Tool<Of> = { [Key in keyof Of]: View };\n` +
        'export declare const createBilling: () => Tool<object>;\nexport {};',
      all,
    ],
    [
      'what cannot be named even where it is',
      "export declare const createBilling: () => import('#application/views.ts').Showing;",
      ['application/views.d.ts: Hidden', 'application/views.d.ts: Showing'],
    ],
    ['nothing, where nothing is ours', 'export declare const createBilling: () => string;', []],
  ])('is reported: %s', async (_, says, reported) => {
    const root = await plant(facade, facadeOf(says));

    expect([...leftOut(root)].toSorted()).toEqual([...reported].toSorted());
  });

  const refusals = {
    'interfaces/facade/create-billing.d.ts': 'export declare const createBilling: () => string;\n',
    'domain/shared/errors.d.ts': errors,
    'domain/late/errors.d.ts':
      "import { DomainError } from '#domain/shared/errors.ts';\n" +
      'export declare abstract class Late extends DomainError {}\n' +
      'export declare class TooLate extends Late {}\n',
    'application/late/be-late.d.ts':
      'export declare class Confusion extends Error {}\nexport declare class Plain {}\n' +
      'export declare class BeLate { /** @throws {TooLate | Confusion} */ execute(): void; }\n',
  };
  const everyRefusal =
    `${facade}export * from '#domain/late/errors.ts';\n` +
    "export { DomainError } from '#domain/shared/errors.ts';\n";

  test.each([
    [
      'a refusal, and what is documented as thrown',
      facade,
      [
        'application/late/be-late.d.ts: Confusion',
        'domain/late/errors.d.ts: Late',
        'domain/late/errors.d.ts: TooLate',
        'domain/shared/errors.d.ts: DomainError',
      ],
    ],
    [
      'a class that is exported as a type only',
      `${everyRefusal}export type { Confusion } from '#application/late/be-late.ts';\n`,
      ['application/late/be-late.d.ts: Confusion'],
    ],
    [
      'nothing, where all are there under whatever name',
      `${everyRefusal}export { Confusion as Muddle } from '#application/late/be-late.ts';\n`,
      [],
    ],
  ])('is reported: %s', async (_, index, reported) => {
    const root = await plant(index, refusals);

    expect(leftOut(root)).toEqual(reported);
  });
});
