import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spansOf } from '#domain/charging/counted-spans.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countedCharges } from '#domain/charging/counted-usage.ts';
import type { Span } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { countUsage } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { quantitiesOf } from '#domain/metering/quantities.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { checkLaw, inLongTime } from '../../support/laws.ts';

// However a period is cut, and in whatever order its events came: its lines of a group add up to
// the rounded price of all that was counted in it.

const euro = parseCurrencyCode('EUR');
const hour = 3_600_000;
const begin = parseInstant('2026-06-01T00:00:00Z');
const day = (hours: number) =>
  parseCalendarDate(new Date(begin + hours * hour).toISOString().slice(0, 10));
const spanFrom = (from: number, to: number): Span => ({
  start: day(from),
  end: day(to + 23),
  startsAt: instantOf(begin + from * hour),
  endsAt: instantOf(begin + to * hour),
});
const period = { ...spanFrom(0, 720), end: parseCalendarDate('2026-07-01') };

const tiers = [
  { upTo: '5', unitAmount: '0.333', flatAmount: '7' },
  { upTo: null, unitAmount: '0.1', flatAmount: null },
] as const;
const models = [
  { model: 'graduated', tiers, chargesAtZero: false },
  { model: 'volume', tiers, chargesAtZero: false },
  { model: 'per_unit', unitAmount: '0.1234' },
  { model: 'package', packageSize: '3', amount: '100', freeUnits: '1', chargesAtZero: false },
  {
    model: 'matrix',
    dimensions: ['region'],
    cells: [
      { when: { region: 'eu' }, unitAmount: '0.777' },
      { when: { region: 'us' }, unitAmount: '0.11' },
    ],
    defaultUnitAmount: null,
  },
  { model: 'dynamic', amountProperty: 'size' },
  {
    model: 'percentage',
    rate: '0.013',
    fixedAmount: '0.111',
    freeEvents: 2,
    freeValue: '5',
    perEventMinimum: '0.15',
    perEventMaximum: '0.3',
  },
] as const;

interface UsedEvent {
  readonly id: string;
  readonly at: Instant;
  readonly size: number;
  readonly region: string | undefined;
}

const eventOf = fc.record({
  id: fc.uuid(),
  at: fc.integer({ min: 0, max: 720 * hour - 1 }).map((ms) => instantOf(begin + ms)),
  size: fc.integer({ min: -2, max: 20 }),
  region: fc.constantFrom('eu', 'us', undefined),
});

const storedOf = ({ id, at, size, region }: UsedEvent): UsageToCount => ({
  source: 'api',
  id,
  at,
  data: { size, ...(region === undefined ? {} : { region }) },
});

const history = fc.record({
  events: fc.uniqueArray(eventOf, { maxLength: 12, selector: ({ id }) => id }),
  cuts: fc.uniqueArray(fc.integer({ min: 1, max: 719 }), { maxLength: 4 }),
  aggregation: fc.constantFrom(...aggregations),
  isGrouped: fc.boolean(),
  model: fc.constantFrom(...models),
  seed: fc.infiniteStream(fc.nat()),
});

const termsOf = (model: (typeof models)[number], isGrouped: boolean): PriceTerms => ({
  version: 1,
  ...model,
  currency: euro,
  minorUnitDigits: 2,
  isProrated: false,
  meterId: 'mtr_1',
  ...(isGrouped && model.model !== 'matrix' && { groupBy: ['region'] }),
});

const meterOf = (aggregation: MeterDefinition['aggregation']): MeterDefinition => ({
  eventType: 'call',
  filters: [],
  aggregation,
  property: aggregation === 'count' ? null : 'size',
  groupBy: [],
  isCarriedOver: false,
  removal: null,
  rounding: null,
});

const stub = { itemId: buildId('si'), termsHash: 'a', description: 'Calls', part: '' };
const lineFor = (served: Span): UsageCharge => {
  const shared = { countedBy: 'day', rounding: 'half_up', timeZone: 'UTC' } as const;
  const derivation = usageDerivation({ ...shared, period, served } as never);
  return { ...stub, id: buildId('line'), amount: Money.zero(euro), derivation } as UsageCharge;
};

const count = (
  terms: PriceTerms,
  meter: MeterDefinition,
  all: readonly UsageToCount[],
  served: readonly Span[],
  knownAt: (index: number) => readonly UsageToCount[] = () => all,
): readonly UsageCharge[] => {
  const lines: UsageCharge[] = [];
  for (const [index, span] of served.entries()) {
    const events = knownAt(index);
    const line = lineFor(span);
    const spans = spansOf(line, lines);
    const time = { ...line.derivation, spans };
    const parts = usageParts(
      terms,
      [{ meter: { ...meter, code: 'seats' }, position: '9', rolledUp: [], events }],
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

test(
  'lines of a period add up to the rounded price of all of it, however it was cut',
  inLongTime,
  () => {
    checkLaw(
      fc.property(history, ({ events, cuts, aggregation, isGrouped, model, seed }) => {
        const terms = termsOf(model, isGrouped);
        const meter = meterOf(model.model === 'percentage' ? 'sum' : aggregation);
        const stored = events.map(storedOf);
        const bounds = [0, ...cuts.toSorted((one, other) => one - other), 720];
        const served = bounds.slice(1).map((to, index) => spanFrom(bounds[index] ?? 0, to));
        const shuffled = stored
          .map((event) => ({ event, place: seed.next().value }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ event }) => event);

        const cut = count(terms, meter, stored, served);

        expect(sums(count(terms, meter, shuffled, served))).toEqual(sums(cut));
        for (const line of cut) {
          expect(evaluate(terms, line.derivation).amount).toBe(line.amount.minor);
        }
        expect(sums(cut)).toEqual(sums(count(terms, meter, shuffled, [period])));
      }),
    );
  },
);

test('so do lines made at thresholds, however late events come and drafts are issued', () => {
  checkLaw(
    fc.property(history, ({ events, cuts, aggregation, isGrouped, model, seed }) => {
      const terms = termsOf(model, isGrouped);
      const meter = meterOf(model.model === 'percentage' ? 'sum' : aggregation);
      const stored = events.map(storedOf);
      // Each begins with the period, and the one of the whole may be counted before the others.
      const served = [...cuts, 720]
        .map((to) => ({ span: spanFrom(0, to), place: seed.next().value }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ span }) => span);
      const known = (index: number) =>
        stored.slice(0, Math.ceil((stored.length * (index + 1)) / served.length));

      const cut = count(terms, meter, stored, served, known);

      expect(sums(cut)).toEqual(sums(count(terms, meter, stored, [period])));
    }),
  );
});

test('a question about usage is answered by the quantities that lines are computed from', () => {
  checkLaw(
    fc.property(history, ({ events, aggregation, isGrouped }) => {
      const meter = meterOf(aggregation);
      const groupBy = isGrouped ? ['region'] : [];
      const stored = events.map(storedOf);
      const whole = { from: period.startsAt, to: period.endsAt };

      const billed = countUsage(meter, groupBy, stored, { period: whole, spans: [whole] });
      const answered = quantitiesOf({ ...meter, groupBy }, { rolledUp: [], events: stored }, [
        whole,
      ]);

      expect(answered.map(({ group, quantity }) => [group?.['region'] ?? null, quantity])).toEqual(
        billed.map(({ group, quantity }) => [group['region'] ?? null, quantity.toText()]),
      );
    }),
  );
});
