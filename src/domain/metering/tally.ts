import type { Aggregation, MeterDefinition } from '#domain/metering/definition.ts';
import type { Reading } from '#domain/metering/measure.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An event that is counted. Of two at one instant the one with the greater key is the later. */
export interface Counted {
  readonly at: Instant;
  readonly key: string;
  readonly reading: Reading;
}

/** The last event of a unique value. */
export interface Value {
  readonly at: Instant;
  readonly key: string;
  readonly isRemoval: boolean;
}

/** A change of a level. */
export interface Step {
  readonly at: Instant;
  readonly by: Fraction;
}

/**
 * A summary of some events of one meter: enough for their quantity, and for that of them and
 * any others. It depends neither on the order in which they came nor on how they were cut.
 */
export type Tally =
  | { readonly kind: 'sum'; readonly events: number; readonly sum: Fraction }
  | { readonly kind: 'extreme'; readonly events: number; readonly value: Fraction | null }
  | { readonly kind: 'latest'; readonly events: number; readonly latest: Latest | null }
  | {
      readonly kind: 'unique';
      readonly events: number;
      readonly values: ReadonlyMap<string, Value>;
    }
  | { readonly kind: 'steps'; readonly events: number; readonly steps: readonly Step[] };

export interface Latest {
  readonly at: Instant;
  readonly key: string;
  readonly value: Fraction;
}

/** A span of time, `[from, to)`. */
export interface CountedSpan {
  readonly from: Instant;
  readonly to: Instant;
}

const zero = Fraction.of(0n);

/** Sums up events by an aggregation. Each is given once. */
export const tallyOf = (aggregation: Aggregation, counted: readonly Counted[]): Tally => {
  const events = counted.length;
  switch (aggregation) {
    case 'count':
    case 'sum':
    case 'average':
      return { kind: 'sum', events, sum: counted.map(signed).reduce(plus, zero) };
    case 'max':
    case 'min':
      return { kind: 'extreme', events, value: extremeOf(aggregation, counted.map(valueOf)) };
    case 'latest':
      return { kind: 'latest', events, latest: latestOf(counted.map(asLatest)) };
    case 'unique':
      return { kind: 'unique', events, values: valuesOf(counted.map(asEntry)) };
    case 'weighted_sum':
      return { kind: 'steps', events, steps: inOrder(counted.map(asStep)) };
  }
};

/** The tally of some sets of events, of which no event is in two. */
export const mergeTallies = (aggregation: Aggregation, tallies: readonly Tally[]): Tally => {
  const { kind } = tallyOf(aggregation, []);
  const events = tallies.reduce((sum, tally) => sum + tally.events, 0);
  const ofKind = <Kind extends Tally['kind']>(wanted: Kind) =>
    tallies.filter((tally): tally is Extract<Tally, { kind: Kind }> => tally.kind === wanted);
  switch (kind) {
    case 'sum':
      return { kind, events, sum: ofKind(kind).reduce((sum, tally) => sum.plus(tally.sum), zero) };
    case 'extreme': {
      const values = ofKind(kind).flatMap(({ value }) => value ?? []);
      return { kind, events, value: extremeOf(aggregation, values) };
    }
    case 'latest': {
      const latest = ofKind(kind).flatMap((tally) => tally.latest ?? []);
      return { kind, events, latest: latestOf(latest) };
    }
    case 'unique':
      return { kind, events, values: valuesOf(ofKind(kind).flatMap(({ values }) => [...values])) };
    case 'steps':
      return { kind, events, steps: inOrder(ofKind(kind).flatMap(({ steps }) => steps)) };
  }
};

/** How many values or steps a tally keeps. */
export const sizeOf = (tally: Tally): number => {
  if (tally.kind === 'unique') return tally.values.size;
  return tally.kind === 'steps' ? tally.steps.length : 1;
};

/**
 * The quantity of a span, rounded as the meter says. The tally has the events of the span; where
 * the meter carries its level over, all before its end.
 * @param period the whole period that a weighted sum is an average over
 */
export const quantityOf = (
  meter: Pick<MeterDefinition, 'aggregation' | 'rounding'>,
  tally: Tally,
  span: CountedSpan,
  period: CountedSpan = span,
): Fraction => roundedAs(meter, exactQuantity(meter.aggregation, tally, span, period));

/** A quantity, rounded as the meter says. */
export const roundedAs = (
  { rounding }: Pick<MeterDefinition, 'rounding'>,
  exact: Fraction,
): Fraction => {
  if (rounding === null) return exact;
  const scale = 10n ** BigInt(rounding.decimals);
  return Fraction.of(exact.times(Fraction.of(scale)).round(rounding.mode), scale);
};

const exactQuantity = (
  aggregation: Aggregation,
  tally: Tally,
  span: CountedSpan,
  period: CountedSpan,
): Fraction => {
  switch (tally.kind) {
    case 'sum':
      return aggregation === 'average' ? average(tally.sum, tally.events) : tally.sum;
    case 'extreme':
      return tally.value ?? zero;
    case 'latest':
      return tally.latest?.value ?? zero;
    case 'unique':
      return Fraction.of(BigInt([...tally.values.values()].filter(isThere).length));
    case 'steps':
      return heldOver(tally.steps, span, period);
  }
};

const isThere = ({ isRemoval }: Value): boolean => !isRemoval;

const average = (sum: Fraction, events: number): Fraction =>
  events === 0 ? zero : sum.times(Fraction.of(1n, BigInt(events)));

/** The integral of the level, where it is above zero, over the length of the period. */
const heldOver = (steps: readonly Step[], span: CountedSpan, period: CountedSpan): Fraction => {
  let level = zero;
  let since = span.from;
  let held = zero;
  const hold = (until: Instant): void => {
    if (until <= since) return;
    if (level.numerator > 0n) held = held.plus(level.times(Fraction.of(BigInt(until - since))));
    since = until;
  };
  for (const { at, by } of steps) {
    if (at >= span.to) break;
    hold(at);
    level = level.plus(by);
  }
  hold(span.to);
  const length = period.to - period.from;
  return length <= 0 ? zero : held.times(Fraction.of(1n, BigInt(length)));
};

const plus = (one: Fraction, other: Fraction): Fraction => one.plus(other);

const valueOf = ({ reading }: Counted): Fraction => fractionOf(reading.value);

const signed = (counted: Counted): Fraction =>
  counted.reading.isRemoval ? valueOf(counted).negated() : valueOf(counted);

const extremeOf = (aggregation: Aggregation, values: readonly Fraction[]): Fraction | null => {
  const wanted = aggregation === 'max' ? 1 : -1;
  let found: Fraction | null = null;
  for (const value of values) {
    if (found === null || value.compare(found) === wanted) found = value;
  }
  return found;
};

type Moment = Pick<Counted, 'at' | 'key'>;

/** Whether an event happened after another; of two at one instant the greater key is later. */
export const isLater = (one: Moment, other: Moment): boolean =>
  one.at === other.at ? one.key > other.key : one.at > other.at;

const asLatest = (counted: Counted): Latest => {
  const { at, key } = counted;
  return { at, key, value: valueOf(counted) };
};

const latestOf = (all: readonly Latest[]): Latest | null => {
  let found: Latest | null = null;
  for (const each of all) if (found === null || isLater(each, found)) found = each;
  return found;
};

const asEntry = ({ at, key, reading }: Counted): readonly [string, Value] => [
  reading.value,
  { at, key, isRemoval: reading.isRemoval },
];

const valuesOf = (entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> => {
  const values = new Map<string, Value>();
  for (const [value, moment] of entries) {
    const known = values.get(value);
    if (known === undefined || isLater(moment, known)) values.set(value, moment);
  }
  return values;
};

const asStep = (counted: Counted): Step => ({ at: counted.at, by: signed(counted) });

// Those of one instant are one step: in between the level was nowhere.
const inOrder = (steps: readonly Step[]): readonly Step[] => {
  const ordered: Step[] = [];
  for (const step of steps.toSorted((one, other) => one.at - other.at)) {
    const last = ordered.at(-1);
    if (last?.at !== step.at) ordered.push(step);
    else ordered[ordered.length - 1] = { at: step.at, by: last.by.plus(step.by) };
  }
  return ordered;
};
