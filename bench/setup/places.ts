import { mkdirSync } from 'node:fs';

const here = new URL('..', import.meta.url);

/** Where the benchmark lies. */
export const benchDirectory = here.pathname;

/** The product that is measured: the repository around us, or another checkout of it. */
export const productDirectory = process.env['BENCH_PRODUCT'] ?? new URL('..', here).pathname;

/** The files kept between runs: the cluster, and logs of the last one. */
export const dataDirectory = new URL('.data/', here).pathname;

mkdirSync(`${dataDirectory}logs`, { recursive: true });

/** A whole number from the environment. */
export const numberFrom = (name: string, otherwise: number): number => {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0.`);
  return value;
};

/** Names from the environment, with commas, all of which must be `known`. */
export const namesFrom = <Name extends string>(
  name: string,
  known: readonly Name[],
): readonly Name[] => {
  const text = process.env[name];
  if (text === undefined || text === '') return known;
  return text.split(',').map((part) => {
    const found = known.find((each) => each === part.trim());
    if (found === undefined) throw new Error(`${name} takes ${known.join(', ')}, not ${part}.`);
    return found;
  });
};

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
