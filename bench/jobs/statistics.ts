/** The value below which the share `quantile` (0 to 1) of `values` lies. */
export const percentile = (values: readonly number[], quantile: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
  if (found === undefined) throw new Error('No values, no percentile.');
  return found;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Calls `measure` for each thing in each round, every other round backwards. */
export const alternate = async <Thing>(
  rounds: number,
  things: readonly Thing[],
  measure: (thing: Thing, round: number) => Promise<void>,
): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? things : things.toReversed();
    for (const thing of order) await measure(thing, round);
  }
};

/** Values of each round, by the name of what was measured. */
export class Rounds {
  readonly #values = new Map<string, number[]>();

  add(name: string, value: number): void {
    this.#values.set(name, [...this.of(name), value]);
  }

  of(name: string): readonly number[] {
    return this.#values.get(name) ?? [];
  }

  /** The median of the rounds, and of the ratios to `reference` in the same round. */
  summary(name: string, reference: string): { median: number; ratio: number; spread: string } {
    const ratios = this.of(name).map((value, round) => value / (this.of(reference)[round] ?? 0));
    const ends = [Math.min(...ratios), Math.max(...ratios)].map((end) => end.toFixed(2));
    return { median: median(this.of(name)), ratio: median(ratios), spread: ends.join('–') };
  }
}

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const printTable = (
  title: string,
  names: readonly string[],
  reference: string,
  rounds: Rounds,
): void => {
  print(`\n${title.padEnd(46)}   median    ratio   of rounds`);
  for (const name of names) {
    const { median: value, ratio, spread } = rounds.summary(name, reference);
    const cells = [value.toFixed(value < 100 ? 1 : 0).padStart(9), ratio.toFixed(2).padStart(8)];
    print(`${name.padEnd(46)}${cells.join(' ')}   ${spread}`);
  }
};
