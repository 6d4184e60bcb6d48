import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countedCharges } from '#domain/charging/counted-usage.ts';
import type { CountedBy, Span } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { talliedSpans } from '#domain/charging/usage-reading.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { countingOf, talliesOf } from '#domain/metering/rollup.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { instantOf, parseCalendarDate } from '#domain/shared/time.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { checkLaw, inLongTime } from '../../support/laws.ts';

// Usage that is prorated by the time for which its level is held: in an October of 31 days, one of
// which has 25 hours.

const zone = 'Europe/Vienna' as TimeZone;
const euro = parseCurrencyCode('EUR');
const hour = 3_600_000;
const [first, next] = [parseCalendarDate('2026-10-01'), parseCalendarDate('2026-11-01')];
const [begin, end] = [startOfDay(zone, first), startOfDay(zone, next)];
const period: Span = { start: first, end: next, startsAt: begin, endsAt: end };

const tiers = [
  { upTo: '5', unitAmount: '0.333', flatAmount: '7' },
  { upTo: null, unitAmount: '0.1', flatAmount: null },
] as const;
const models = [
  { model: 'graduated', tiers, chargesAtZero: false },
  { model: 'per_unit', unitAmount: '0.1234' },
] as const;

const history = fc.record({
  events: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      at: fc.integer({ min: begin - 90 * hour, max: end - 1 }).map(instantOf),
      size: fc.integer({ min: -3, max: 9 }),
      region: fc.constantFrom('eu', 'us'),
    }),
    { maxLength: 12, selector: ({ id }) => id },
  ),
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: 743 }), { maxLength: 4 }),
  aggregation: fc.constantFrom('sum', 'latest', 'unique', 'max'),
  isCarriedOver: fc.boolean(),
  isGrouped: fc.boolean(),
  countedBy: fc.constantFrom(...policyValues.countedBy),
  model: fc.constantFrom(...models),
  seed: fc.infiniteStream(fc.nat()),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

const termsOf = ({ model, isGrouped }: History, isProrated = true): PriceTerms => ({
  version: 1,
  ...model,
  currency: euro,
  minorUnitDigits: 2,
  isProrated,
  meterId: 'mtr_1',
  ...(isGrouped && { groupBy: ['region'] }),
});

const meterOf = ({ aggregation, isCarriedOver }: History): MeterDefinition => ({
  eventType: 'seat',
  filters: [],
  aggregation,
  property: 'size',
  groupBy: [],
  isCarriedOver: isCarriedOver && aggregation !== 'max',
  removal: null,
  rounding: null,
});

/** The events that a store has for a line of the period. */
const storedOf = (given: History): readonly UsageToCount[] =>
  given.events
    .filter(({ at }) => meterOf(given).isCarriedOver || at >= begin)
    .map(({ id, at, ...data }) => ({ source: 'api', id, at, data }));

const stub = { itemId: buildId('si'), termsHash: 'a', description: 'Seats', part: '' };
const lineFor = (served: Span, countedBy: CountedBy): UsageCharge => {
  const shared = { countedBy, rounding: 'half_up', timeZone: zone } as const;
  const derivation = usageDerivation({ ...shared, period, served });
  return { ...stub, id: buildId('line'), amount: Money.zero(euro), derivation } as UsageCharge;
};

const count = (
  given: History,
  served: readonly Span[],
  terms: PriceTerms,
  events: readonly UsageToCount[],
): readonly UsageCharge[] => {
  const lines: UsageCharge[] = [];
  for (const span of served) {
    const line = lineFor(span, given.countedBy);
    const spans = spansOf(line, lines);
    const time = { ...line.derivation, spans };
    const parts = usageParts(
      terms,
      [{ meter: { ...meterOf(given), code: 'seats' }, position: '9', rolledUp: [], events }],
      time,
    );
    const made = { terms, parts, spans, position: '9', earlier: [...lines] };
    lines.push(...countedCharges(line, { ...made, idOf: () => buildId('line') }));
  }
  return lines;
};

const sums = (lines: readonly UsageCharge[]): Readonly<Record<string, string>> => {
  const all: Record<string, bigint> = {};
  for (const { part, amount } of lines) all[part] = (all[part] ?? 0n) + amount.minor;
  const paid = Object.entries(all).filter(([, sum]) => sum !== 0n);
  return Object.fromEntries(paid.map(([part, sum]) => [part, String(sum)]));
};

/** Spans that tile the period: the day of a cut is the later one's. */
const tiled = (cuts: readonly number[]): readonly Span[] => {
  const marks = [0, ...cuts.toSorted((one, other) => one - other), 745].map((hours) => {
    const at = instantOf(begin + hours * hour);
    return { on: localDateAt(zone, at), at };
  });
  return marks.slice(1).flatMap(({ on, at }, index) => {
    const from = marks[index];
    return from ? [{ start: from.on, end: on, startsAt: from.at, endsAt: at }] : [];
  });
};

/** Spans from the beginning on, up to and with the day of a cut: as thresholds make them. */
const growing = (cuts: readonly number[]): readonly Span[] => [
  ...cuts.map((hours) => {
    const at = instantOf(begin + hours * hour);
    const day = localDateAt(zone, instantOf(at + 24 * hour));
    return { start: first, end: day > next ? next : day, startsAt: begin, endsAt: at };
  }),
  period,
];

test(
  'lines of a period add up to the price of all of it, however and in what order',
  inLongTime,
  () => {
    checkLaw(
      fc.property(history, (given) => {
        const terms = termsOf(given);
        const stored = storedOf(given);
        const shuffled = stored
          .map((event) => ({ event, place: given.seed.next().value }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ event }) => event);
        const whole = sums(count(given, [period], terms, stored));

        const cut = count(given, tiled(given.cuts), terms, stored);

        for (const line of cut) {
          expect(evaluate(terms, line.derivation).amount).toBe(line.amount.minor);
        }
        expect(sums(cut)).toEqual(whole);
        expect(sums(count(given, tiled(given.cuts), terms, shuffled))).toEqual(whole);
        expect(sums(count(given, growing(given.cuts), terms, shuffled))).toEqual(whole);
      }),
    );
  },
);

test('a level that is held for the whole period costs what it costs without time', () => {
  checkLaw(
    fc.property(history, fc.nat({ max: 20 }), (given, size) => {
      // From the first second of the first day on.
      const event = { source: 'api', id: '1', at: begin, data: { size, region: 'eu' } };

      const held = count(given, [period], termsOf(given), [event]);

      expect(sums(held)).toEqual(sums(count(given, [period], termsOf(given, false), [event])));
    }),
  );
});

test('a level costs each day or second by the last that was so in it', inLongTime, () => {
  const sizes = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 744 }), fc.integer({ min: -4, max: 9 })),
  );
  checkLaw(
    fc.property(sizes, fc.constantFrom('day', 'second'), history, (changes, countedBy, any) => {
      const given: History = {
        ...any,
        aggregation: 'sum',
        isGrouped: false,
        countedBy,
        isCarriedOver: true,
      };
      const terms = termsOf({ ...given, model: models[1] });
      const events = changes.map(([hours, size], index) => {
        const at = instantOf(begin + hours * hour);
        return { source: 'api', id: String(index), at, data: { size } };
      });
      const unit = countedBy === 'day' ? 24 : 1;
      const hours = Array.from({ length: 745 }, (_, index) => instantOf(begin + index * hour));
      const measured = unit === 1 ? hours : hours.filter((at) => isLastOfDay(at));
      const held = measured.reduce((sum, of) => {
        const counted = events.filter(({ at }) => at <= of);
        const level = counted.reduce((all, { data }) => all + data.size, 0);
        return sum + Math.max(0, level);
      }, 0);

      const [line] = count(given, [period], terms, events);

      const exact = (held * 1234) / 10_000 / measured.length;
      expect(Math.abs(Number(line?.amount.minor) - exact * 100)).toBeLessThan(0.5001);
    }),
  );
});

const isLastOfDay = (at: Instant): boolean =>
  localDateAt(zone, at) !== localDateAt(zone, instantOf(at + hour));

test('by days it is the same, tallied by them or event by event', () => {
  checkLaw(
    fc.property(history, (given) => {
      const [meter, terms, events] = [meterOf(given), termsOf(given), storedOf(given)];
      const time = lineFor(period, 'day').derivation;
      const spans = talliedSpans(terms, time, meter);
      const counting = countingOf(meter, given.isGrouped ? ['region'] : []);
      const rolledUp = spans.flatMap(({ from, to }) => {
        const own = events.filter(({ at }) => (from === null || at >= from) && at < to);
        const startsAt = own[0]?.at;
        return startsAt === undefined ? [] : [{ startsAt, groups: talliesOf(counting, own) }];
      });

      expect(
        usageParts(
          terms,
          [{ meter: { ...meter, code: 'seats' }, position: '9', rolledUp, events: [] }],
          time,
        ),
      ).toEqual(
        usageParts(
          terms,
          [{ meter: { ...meter, code: 'seats' }, position: '9', rolledUp: [], events }],
          time,
        ),
      );
    }),
  );
});
