import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancel } from './both-storages.ts';
import { cancelEvents, chargedByPart, rollUp, send, verified } from './cancelled-usage-shop.ts';
import type { PlanShop } from './plan-shop.ts';
import { setGrace } from './usage-shop.ts';

const counted = ['tiered', 'regional', 'carried', 'matrix', 'share', 'seats', 'committed'];
const held = ['held', 'heldTiers', 'heldByRegion'];
const stepped = ['stepped', 'steppedTiers', 'heldSteps'];

/** Random histories of usage, some of which is cancelled, with shops of the first of June. */
export const cancelledUsageHistories = (open: () => Promise<PlanShop>): void => {
  describe('usage that is cancelled', () => {
    test.each([
      ['whenever it is cancelled', counted, 4],
      ['also of a level that is prorated by time', held, 4],
      ['where invoices at thresholds cut its period', stepped, 3],
    ] as const)('comes to what was never sent, %s', async (_, plans, runs) => {
      const anyPlan = fc.constantFrom(...plans);
      await fc.assert(
        fc.asyncProperty(anyPlan, history, async (plan, { steps, grace, endsAfter }) => {
          const [shop, other] = [await open(), await open()];
          const shops = [shop, other] as const;
          const made = [];
          for (const each of shops) {
            if (grace > 0) await setGrace(each, grace);
            made.push(await each.subscribe(plan));
          }
          const due: { readonly id: string; readonly at: number; readonly until: number }[] = [];
          let now = begin;
          // Within the days in which any period of the event may be corrected.
          const cancelDue = async (next: number) => {
            const isDue = ({ at, until }: (typeof due)[number]) => at <= now || until < next;
            const ids = due.filter(isDue).map(({ id }) => id);
            const left = due.filter((each) => !isDue(each));
            due.splice(0, due.length, ...left);
            if (ids.length === 0) return;
            const outcomes = await cancelEvents(shop, ids);
            expect(new Set(outcomes)).toEqual(new Set(['cancelled']));
          };
          for (const [index, { hours, events, rolled, isLookedAt }] of steps.entries()) {
            await cancelDue(now + hours * hour);
            now += hours * hour;
            for (const each of shops) each.setTime(timeOf(now));
            for (const [place, { age, cancelledAfter, ...data }] of events.entries()) {
              const at = Math.max(begin, now - age * hour);
              const [id, type] = [`${index}-${place}`, typeOf(plan)];
              const event = [id, timeOf(at), { type, data }] as const;
              await send(shop, [event]);
              if (cancelledAfter === null) await send(other, [event]);
              else due.push({ id, at: now + cancelledAfter * hour, until: at + 35 * 24 * hour });
            }
            await rollUp(shop, rolled);
            if (isLookedAt) for (const each of shops) await each.progress();
            if (index === endsAfter) {
              for (const [place, each] of shops.entries()) {
                const ending = made[place];
                if (ending) await cancel(each, ending, 'now');
              }
            }
            await cancelDue(now);
            for (const each of shops) await each.run();
          }
          for (let days = 0; days < 120; days += 5) {
            await cancelDue(now + 5 * 24 * hour);
            now += 5 * 24 * hour;
            for (const each of shops) each.setTime(timeOf(now));
            await cancelDue(now);
            // Money that is given back stands on an invoice once there is more to pay.
            const isMore = days === 60;
            for (const each of shops) {
              if (isMore) await send(each, much(timeOf(now), typeOf(plan)));
              await each.run();
            }
          }

          // A level held so far in a month that goes on depends on when it was looked at.
          const goingOn = plan === 'heldSteps' ? timeOf(now).slice(0, 7) : 'none';
          const charged = await Promise.all(shops.map(chargedByPart));
          const [own, others] = charged.map((sums) => withoutMonth(sums, goingOn));
          expect(own).toEqual(others);
          expect(await verified(shop)).toEqual([]);
        }),
        { numRuns: Number(process.env['CANCEL_RUNS'] ?? runs) },
      );
    });
  });
};

const hour = 3_600_000;
const begin = Date.parse('2026-06-01T00:00:00Z');
const timeOf = (at: number): string => new Date(at).toISOString();

const withoutMonth = (sums: Readonly<Record<string, number>>, month: string) =>
  Object.fromEntries(Object.entries(sums).filter(([name]) => !name.startsWith(month)));

const much = (time: string, type: string) => {
  const data = { cost: '1000', value: '9000', by: 1000, region: 'eu', kind: 'sms' };
  return Array.from({ length: 40 }, (_, index) => [`more-${index}`, time, { type, data }] as const);
};

const typeOf = (plan: string): string => {
  if (plan === 'seats' || plan.startsWith('held')) return 'seat';
  return plan === 'share' ? 'payment' : 'call';
};

const history = fc.record({
  steps: fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 20 * 24 }),
      events: fc.array(
        fc.record({
          age: fc.integer({ min: 0, max: 34 * 24 }),
          cancelledAfter: fc.option(fc.integer({ min: 0, max: 35 * 24 }), { nil: null }),
          region: fc.constantFrom('eu', 'us'),
          kind: fc.constantFrom('sms', 'call'),
          cost: fc.constantFrom('1', '0.015'),
          value: fc.constantFrom('20', '900', '70.5'),
          by: fc.constantFrom(1, 2, 5),
        }),
        { maxLength: 4 },
      ),
      rolled: fc.constantFrom(0, 1, 100),
      isLookedAt: fc.boolean(),
    }),
    { minLength: 3, maxLength: 6 },
  ),
  grace: fc.constantFrom(0, 0, 4),
  endsAfter: fc.integer({ min: 0, max: 8 }),
});
