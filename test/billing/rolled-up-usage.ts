import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RolledUpStep } from '#application/metering/roll-up-usage.ts';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { countTallied } from '#domain/metering/count.ts';
import type { ActiveMeter } from '#domain/metering/meter.ts';
import { quantitiesOf } from '#domain/metering/quantities.ts';
import { countingOf, rollUpSizeMax } from '#domain/metering/rollup.ts';
import { windowsWithin } from '#domain/metering/usage-windows.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';
import type { PlanShop } from './plan-shop.ts';
import { begin, history, meterFor } from './rolled-up-histories.ts';

const runs = Number(process.env['ROLL_UP_RUNS'] ?? 25);
const hour = 3_600_000;
const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };

/** Takes steps until nothing is left to roll up, or so many. */
const rollUp = async ({ storage, context }: PlanShop, stepsMax = 100): Promise<void> => {
  const step = new RollUpUsage(storage);
  let last: RolledUpStep = { events: 0, isDone: false, hasMore: false };
  for (let steps = 0; steps < stepsMax && !last.isDone; steps += 1) {
    last = await step.execute(context);
  }
};

const append = ({ storage, context }: PlanShop, events: readonly UsageEvent[]): Promise<unknown> =>
  storage.unitOfWork.run(context, ({ usage }) => usage.append(events, receipt));

const cancelEvents = async (
  { storage, context }: PlanShop,
  events: readonly UsageEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await storage.unitOfWork.run(context, ({ usageCancellations }) =>
    usageCancellations.add(events, { at: someday, reason: null }),
  );
};

let customers = 0;
/** Adds a meter of a type of its own, and makes events of a customer that it counts. */
const openMeter = async (
  { storage, context }: PlanShop,
  given: Parameters<typeof buildMeter>[0] & object,
) => {
  customers += 1;
  const eventType = `rolled-up-${customers}`;
  const customerId = buildId('cus');
  const meter = buildMeter({ ...given, eventType });
  await storage.unitOfWork.run(context, ({ meters }) => meters.save(meter));
  let events = 0;
  const build = (
    at: Instant,
    data: object,
    subscriptionId: SubscriptionId | null = null,
  ): UsageEvent => {
    events += 1;
    const id = `${eventType}-${events}`;
    const facts = { source: 'api', type: eventType, isTimed: true, customerId, subscriptionId };
    return { id, at, data: JSON.stringify(data), ...facts };
  };
  return { meter, customerId, build };
};

type Opened = Awaited<ReturnType<typeof openMeter>>;

const used = (
  { storage, context }: PlanShop,
  { meter, customerId }: Opened,
  { groupBy = [], spans, only = null }: Asked,
) =>
  storage.unitOfWork.run(context, ({ usageTallies }) =>
    usageTallies.within({
      customerId,
      subscriptions: only,
      counting: countingOf(meter.facts, groupBy),
      // A level is of all events before its end, also of those of a pause.
      spans: meter.facts.isCarriedOver
        ? spans.map(({ to }, index) => ({ from: spans[index - 1]?.to ?? null, to }))
        : spans,
    }),
  );

interface Asked {
  readonly groupBy?: readonly string[];
  readonly spans: readonly { readonly from: Instant; readonly to: Instant }[];
  readonly only?: readonly (SubscriptionId | null)[] | null;
}

const quantitiesIn = (
  meter: ActiveMeter['facts'],
  usage: Parameters<typeof countTallied>[2],
  groupBy: readonly string[],
  spans: Asked['spans'],
) => {
  const [first, last] = [spans[0]?.from ?? begin, spans.at(-1)?.to ?? begin];
  const parts = countTallied(meter, groupBy, usage, { period: { from: first, to: last }, spans });
  return parts.map(({ group, events, quantity }) => [group, events, quantity.toText()]);
};

/** Usage is counted the same, whatever of it was rolled up, and when. */
export const rolledUpUsage = (open: () => Promise<PlanShop>, isRolledUp: boolean): void => {
  describe('usage that was rolled up', () => {
    test('is counted as its events are, without cancelled ones, however it is cut', async () => {
      const shop = await open();
      await fc.assert(
        fc.asyncProperty(history, async ({ batches, cuts, only, isGrouped, ...given }) => {
          const opened = await openMeter(shop, meterFor(given));
          const meter = opened.meter.facts;
          const stored: UsageEvent[] = [];
          const gone = new Set<UsageEvent>();
          for (const { events, steps, cancelled, stepsBehind } of batches) {
            const built = events.map(({ at, subscriptionId, ...data }) =>
              opened.build(at, data, subscriptionId),
            );
            stored.push(...built);
            await append(shop, built);
            await rollUp(shop, steps);
            const named = cancelled.flatMap((place) => stored[place % stored.length] ?? []);
            await cancelEvents(shop, named);
            for (const event of named) gone.add(event);
            await rollUp(shop, stepsBehind);
          }
          const edges = cuts.toSorted((one, other) => one - other);
          const spans = edges.flatMap((from, index) => {
            const to = edges[index + 1];
            return to === undefined ? [] : [{ from, to }];
          });
          // With three parts the middle one is left out, as in a pause.
          const served = spans.filter((_, index) => index !== 1 || spans.length < 3);
          const events = stored
            .filter((event) => !gone.has(event))
            .filter(
              ({ subscriptionId }) => only === null || only.some((each) => each === subscriptionId),
            )
            .map(({ data, ...event }) => ({
              ...event,
              data: JSON.parse(data) as Readonly<Record<string, unknown>>,
            }));
          const groupBy = isGrouped ? ['region'] : [];

          const billed = await used(shop, opened, { groupBy, spans: served, only });
          const [from, to] = [edges[0] ?? begin, edges.at(-1) ?? begin];
          const windows = windowsWithin('Asia/Kolkata' as TimeZone, 'day', { from, to });
          const asked = await used(shop, opened, { groupBy, spans: windows, only });

          expect(quantitiesIn(meter, billed, groupBy, served)).toEqual(
            quantitiesIn(meter, { rolledUp: [], events }, groupBy, served),
          );
          const within = events.filter(({ at }) => at < to && (meter.isCarriedOver || at >= from));
          expect(quantitiesOf({ ...meter, groupBy }, asked, windows)).toEqual(
            quantitiesOf({ ...meter, groupBy }, { rolledUp: [], events: within }, windows),
          );
        }),
        { numRuns: runs },
      );
    });

    test('is read by whole days and hours, and one by one only at the edges', async () => {
      const shop = await open();
      const opened = await openMeter(shop, {});
      const at = (hours: number): Instant => instantOf(begin + hours * hour);
      const times = [0.5, 1, 23.5, 24, 47.9, 48, 49.9, 50.5, 51.5];
      await append(
        shop,
        times.map((hours) => opened.build(at(hours), {})),
      );
      await rollUp(shop);
      await append(shop, [opened.build(at(0.6), {}), opened.build(at(30), {})]);

      const { rolledUp, events } = await used(shop, opened, {
        spans: [{ from: at(0.5), to: at(50.7) }],
      });

      const expected = {
        // An hour of the first day each, the second day, and two hours of the third.
        starts: isRolledUp ? [1, 23, 24, 48, 49] : [],
        loose: isRolledUp
          ? [0.5, 0.6, 30, 50.5]
          : [0.5, 0.6, 1, 23.5, 24, 30, 47.9, 48, 49.9, 50.5],
      };
      const hoursOf = (instants: readonly Instant[]) =>
        instants.map((each) => (each - begin) / hour).toSorted((one, other) => one - other);
      expect({
        starts: hoursOf(rolledUp.map(({ startsAt }) => startsAt)),
        loose: hoursOf(events.map((event) => event.at)),
      }).toEqual(expected);
    });

    test('stays events where its tallies would be no shorter', async () => {
      const shop = await open();
      const opened = await openMeter(shop, { aggregation: 'unique' });
      const at = (hours: number): Instant => instantOf(begin + hours * hour);
      const many = rollUpSizeMax[24];
      const values = Array.from({ length: many + 2 }, (_, index) =>
        opened.build(at(index < many ? 1.5 : 2.5), { value: index }),
      );
      for (let first = 0; first < values.length; first += 1000) {
        await append(shop, values.slice(first, first + 1000));
        await rollUp(shop);
      }

      const spans = [{ from: begin, to: at(48) }];
      const usage = await used(shop, opened, { spans });

      expect(usage.rolledUp.length).toBe(isRolledUp ? 1 : 0);
      expect(usage.events.length).toBe(isRolledUp ? many : values.length);
      const counted = quantitiesIn(opened.meter.facts, usage, [], spans);
      expect(counted).toEqual([[{}, values.length, String(values.length)]]);
    });

    test('is rolled up once by any number of workers, while more of it comes', async () => {
      const shop = await open();
      const opened = await openMeter(shop, { aggregation: 'sum' });
      const spans = [{ from: begin, to: later(begin, dayMilliseconds) }];
      const send = async () => {
        for (let batch = 0; batch < 10; batch += 1) {
          await append(
            shop,
            [1, 2, 3].map((value) => opened.build(later(begin, batch), { value })),
          );
        }
      };

      await Promise.all([send(), ...Array.from({ length: 4 }, () => rollUp(shop, 10))]);
      await Promise.all([rollUp(shop), rollUp(shop)]);

      const usage = await used(shop, opened, { spans });
      expect(quantitiesIn(opened.meter.facts, usage, [], spans)).toEqual([[{}, 30, '60']]);
      expect(usage.events.length).toBe(isRolledUp ? 0 : 30);
    });

    test('counts for a meter that is made later, with what came before', async () => {
      const shop = await open();
      const opened = await openMeter(shop, {});
      await append(
        shop,
        [1, 2].map((value) => opened.build(later(begin, hour), { value })),
      );
      await rollUp(shop);
      const meter = buildMeter({ eventType: opened.meter.facts.eventType, aggregation: 'max' });
      await shop.storage.unitOfWork.run(shop.context, ({ meters }) => meters.save(meter));
      await append(shop, [opened.build(later(begin, 2 * hour), { value: 0 })]);
      await rollUp(shop);

      const spans = [{ from: begin, to: later(begin, dayMilliseconds) }];
      const usage = await used(shop, { ...opened, meter }, { spans });

      expect(usage.events.length).toBe(isRolledUp ? 0 : 3);
      expect(quantitiesIn(meter.facts, usage, [], spans)).toEqual([[{}, 3, '2']]);
    });

    test('is looked for in tenants where some came, and in no others', async () => {
      const shop = await open();
      const isListed = async () => {
        const listed = await shop.storage.installation.tenantsToRollUp(1000, null);
        return listed.includes(shop.context.tenantId);
      };
      const before = await isListed();
      const opened = await openMeter(shop, {});
      await append(shop, [opened.build(begin, {})]);
      const since = await isListed();
      await rollUp(shop);

      expect([before, since, await isListed()]).toEqual([false, isRolledUp, false]);
    });
  });
};
