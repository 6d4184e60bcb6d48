import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cruiseSources, knownModules, modulePlaces, projectRoot, ruleNames } from './cruise.ts';
import { unseenImports } from './imports.ts';
import { plantTree } from './planted-tree.ts';
import { permittedTree, plantedViolations } from './planted-violations.ts';

/** Directories beside the modules that hold what belongs to all of them. */
const plumbing = ['src/infrastructure/typeorm/migrations'];

describe('the layers of the product', () => {
  const sources = globSync('src/**/*.ts', { cwd: projectRoot });

  test('are kept by every file', async () => {
    const { summary } = await cruiseSources(projectRoot);

    // Until there is an entry point, what nothing imports yet is not dead.
    const entered = existsSync(join(projectRoot, 'src/main.ts'));
    const violations = summary.violations.filter(
      ({ rule }) => entered || rule.name !== 'no-orphans',
    );
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test('are judged on every file and every import that there is', async () => {
    const { modules, summary } = await cruiseSources(projectRoot);

    expect(sources.length).toBeGreaterThan(0);
    expect(summary.totalDependenciesCruised).toBeGreaterThan(0);
    expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(sources));
    expect(await unseenImports(projectRoot, modules)).toEqual([]);
  });

  test('divide into modules that the order knows', () => {
    const directories = modulePlaces.flatMap((place) =>
      existsSync(join(projectRoot, place))
        ? readdirSync(join(projectRoot, place), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => ({ name, path: `${place}/${name}` }))
        : [],
    );

    const strangers = directories
      .filter(({ name, path }) => !knownModules.includes(name) && !plumbing.includes(path))
      .map(({ path }) => path);
    expect(strangers).toEqual([]);
  });
});

describe('a planted violation', () => {
  test('exists for every rule, and for nothing else', () => {
    expect(Object.keys(plantedViolations).toSorted()).toEqual(ruleNames.toSorted());
  });

  test.each(ruleNames)('is reported by %s', async (name) => {
    const { culprit, files } = plantedViolations[name] ?? { culprit: '', files: {} };
    const root = await plantTree(files);

    const { summary } = await cruiseSources(root);

    const guilty = summary.violations.filter(({ rule }) => rule.name === name);
    expect(guilty.map(({ from }) => from)).toContain(culprit);
  });

  test('is not seen in what is permitted', async () => {
    const root = await plantTree(permittedTree);

    const { summary, modules } = await cruiseSources(root);

    expect(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
    expect(modules.length).toBeGreaterThan(Object.keys(permittedTree).length);
  });

  test('cannot hide in an inline type import, which the parser does not see', async () => {
    const root = await plantTree({
      'src/domain/tenants/tenant.ts':
        "export const load = async (): Promise<import('#domain/payments/payment.ts').P>[] => [];\n",
      'src/domain/payments/payment.ts': 'export type P = string;\n',
    });

    const { modules } = await cruiseSources(root);

    expect(await unseenImports(root, modules)).toEqual([
      'src/domain/tenants/tenant.ts: #domain/payments/payment.ts',
    ]);
  });
});
