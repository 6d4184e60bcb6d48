import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

// `npm run mutation`: changes the domain in every small way that Stryker knows, and counts of how
// many changes a test fails. `npm run mutation -- src/domain/taxes` tries one folder, one file, or
// all files of a pattern: 'src/domain/catalog/*.ts'. `--tests test/domain/catalog` tries them by the
// tests of one folder, or of a pattern of files: that is quick, and may count a mutant as unnoticed
// that another test notices. A run by all tests after it tries only what is left.

type Options = ConstructorParameters<typeof Stryker>[0];
type Results = Awaited<ReturnType<Stryker['runMutationTest']>>;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string' }, tests: { type: 'string' } },
});
// Stryker's own processes read the configuration of Vitest, and inherit this.
const { tests } = values;
if (tests !== undefined) {
  process.env['MUTATION_TESTS'] = tests.endsWith('.ts') ? tests : `${tests}/**/*.test.ts`;
}
const places = positionals.length > 0 ? positionals : globSync('src/domain/*/').toSorted();
const concurrency = Number(values.concurrency ?? Math.max(1, availableParallelism() - 1));

/** All that a run leaves behind; git ignores it. */
const cache = '.cache/mutation';

const nameOf = (place: string): string =>
  place.replace(/^src\/domain\/|\/$/g, '').replaceAll(/[^\w.]+/g, '-');

const patternOf = (place: string): string =>
  existsSync(place) && statSync(place).isDirectory()
    ? `${place.replace(/\/$/, '')}/**/*.ts`
    : place;

const optionsFor = (place: string): Options => {
  const name = nameOf(place);
  return {
    mutate: [patternOf(place)],
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.ts' },
    plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation/sentences.ts'],
    ignorers: ['sentences'],
    coverageAnalysis: 'perTest',
    dryRunTimeoutMinutes: 30,
    concurrency,
    incremental: true,
    incrementalFile: `${cache}/${name}.json`,
    reporters: ['progress', 'html', 'json'],
    htmlReporter: { fileName: `${cache}/${name}.html` },
    jsonReporter: { fileName: `${cache}/${name}-report.json` },
    tempDirName: `${cache}/sandbox-${name}`,
    // A sandbox needs the sources and their tests. Without tsconfig.json Stryker does not ask
    // TypeScript for its compiler, which version 7 does not export.
    ignorePatterns: ['.*', 'bench', 'deploy', 'dist', 'examples', 'panel', 'tsconfig*.json'],
    disableTypeChecks: false,
    allowConsoleColors: false,
    warnings: false,
    logLevel: 'warn' as NonNullable<Options['logLevel']>,
  };
};

interface Known {
  readonly files: Readonly<Record<string, { mutants: readonly { static?: boolean }[] }>>;
}

/**
 * Forgets mutants that are met while modules are loaded: no test is known to reach them, so Stryker
 * would not try them again when a test is added.
 */
const forgetStatic = (path: string): void => {
  if (!existsSync(path)) return;
  const known = JSON.parse(readFileSync(path, 'utf8')) as Known;
  for (const file of Object.values(known.files)) {
    file.mutants = file.mutants.filter((mutant) => mutant.static !== true);
  }
  writeFileSync(path, JSON.stringify(known));
};

const count = (results: Results, ...statuses: readonly string[]): number =>
  results.filter(({ status }) => statuses.includes(status)).length;

const rowOf = (place: string, results: Results): string => {
  const [killed, survived] = [count(results, 'Killed', 'Timeout'), count(results, 'Survived')];
  const unreached = count(results, 'NoCoverage');
  const all = killed + survived + unreached;
  const score = all === 0 ? '–' : `${((100 * killed) / all).toFixed(1)} %`;
  return [place, all, killed, survived, unreached, score]
    .map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(10)))
    .join('');
};

mkdirSync(cache, { recursive: true });
const rows = ['mutants', 'killed', 'survived', 'unreached', 'score'].map((head) =>
  head.padStart(10),
);
process.stdout.write(`${''.padEnd(34)}${rows.join('')}\n`);
for (const place of places) {
  forgetStatic(`${cache}/${nameOf(place)}.json`);
  const results = await new Stryker(optionsFor(place)).runMutationTest();
  process.stdout.write(`${rowOf(place, results)}\n`);
}
