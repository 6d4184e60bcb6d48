import type { Aggregation, MeterDefinition } from '#domain/metering/definition.ts';
import type { Reading } from '#domain/metering/measure.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { DecimalSum } from '#domain/shared/decimal-sum.ts';
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
  const open = openTally(aggregation);
  for (const each of counted) open.add(each);
  return open.close();
};

/** Sums up events as they come. */
export interface OpenTally {
  /** Takes an event. Each is given once. */
  add(counted: Counted): void;
  /** The tally of all that were given. */
  close(): Tally;
}

/** Begins the tally of an aggregation, without events. */
export const openTally = (aggregation: Aggregation): OpenTally => {
  switch (aggregation) {
    case 'count':
    case 'sum':
    case 'average':
      return openSum();
    case 'max':
    case 'min':
      return openExtreme(aggregation);
    case 'latest':
      return openLatest();
    case 'unique':
      return openValues();
    case 'weighted_sum':
      return openSteps();
  }
};

const openSum = (): OpenTally => {
  let events = 0;
  const sum = new DecimalSum();
  return {
    add: ({ reading }) => {
      events += 1;
      sum.add(reading.value, reading.isRemoval);
    },
    close: () => ({ kind: 'sum', events, sum: sum.total() }),
  };
};

const openExtreme = (aggregation: 'max' | 'min'): OpenTally => {
  let events = 0;
  let value: Fraction | null = null;
  return {
    add: (counted) => {
      events += 1;
      value = extremeOf(aggregation, value, valueOf(counted));
    },
    close: () => ({ kind: 'extreme', events, value }),
  };
};

const openLatest = (): OpenTally => {
  let events = 0;
  let last: Counted | null = null;
  return {
    add: (counted) => {
      events += 1;
      last = laterOf(last, counted);
    },
    close: () => {
      const latest = last && { at: last.at, key: last.key, value: valueOf(last) };
      return { kind: 'latest', events, latest };
    },
  };
};

const openValues = (): OpenTally => {
  let events = 0;
  const values = new Map<string, Value>();
  return {
    add: ({ at, key, reading: { value, isRemoval } }) => {
      events += 1;
      addValue(values, value, { at, key, isRemoval });
    },
    close: () => ({ kind: 'unique', events, values }),
  };
};

const openSteps = (): OpenTally => {
  const steps: Step[] = [];
  return {
    add: (counted) => {
      steps.push({ at: counted.at, by: signed(counted) });
    },
    close: () => ({ kind: 'steps', events: steps.length, steps: inOrder(steps) }),
  };
};

/** The tally of some sets of events, of which no event is in two. */
export const mergeTallies = (aggregation: Aggregation, tallies: readonly Tally[]): Tally => {
  const { kind } = openTally(aggregation).close();
  const events = tallies.reduce((sum, tally) => sum + tally.events, 0);
  const ofKind = <Kind extends Tally['kind']>(wanted: Kind) =>
    tallies.filter((tally): tally is Extract<Tally, { kind: Kind }> => tally.kind === wanted);
  switch (kind) {
    case 'sum':
      return { kind, events, sum: ofKind(kind).reduce((sum, tally) => sum.plus(tally.sum), zero) };
    case 'extreme': {
      const further = (one: Fraction | null, { value }: { readonly value: Fraction | null }) =>
        value === null ? one : extremeOf(aggregation, one, value);
      return { kind, events, value: ofKind(kind).reduce(further, null) };
    }
    case 'latest': {
      const latest = ofKind(kind).flatMap((tally) => tally.latest ?? []);
      return { kind, events, latest: latest.reduce<Latest | null>(laterOf, null) };
    }
    case 'unique': {
      const values = new Map<string, Value>();
      for (const tally of ofKind(kind)) {
        for (const [value, last] of tally.values) addValue(values, value, last);
      }
      return { kind, events, values };
    }
    case 'steps':
      return { kind, events, steps: inOrder(ofKind(kind).flatMap(({ steps }) => steps)) };
  }
};

/** Whether tallies keep each step of a level: as many as there are instants with events. */
export const keepsSteps = ({ aggregation }: Pick<MeterDefinition, 'aggregation'>): boolean =>
  aggregation === 'weighted_sum';

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

const valueOf = ({ reading }: Counted): Fraction => fractionOf(reading.value);

const signed = (counted: Counted): Fraction =>
  counted.reading.isRemoval ? valueOf(counted).negated() : valueOf(counted);

const extremeOf = (aggregation: Aggregation, one: Fraction | null, other: Fraction): Fraction => {
  const wanted = aggregation === 'max' ? 1 : -1;
  return one === null || other.compare(one) === wanted ? other : one;
};

type Moment = Pick<Counted, 'at' | 'key'>;

/** Whether an event happened after another; of two at one instant the greater key is later. */
export const isLater = (one: Moment, other: Moment): boolean =>
  one.at === other.at ? one.key > other.key : one.at > other.at;

const laterOf = <Kind extends Moment>(one: Kind | null, other: Kind): Kind =>
  one === null || isLater(other, one) ? other : one;

const addValue = (values: Map<string, Value>, value: string, last: Value): void => {
  const known = values.get(value);
  if (known === undefined || isLater(last, known)) values.set(value, last);
};

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
