/** One line of the table: a figure, and what it must not pass. */
export interface Measurement {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: 'kB' | 'ms' | 'MB' | 'nodes' | 'shift';
}

/** The variables that the bench was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number above 0 from the environment. */
export const numberFrom = (environment: Environment, name: string, otherwise: number): number => {
  const text = environment[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) {
    throw new Error(`${name} must be a whole number above 0.`);
  }
  return value;
};

/** The middle of several figures; of an even number of them the upper one. */
export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs `round` so often, one after the other. */
export const inRounds = async <Result>(
  rounds: number,
  round: (number: number) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (let number = 0; number < rounds; number += 1) results.push(await round(number));
  return results;
};

const digits = { kB: 1, ms: 0, MB: 1, nodes: 0, shift: 3 } as const;
const labels = { kB: ' kB', ms: ' ms', MB: ' MB', nodes: '', shift: '' } as const;

/** Whether a figure is beyond its limit. One that could not be taken is no number, and a miss. */
export const isMissed = ({ measured, limit }: Measurement): boolean => !(measured <= limit);

/** The figures as a table in Markdown; misses are bold. */
export const tableOf = (measurements: readonly Measurement[]): string => {
  const lines = measurements.map((measurement) => {
    const { name, measured, limit, unit } = measurement;
    const figure = `${measured.toFixed(digits[unit])}${labels[unit]}`;
    const shown = isMissed(measurement) ? `**${figure}**` : figure;
    return `| ${name} | ${shown} | ${limit.toLocaleString('en')}${labels[unit]} |`;
  });
  return ['| | measured | limit |', '|---|---|---|', ...lines, ''].join('\n');
};
