import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countTallied } from '#domain/metering/count.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { countsLevel } from '#domain/metering/level-meter.ts';
import { countLevels } from '#domain/metering/levels.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { OpenUsage } from '#domain/metering/open-usage.ts';
import { countRises, stepCounting } from '#domain/metering/peak.ts';
import { quantitiesOf } from '#domain/metering/quantities.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw, lawRuns } from '../../support/laws.ts';

// A law holds for each way to count: its cases are shared among them.
const runs = Math.ceil(lawRuns / aggregations.length);

// Usage that is tallied while it is read counts as all of its events do.

const begin = parseInstant('2026-06-01T00:00:00Z');
const minute = (index: number) => instantOf(begin + index * 60_000);

const events = fc
  .array(
    fc.record({
      at: fc.integer({ min: -20, max: 140 }).map(minute),
      data: fc.record({
        value: fc.integer({ min: -5, max: 5 }),
        region: fc.constantFrom('eu', 'us', null),
        op: fc.constantFrom('add', 'remove'),
      }),
    }),
    { maxLength: 20 },
  )
  .map((all) =>
    all.map((each, index): UsageToCount => ({ ...each, source: 's', id: `e${index}` })),
  );

// Two hours, all of them or with a gap in between.
const period = { from: begin, to: minute(120) };
const spans = fc.constantFrom(
  [period],
  [
    { from: begin, to: minute(30) },
    { from: minute(50), to: minute(120) },
  ],
);

const atOnce = fc.integer({ min: 0, max: 12 });
const groups = fc.constantFrom<readonly string[]>([], ['region']);

const tallied = (by: ConstructorParameters<typeof OpenUsage>, all: readonly UsageToCount[]) => {
  const usage = new OpenUsage(...by);
  for (const each of all) usage.add(each);
  return usage.close();
};

const carries = new Set(['sum', 'latest', 'unique', 'weighted_sum']);
const removes = new Set(['sum', 'unique', 'weighted_sum']);
const removal = { property: 'op', value: 'remove' };

describe.each(aggregations)('a quantity of %s', (aggregation) => {
  const kinds = fc.record({ isCarriedOver: fc.boolean(), isRemoved: fc.boolean() });
  const meters = kinds.map(
    ({ isCarriedOver, isRemoved }) =>
      buildMeter({
        aggregation,
        ...(carries.has(aggregation) && { isCarriedOver }),
        ...(removes.has(aggregation) && isRemoved && { removal }),
      }).facts,
  );

  test('is that of its events, however many of them were tallied', () => {
    checkLaw(
      fc.property(meters, events, spans, groups, atOnce, (meter, all, parts, groupBy, most) => {
        const { isCarriedOver } = meter;
        const read = isCarriedOver ? [{ from: null, to: period.to }] : parts;
        const counting = countingOf(meter, groupBy);
        const usage = tallied([{ counting, spans: read }, most], all);
        const within = { period, spans: parts };
        const whole = { rolledUp: [], events: all };

        expect(usage.events.length).toBeLessThanOrEqual(most);
        expect(countTallied(meter, groupBy, usage, within)).toEqual(
          countTallied(meter, groupBy, whole, within),
        );
        const steps = stepCounting(meter, groupBy);
        if (steps === null) return;
        const stepped = tallied([{ counting: steps, spans: read }, most], all);
        expect(countRises(meter, groupBy, stepped, within)).toEqual(
          countRises(meter, groupBy, whole, within),
        );
      }),
      runs,
    );
  });

  test('is that of its windows, however many of them were tallied', () => {
    const windows = [0, 40, 80].map((from) => ({ from: minute(from), to: minute(from + 40) }));
    const ends = windows.map(({ to }) => to);
    checkLaw(
      fc.property(meters, events, groups, atOnce, (meter, given, groupBy, most) => {
        const { isCarriedOver } = meter;
        const all = given.filter(({ at }) => at < period.to && (isCarriedOver || at >= begin));
        const read = windows.map((window, index) =>
          isCarriedOver && index === 0 ? { ...window, from: null } : window,
        );
        const grouped = { ...meter, groupBy };
        const usage = tallied([{ counting: countingOf(meter, groupBy), spans: read }, most], all);

        const whole = { rolledUp: [], events: all };
        expect(quantitiesOf(grouped, usage, windows)).toEqual(
          quantitiesOf(grouped, whole, windows),
        );
        if (!countsLevel(meter)) return;
        const levels = (of: TalliedUsage) =>
          countLevels(meter, groupBy, of, { period, spans: [period] }, ends);
        expect(levels(usage)).toEqual(levels(whole));
      }),
      runs,
    );
  });
});
