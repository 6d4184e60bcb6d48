import type { OpenSpan } from '#domain/metering/cover.ts';
import { isWithin } from '#domain/metering/cover.ts';
import type { Counting, GroupTally, RolledPart, RollUp } from '#domain/metering/rollup.ts';
import { mergeRollUps } from '#domain/metering/rollup.ts';
import type { Latest, Step, Tally, Value } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

// Tallies as they are stored: JSON in short lists, as they are read by the hundred for an answer.

type StoredTally =
  | readonly [kind: 'sum', events: number, sum: string]
  | readonly [kind: 'extreme', events: number, value: string | null]
  | readonly [kind: 'latest', events: number, latest: StoredLatest | null]
  | readonly [kind: 'unique', events: number, values: readonly StoredValue[]]
  | readonly [kind: 'steps', events: number, steps: readonly StoredStep[]];

type StoredLatest = readonly [at: number, key: string, value: string];
type StoredValue = readonly [value: string, at: number, key: string, isRemoval: boolean];
type StoredStep = readonly [at: number, by: string];
type StoredGroup = readonly [group: readonly (string | null)[], tally: StoredTally];

type StoredPart = readonly [startsAt: number, groups: readonly StoredGroup[] | null];

/** The tallies of a day, and those of its hours, as they are stored: JSON without line ends. */
export interface StoredDay {
  readonly tallies: string;
  readonly hours: string;
}

export const storedDay = (day: RollUp): StoredDay => ({
  tallies: JSON.stringify([toStoredPart(day)]),
  hours: JSON.stringify(day.hours.map(toStoredPart)),
});

/** Adds a roll-up to what is stored of its day. Hours without news stay as they are written. */
export const addToStored = (counting: Counting, stored: StoredDay, added: RollUp): StoredDay => {
  const starts = new Set(added.hours.map(({ startsAt }) => startsAt));
  // A day of which hours were counted anew is the merger of all its hours.
  const isTouched = ([start]: StoredPart): boolean =>
    added.recounted !== undefined || starts.has(instantOf(start));
  const [day] = storedParts(stored.tallies).map(toPart);
  const hours = storedParts(stored.hours);
  const touched = hours.filter(isTouched).map(toPart);
  const merged = mergeRollUps(counting, { ...added, ...day, hours: touched }, added);
  const kept = hours.filter((part) => !isTouched(part));
  return {
    tallies: JSON.stringify([toStoredPart(merged)]),
    hours: JSON.stringify([...kept, ...merged.hours.map(toStoredPart)]),
  };
};

const toStoredPart = ({ startsAt, groups }: RolledPart): StoredPart => {
  const stored = groups?.map(({ group, tally }): StoredGroup => [group, toStored(tally)]);
  return [startsAt, stored ?? null];
};

const storedParts = (text: string) => JSON.parse(text) as readonly StoredPart[];

const toPart = ([start, stored]: StoredPart): RolledPart => {
  const groups = stored?.map(([group, tally]): GroupTally => ({ group, tally: toTally(tally) }));
  return { startsAt: instantOf(start), groups: groups ?? null };
};

/** Reads hours, or the one day, that are stored, as far as they begin in one of some spans. */
export const partsIn = (text: string, spans: readonly OpenSpan[] | null): readonly RolledPart[] =>
  storedParts(text)
    .filter(([start]) => spans === null || spans.some((span) => isWithin(instantOf(start), span)))
    .map(toPart);

/** Reads a day that is stored, with its hours. */
export const dayIn = ({ tallies, hours }: StoredDay): RolledPart & Pick<RollUp, 'hours'> => {
  const [day] = partsIn(tallies, null);
  invariant(day !== undefined, 'A day that is rolled up has its tallies.');
  return { ...day, hours: partsIn(hours, null) };
};

const toStored = (tally: Tally): StoredTally => {
  const { events } = tally;
  switch (tally.kind) {
    case 'sum':
      return [tally.kind, events, textOf(tally.sum)];
    case 'extreme':
      return [tally.kind, events, tally.value && textOf(tally.value)];
    case 'latest': {
      const { latest } = tally;
      return [tally.kind, events, latest && [latest.at, latest.key, textOf(latest.value)]];
    }
    case 'unique': {
      const values = [...tally.values];
      return [
        tally.kind,
        events,
        values.map(([value, { at, key, isRemoval }]): StoredValue => [value, at, key, isRemoval]),
      ];
    }
    case 'steps':
      return [tally.kind, events, tally.steps.map(({ at, by }): StoredStep => [at, textOf(by)])];
  }
};

const toTally = (stored: StoredTally): Tally => {
  const [kind, events, kept] = stored;
  switch (kind) {
    case 'sum':
      return { kind, events, sum: fractionIn(kept) };
    case 'extreme':
      return { kind, events, value: kept === null ? null : fractionIn(kept) };
    case 'latest':
      return { kind, events, latest: kept && toLatest(kept) };
    case 'unique':
      return { kind, events, values: new Map(kept.map(toValue)) };
    case 'steps':
      return { kind, events, steps: kept.map(toStep) };
  }
};

const toLatest = ([at, key, value]: StoredLatest): Latest => ({
  at: at as Instant,
  key,
  value: fractionIn(value),
});

const toValue = ([value, at, key, isRemoval]: StoredValue): readonly [string, Value] => [
  value,
  { at: at as Instant, key, isRemoval },
];

const toStep = ([at, by]: StoredStep): Step => ({ at: at as Instant, by: fractionIn(by) });

// As they are added up, and not shortened: a sum of decimals keeps their denominator.
const textOf = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;

const fractionIn = (text: string): Fraction => {
  const slash = text.indexOf('/');
  if (slash < 0) return Fraction.of(BigInt(text));
  return Fraction.of(BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1)));
};
