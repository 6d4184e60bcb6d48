import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CountedPart } from '#domain/charging/counted-usage.ts';
import type { CountedTime } from '#domain/charging/held-time.ts';
import { openParts } from '#domain/charging/open-parts.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { readingOf } from '#domain/charging/usage-reading.ts';
import type { Aggregation, MeterDefinition } from '#domain/metering/definition.ts';
import { byTime } from '#domain/metering/event-order.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { countInOrder } from '#domain/metering/open-groups.ts';
import { formatInstant, instantOf, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw } from '../../support/laws.ts';

// Usage that is counted as its events come is that of tallies, which know nothing of their order:
// quantities, peaks, levels that are held, and averages of levels.

const begin = parseInstant('2026-10-20T22:00:00Z');
const second = 1000;
const hour = 3600 * second;
const length = 48;

const event = fc.record({
  // Several in an instant, in a second, in a day, and before the first part.
  at: fc
    .oneof(
      fc.integer({ min: -6, max: 2 * length }).map((half) => half * (hour / 2)),
      fc.integer({ min: -4, max: 8 }).map((quarter) => quarter * (second / 4)),
    )
    .map((after) => instantOf(begin + after)),
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  source: fc.constantFrom('api', 'crm'),
  data: fc.record({
    value: fc.constantFrom('-3', '-0.5', '0', '1', '2.25', '7', 5),
    cost: fc.constantFrom('1.1', 'much', true, null, -2),
    region: fc.constantFrom('eu', 'us', null),
    op: fc.constantFrom('add', 'remove', 'other'),
  }),
});

const history = fc.uniqueArray(event, {
  maxLength: 12,
  selector: ({ id, source }) => `${source}/${id}`,
});

/** All of the time, or parts of it with a pause in between, that need not begin with a second. */
const spans = fc.constantFrom<readonly (readonly [from: number, to: number])[]>(
  [[0, length * hour]],
  [
    [250, 30 * hour],
    [30 * hour, length * hour],
  ],
  [
    [0, 10 * hour + 500],
    [26 * hour + 500, length * hour],
  ],
);

const dateAt = (after: number) =>
  parseCalendarDate(new Date(begin + 2 * hour + after).toISOString().slice(0, 10));

const spanOf = (from: number, to: number) => ({
  start: dateAt(from),
  end: dateAt(to),
  startsAt: formatInstant(instantOf(begin + from)),
  endsAt: formatInstant(instantOf(begin + to)),
});

const ways = fc.record({
  spans,
  countedBy: fc.constantFrom(...policyValues.countedBy),
  isCarriedOver: fc.boolean(),
  takesAway: fc.boolean(),
  isRounded: fc.boolean(),
  isFiltered: fc.boolean(),
  isGrouped: fc.boolean(),
  isPaidLonger: fc.boolean(),
});

type Ways = typeof ways extends fc.Arbitrary<infer Value> ? Value : never;

const timeOf = ({ spans: parts, countedBy, isPaidLonger }: Ways): CountedTime => {
  const { end, endsAt } = spanOf(0, (length + 24) * hour);
  return {
    countedBy,
    timeZone: 'Europe/Vienna' as CountedTime['timeZone'],
    period: spanOf(-24 * hour, (length + 24) * hour),
    spans: parts.map(([from, to]) => spanOf(from, to)),
    ...(isPaidLonger && { paidUntil: { end, endsAt } }),
  };
};

const carried = new Set<Aggregation>(['sum', 'latest', 'unique', 'weighted_sum']);
const removed = new Set<Aggregation>(['sum', 'unique', 'weighted_sum']);

const meterOf = (aggregation: Aggregation, given: Ways): MeterDefinition & { code: string } =>
  buildMeter({
    aggregation,
    property: aggregation === 'count' ? null : 'value',
    isCarriedOver: given.isCarriedOver && carried.has(aggregation),
    removal:
      given.takesAway && removed.has(aggregation) ? { property: 'op', value: 'remove' } : null,
    rounding: given.isRounded ? { mode: 'up', decimals: 0 } : null,
    ...(given.isFiltered && { filters: [{ property: 'op', in: ['add', 'remove'] }] }),
  }).facts;

const tiers = [
  { upTo: '5', unitAmount: '0.333', flatAmount: '7' },
  { upTo: null, unitAmount: '0.1', flatAmount: null },
] as const;

const termsOf = (given: Partial<PriceTerms>, { isGrouped }: Ways): PriceTerms =>
  ({
    version: 1,
    model: 'graduated',
    tiers,
    chargesAtZero: false,
    currency: 'EUR',
    minorUnitDigits: 2,
    isProrated: false,
    meterId: 'mtr_1',
    ...given,
    ...(isGrouped && { groupBy: ['region'] }),
  }) as PriceTerms;

const told = (parts: readonly CountedPart[]) =>
  parts.map(({ quantity, ...part }) => ({ ...part, quantity: quantity.toText() }));

/** The parts of events that are read in order, and of all of them at once. */
const bothOf = (
  meter: MeterDefinition & { code: string },
  terms: PriceTerms,
  time: CountedTime,
  events: readonly UsageToCount[],
) => {
  const inOrder = openParts(meter, terms, time);
  for (const each of events.toSorted(byTime)) inOrder.add(each);
  const usage = { meter, position: '9', rolledUp: [], events };
  return [told(inOrder.close()), told(usageParts(terms, [usage], time))] as const;
};

const inAdvance = { billed: 'in_advance' } as const;
const prorated = { isProrated: true } as const;

test.each<[string, Partial<PriceTerms>, readonly Aggregation[]]>([
  [
    'quantities and averages of levels',
    {},
    ['count', 'sum', 'max', 'min', 'latest', 'unique', 'average', 'weighted_sum'],
  ],
  ['peaks', inAdvance, ['count', 'sum']],
  ['levels that are held by days', prorated, ['sum', 'max', 'latest', 'unique']],
  ['peaks that are held', { ...prorated, ...inAdvance }, ['sum']],
])('%s of events in order are those of tallies', (_, given, some) => {
  checkLaw(
    fc.property(history, ways, fc.constantFrom(...some), (events, all, aggregation) => {
      // By seconds, levels in arrears have no tallies; held-laws.test.ts goes through the seconds.
      const isOfSeconds = all.countedBy === 'second' && given.billed === undefined;
      const way: Ways = isOfSeconds ? { ...all, countedBy: 'day' } : all;
      const [meter, terms, time] = [meterOf(aggregation, way), termsOf(given, way), timeOf(way)];
      fc.pre(readingOf(meter, terms, time).counting !== null);

      const [inOrder, tallied] = bothOf(meter, terms, time, events);

      expect(inOrder).toEqual(tallied);
    }),
    2000,
  );
});

test.each<[string, Partial<PriceTerms>, readonly Aggregation[]]>([
  ['a dynamic price', { model: 'dynamic', amountProperty: 'cost' }, ['count', 'weighted_sum']],
  [
    'a percentage',
    {
      model: 'percentage',
      rate: '0.013',
      fixedAmount: '0.111',
      freeEvents: 2,
      freeValue: '5',
      perEventMinimum: '0.15',
      perEventMaximum: '0.3',
    },
    ['sum'],
  ],
  ['levels that are held by seconds', prorated, ['sum', 'max', 'latest', 'unique']],
  ['unique values that are taken away', inAdvance, ['unique']],
  ['unique values that are held at their peak', { ...prorated, ...inAdvance }, ['unique']],
])('in whatever order events of %s came', (_, given, some) => {
  checkLaw(
    fc.property(
      history,
      ways,
      fc.constantFrom(...some),
      fc.infiniteStream(fc.nat()),
      (events, way, aggregation, seed) => {
        const [meter, terms, time] = [
          meterOf(aggregation, { ...way, takesAway: true }),
          termsOf(given, way),
          timeOf({ ...way, countedBy: 'second' }),
        ];
        const shuffled = events
          .map((each) => ({ each, place: seed.next().value ?? 0 }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ each }) => each);

        const [inOrder, atOnce] = bothOf(meter, terms, time, shuffled);

        expect(readingOf(meter, terms, time).counting).toBeNull();
        expect(inOrder).toEqual(atOnce);
        expect(told(countInOrder(openParts(meter, terms, time), events))).toEqual(atOnce);
      },
    ),
    1000,
  );
});

test('a peak is held to the end of its part, and not in the next one', () => {
  const way: Ways = {
    spans: [
      [0, 10 * hour],
      [26 * hour, length * hour],
    ],
    countedBy: 'second',
    isCarriedOver: true,
    takesAway: false,
    isRounded: false,
    isFiltered: false,
    isGrouped: false,
    isPaidLonger: false,
  };
  const [meter, time] = [meterOf('sum', way), timeOf(way)];
  const perUnit = { model: 'per_unit', unitAmount: '1', ...prorated, ...inAdvance } as const;
  const moves = [
    [0, '5'],
    [12, '-5'],
    [30, '2'],
  ] as const;
  const events = moves.map(([hours, value]): UsageToCount => {
    const at = instantOf(begin + hours * hour);
    return { at, id: String(hours), source: 'api', data: { value } };
  });

  for (const parts of bothOf(meter, termsOf(perUnit, way), time, events)) {
    const unitTimes = [String(5 * 10 * 3600 + 2 * 18 * 3600)];
    expect(parts).toEqual([
      { group: {}, events: 3, quantity: '5', held: { peak: '5', unitTimes } },
    ]);
  }
});
