import { relative, resolve } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';

// Laws are tried on cases that nobody foresaw. Those of a build are the same in the next one, so
// one that fails was broken by its own change; `npm run test:laws` draws others each time. A law
// that fails says how to try its case again.

/** The variables of the environment that say which cases are tried. */
export interface LawSettings {
  /** How many cases of each law; 10,000 in a build. */
  readonly LAW_RUNS?: string;
  /** The cases of a run before, all of them or, with a path, one. */
  readonly LAW_SEED?: string;
  readonly LAW_PATH?: string;
}

const root = resolve(import.meta.dirname, '../..');
const settings: LawSettings = process.env;

/** How many cases of each law a build tries. */
export const lawRuns = Number(settings.LAW_RUNS ?? 10_000);

/** For a law whose cases take long: a machine may be busy, and asked for many more. */
export const inLongTime = { timeout: Math.max(600_000, lawRuns * 60) } as const;

const buildSeed = '20261127';

const parametersOf = (
  numRuns: number,
  { LAW_RUNS, LAW_SEED = LAW_RUNS === undefined ? buildSeed : undefined, LAW_PATH }: LawSettings,
): fc.Parameters<unknown> => ({
  numRuns,
  ...(LAW_SEED !== undefined && { seed: Number(LAW_SEED) }),
  ...(LAW_PATH !== undefined && { path: LAW_PATH, endOnFailure: true }),
});

/** @throws {Error} with the smallest case that was found, and the command that tries it again. */
export const checkLaw = <Values>(
  property: fc.IProperty<Values>,
  numRuns = lawRuns,
  given = settings,
): void => {
  refuse(fc.check(property, parametersOf(numRuns, given) as fc.Parameters<Values>));
};

/** The same for a law that waits. */
export const checkWaitingLaw = async <Values>(
  property: fc.IAsyncProperty<Values>,
  parameters: fc.Parameters<Values>,
): Promise<void> => {
  const { numRuns = lawRuns } = parameters;
  const repeated = parametersOf(numRuns, settings) as fc.Parameters<Values>;
  refuse(await fc.check(property, { ...parameters, ...repeated }));
};

const refuse = <Values>(details: fc.RunDetails<Values>): void => {
  if (!details.failed) return;
  const { seed, counterexamplePath, errorInstance } = details;
  const { testPath = '', currentTestName = '' } = expect.getState();
  const title = (currentTestName.split(' > ').at(-1) ?? '').replaceAll(/[^\w ,]/g, '.');
  const path = counterexamplePath === null ? '' : `LAW_PATH=${counterexamplePath} `;
  const command = `npx vitest run ${relative(root, testPath)} -t '${title}'`;
  const again = `Try it again: LAW_SEED=${seed} ${path}${command}`;
  const report = fc.defaultReportMessage(details) ?? 'No case was found.';
  throw new Error(`${again}\n${report}`, { cause: errorInstance });
};

/** Laws by what they say. All of them hold for a thing, which is made once. */
export const lawsOf =
  <Thing>(laws: Readonly<Record<string, (thing: Thing) => void>>): ((thing: Thing) => void) =>
  (thing) => {
    for (const [name, check] of Object.entries(laws)) {
      try {
        check(thing);
      } catch (error) {
        throw new Error(`Not so: ${name}. ${String(error)}`, { cause: error });
      }
    }
  };
