import type { RollUpHours } from '#domain/metering/rollup.ts';
import { lengthOf, rollUpHours, startOfRollUp } from '#domain/metering/rollup.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/** A span of time, `[from, to)`; null from the first event on. */
export interface OpenSpan {
  readonly from: Instant | null;
  readonly to: Instant;
}

/** A roll-up by its time. */
export interface RollUpTime {
  readonly hours: RollUpHours;
  readonly startsAt: Instant;
}

/** The parts of some spans, of which none lies over another. */
export interface Cover {
  /** Whole days and hours of UTC. */
  readonly whole: readonly (OpenSpan & { readonly hours: RollUpHours })[];
  /** The rest, whose events are counted one by one. */
  readonly rest: readonly OpenSpan[];
}

/**
 * Cuts spans, none over another, into whole days, whole hours, and the rest at their edges.
 * @param left roll-ups that are not to be used, each once
 * @param after where it is given: only what begins later is rolled up
 */
export const coverOf = (
  spans: readonly OpenSpan[],
  left: readonly RollUpTime[],
  after: Instant | null,
): Cover => {
  const whole: WholeSpan[] = [];
  const rest: OpenSpan[] = [];
  const cut = (span: OpenSpan, [hours, ...shorter]: readonly RollUpHours[]): void => {
    if (span.from !== null && span.from >= span.to) return;
    if (hours === undefined) {
      rest.push(span);
      return;
    }
    const from = span.from === null ? null : firstStart(span.from, hours);
    const to = startOfRollUp(span.to, hours);
    if (from !== null && from >= to) {
      cut(span, shorter);
      return;
    }
    if (from !== null) cut({ from: span.from, to: from }, shorter);
    let next = from;
    for (const startsAt of startsWithin({ from, to }, hours, left)) {
      const end = later(startsAt, lengthOf(hours));
      if (next === null || next < startsAt) whole.push({ hours, from: next, to: startsAt });
      cut({ from: startsAt, to: end }, shorter);
      next = end;
    }
    if (next === null || next < to) whole.push({ hours, from: next, to });
    cut({ from: to, to: span.to }, shorter);
  };
  for (const span of spans) {
    const [before, behind] = partedAfter(span, after);
    rest.push(...before);
    for (const part of behind) cut(part, rollUpHours);
  }
  return { whole: joined(whole), rest };
};

type WholeSpan = Cover['whole'][number];

const startsWithin = (
  span: OpenSpan,
  hours: RollUpHours,
  left: readonly RollUpTime[],
): readonly Instant[] =>
  left
    .filter((each) => each.hours === hours && isWithin(each.startsAt, span))
    .map(({ startsAt }) => startsAt)
    .toSorted((one, other) => one - other);

const partedAfter = (
  { from, to }: OpenSpan,
  after: Instant | null,
): readonly [before: readonly OpenSpan[], behind: readonly OpenSpan[]] => {
  if (after === null || (from !== null && from > after)) return [[], [{ from, to }]];
  const next = later(after, 1);
  if (next >= to) return [[{ from, to }], []];
  return [[{ from, to: next }], [{ from: next, to }]];
};

// Hours of one window and of the next may be read at once: each lies in one of them.
const joined = (whole: readonly WholeSpan[]): readonly WholeSpan[] => {
  const parts: WholeSpan[] = [];
  const ordered = whole.toSorted(
    (one, other) => one.hours - other.hours || (one.from ?? -Infinity) - (other.from ?? -Infinity),
  );
  for (const part of ordered) {
    const last = parts.at(-1);
    if (last?.hours !== part.hours || last.to !== part.from) parts.push(part);
    else parts[parts.length - 1] = { ...last, to: part.to };
  }
  return parts;
};

const firstStart = (at: Instant, hours: RollUpHours): Instant => {
  const start = startOfRollUp(at, hours);
  return start === at ? at : later(start, lengthOf(hours));
};

/** Whether an instant lies in a span. */
export const isWithin = (at: Instant, { from, to }: OpenSpan): boolean =>
  (from === null || from <= at) && at < to;

/** The place of the first of some windows, in order of time, that ends after an instant. */
export const placeIn = (windows: readonly Pick<OpenSpan, 'to'>[], at: Instant): number => {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.to ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};
