import { existsSync, globSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cruiseSources,
  families,
  knownModules,
  modulePlaces,
  parts,
  projectRoot,
  ruleNames,
  sharedParts,
} from './cruise.ts';
import { unseenImports } from './imports.ts';
import { permittedTree } from './permitted-tree.ts';
import { plantTree } from './planted-tree.ts';
import { plantedViolations } from './planted-violations.ts';

const compositionRoot = 'src/infrastructure/composition';

/** The entry points, and the files that gather what every module has for them. */
const ofNobody = [
  'src/application/billing-use-cases.ts',
  'src/application/modules.ts',
  'src/application/queues.ts',
  'src/application/storage.ts',
  'src/domain/event-types.ts',
  'src/index.ts',
  'src/main.ts',
  'src/storage.ts',
  'src/testing.ts',
];

const entriesOf = (place: string) => {
  const entries = existsSync(join(projectRoot, place))
    ? readdirSync(join(projectRoot, place), { withFileTypes: true })
    : [];
  const pathsOf = (isDirectory: boolean): readonly string[] =>
    entries
      .filter((entry) => entry.isDirectory() === isDirectory)
      .map(({ name }) => `${place}/${name}`);
  return { directories: pathsOf(true), files: pathsOf(false) };
};

describe('the layers of the product', () => {
  const sources = globSync('src/**/*.ts', { cwd: projectRoot });
  let cruised: Awaited<ReturnType<typeof cruiseSources>>;
  beforeAll(async () => {
    cruised = await cruiseSources(projectRoot);
  }, 300_000);

  test('are kept by every file', () => {
    const { summary } = cruised;

    // Until there is an entry point, what nothing imports yet is not dead.
    const entered = existsSync(join(projectRoot, 'src/main.ts'));
    const violations = summary.violations.filter(
      ({ rule }) => entered || rule.name !== 'no-orphans',
    );
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test('are judged on every file and every import that there is', {
    timeout: 300_000,
  }, async () => {
    const { modules, summary } = cruised;

    expect(sources.length).toBeGreaterThan(0);
    expect(summary.totalDependenciesCruised).toBeGreaterThan(0);
    expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(sources));
    // Who wants traces installs the SDK; nothing here depends on it. Contracts are found by their
    // folder, and each of them is judged as a file.
    const optional = 'src/infrastructure/telemetry/tracing.ts: import(name';
    const contracts = 'src/testing/contracts/storage.contract.ts: import(pathToFileURL(join(';
    const unseen = await unseenImports(projectRoot, modules);
    expect(unseen.map((each) => each.slice(0, contracts.length))).toEqual([optional, contracts]);
  });

  test('divide into modules that the order knows', () => {
    const strangers = modulePlaces
      .flatMap((place) => entriesOf(place).directories)
      .filter((path) => !knownModules.includes(basename(path)) && !sharedParts.includes(path));

    expect(strangers).toEqual([]);
  });

  test('divide their modules into parts that have an order', () => {
    const modules = ['src/domain', 'src/application'].flatMap(
      (place) => entriesOf(place).directories,
    );
    const found = modules.flatMap((module) => entriesOf(module).directories);

    const known = Object.entries(parts).flatMap(([module, names]) =>
      names.map((name) => `${module}/${name}`),
    );
    expect(found.toSorted()).toEqual(known.toSorted());
  });

  test('divide into families that are known, and all that are known are there', () => {
    const found = families.map(({ place }) =>
      entriesOf(place).directories.filter((path) => path !== compositionRoot),
    );

    const known = families.map(({ place, known: names }) =>
      names.map((name) => `${place}/${name}`),
    );
    expect(found.map((paths) => paths.toSorted())).toEqual(known.map((paths) => paths.toSorted()));
  });

  test('hold no file of no module and of no family', () => {
    const places = ['src', 'src/domain', 'src/application', 'src/infrastructure', 'src/interfaces'];

    expect(places.flatMap((place) => entriesOf(place).files).toSorted()).toEqual(ofNobody);
  });
});

/** Code that leads to another module and is no import that dependency-cruiser sees. */
const hidingPlaces = [
  [
    'an inline type import',
    "export const load = async (): Promise<import('#domain/payments/payment.ts').P>[] => [];\n",
  ],
  [
    'a line after a comment',
    "/* p */ export type Q = [import('#domain/payments/payment.ts').P];\n",
  ],
  ['a computed import', 'export const load = (name: string) => import(`#domain/${name}.ts`);\n'],
  ['a computed require', 'export const load = (name: string) => require(name);\n'],
  [
    'a require of its own',
    "const load = createRequire(import.meta.url);\nload('../payments/payment.ts');\n",
  ],
  ['a require at once', "createRequire(import.meta.url)('../payments/payment.ts');\n"],
  ['a module of Node', "process.getBuiltinModule('node:fs');\n"],
  ['a reference', '/// <reference path="../payments/payment.ts" />\n'],
  ['an augmentation', "declare module '../payments/payment.ts' { export interface P {} }\n"],
  ['a worker', "new Worker(new URL('../payments/payment.ts', import.meta.url));\n"],
] as const;

describe('a planted violation', () => {
  test('exists for every rule, and for nothing else', () => {
    expect(Object.keys(plantedViolations).toSorted()).toEqual(ruleNames.toSorted());
  });

  test.each(
    Object.entries(plantedViolations).flatMap(([name, plants]) =>
      plants.map((planted, index) => ({ name, index, ...planted })),
    ),
  )('is reported by $name alone ($index: $culprit)', async ({ name, culprit, files }) => {
    const root = await plantTree(files);

    const { summary } = await cruiseSources(root);

    const reported = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    expect([...new Set(reported)]).toEqual([`${name}: ${culprit}`]);
  });

  test('is not seen in what is permitted', async () => {
    const root = await plantTree(permittedTree);

    const { summary, modules } = await cruiseSources(root);

    expect(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)).toEqual([]);
    expect(modules.length).toBeGreaterThan(Object.keys(permittedTree).length);
  });

  test.each(hidingPlaces)('cannot hide in %s, which the parser does not see', async (_, says) => {
    const root = await plantTree({
      'src/domain/tenants/tenant.ts': says,
      'src/domain/payments/payment.ts': 'export type P = string;\n',
    });

    const { modules } = await cruiseSources(root);

    expect(await unseenImports(root, modules)).toEqual([
      expect.stringMatching(/^src\/domain\/tenants\/tenant\.ts: /),
    ]);
  });

  test('cannot hide in the panel either', async () => {
    const root = await plantTree({
      'panel/list.tsx':
        "type Pools = import('pg').Pool[];\nexport const L = (p: Pools) => <b>{p}</b>;\n",
    });

    const { modules } = await cruiseSources(root);

    expect(await unseenImports(root, modules)).toEqual(['panel/list.tsx: pg']);
  });
});
