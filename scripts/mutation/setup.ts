import fc from 'fast-check';
import { afterAll, expect, inject } from 'vitest';

// Stryker's own setup, which runs before this one, takes all that is computed while a file of tests
// is loaded for a part of the modules: it would try such mutants against all tests there are. Here
// the modules come first, so that what the file itself computes belongs to the tests of the file.

declare module 'vitest' {
  interface ProvidedContext {
    readonly mode: 'dry-run' | 'mutant';
    readonly mutantActivation: 'static' | 'runtime';
    readonly activeMutant: string;
  }
}

type Hits = Record<string, number>;

interface Stryker {
  /** The mutant that is met instead of the original. */
  activeMutant?: string | undefined;
  /** The test that is running; what is hit without one is hit by the modules. */
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  readonly mutantCoverage?: { readonly perTest: Record<string, Hits> };
}

declare global {
  interface ImportMeta {
    /** Vite's: loads the files that these patterns match. */
    glob(patterns: readonly string[]): Readonly<Record<string, () => Promise<unknown>>>;
  }
}

const modules = import.meta.glob([
  '../../src/domain/**/*.ts',
  '../../src/testing/*.ts',
  '../../test/billing/{plan-shop,usage-guide,usage-shop}.ts',
  '../../test/{conformance,domain,properties}/**/!(*.test).ts',
]);

const loadModules = async (stryker: Stryker): Promise<void> => {
  stryker.activeMutant = undefined;
  stryker.currentTestId = undefined;
  for (const load of Object.values(modules)) await load();
};

/** Gives what was hit while the file of tests was loaded to each of its tests. */
const giveToTests = ({ mutantCoverage }: Stryker, loading: string, file: string): void => {
  const { [loading]: hits = {}, ...perTest } = mutantCoverage?.perTest ?? {};
  delete mutantCoverage?.perTest[loading];
  for (const [test, own] of Object.entries(perTest)) {
    if (!test.startsWith(`${file}#`)) continue;
    for (const [mutant, count] of Object.entries(hits)) own[mutant] = (own[mutant] ?? 0) + count;
  }
};

const stryker = Reflect.get(globalThis, '__stryker__') as Stryker | undefined;
if (stryker !== undefined && inject('mode') === 'dry-run') {
  await loadModules(stryker);
  const loading = 'loading';
  stryker.currentTestId = loading;
  afterAll(() => giveToTests(stryker, loading, expect.getState().testPath ?? ''));
} else if (stryker !== undefined && inject('mutantActivation') === 'runtime') {
  await loadModules(stryker);
  stryker.hitCount = 0;
  stryker.activeMutant = inject('activeMutant');
}

// The same cases for each mutant, so that the score is one that can be computed again. The smallest
// case that fails is of no interest.
fc.configureGlobal({ seed: 20_261_126, numRuns: 50, endOnFailure: true });
