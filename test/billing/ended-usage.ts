import { describe, expect, test } from 'vitest';
import { ForgetReachedThresholds } from '#application/alerts/forget-reached-thresholds.ts';
import { recountUsage } from '#application/invoicing/verification/recount-usage.ts';
import { ForgetEndedUsage, KeepNeededUsage } from '#application/metering/end-usage.ts';
import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { monthOf } from '#domain/metering/usage-life.ts';
import { orNull } from '#domain/shared/check.ts';
import { dayMilliseconds, instantOf, later, parseInstant } from '#domain/shared/time.ts';
import type { UsageNeeds } from '#interfaces/worker/nightly-usage.ts';
import { endUsage } from '#interfaces/worker/nightly-usage.ts';
import { buildId } from '../../src/testing/builders.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { setGrace, use } from './usage-shop.ts';

// Real time: no storage drops a month that is not over.
const realNow = instantOf(Date.now());
const before = monthOf(realNow);
const over = later(realNow, -40 * dayMilliseconds);

let stored = 0;
/** Stores calls of the shop's customer whose time is over already. */
const useOver = async (shop: PlanShop, ...times: readonly string[]): Promise<void> => {
  const events = times.map((time): UsageEvent => {
    stored += 1;
    return {
      id: `over-${stored}`,
      source: 'api',
      type: 'call',
      at: parseInstant(time),
      isTimed: true,
      customerId: shop.customerId,
      subscriptionId: null,
      data: '{}',
    };
  });
  const receipt = { receivedAt: parseInstant('2026-06-01T00:00:00Z'), expiresAt: over };
  await shop.storage.unitOfWork.run(shop.context, ({ usage }) => usage.append(events, receipt));
};

/** Keeps what is needed; it is over again at once. Then drops the rest. */
const end = async ({ storage, context }: PlanShop): Promise<number> => {
  const expiring = { before, keptUntil: over, limit: 100 };
  const kept = await storage.unitOfWork.run(context, ({ usage }) => usage.keepNeeded(expiring));
  const still = { before, keptUntil: later(realNow, 40 * dayMilliseconds), limit: 100 };
  await storage.unitOfWork.run(context, ({ usage }) => usage.keepNeeded(still));
  await storage.installation.endUsage(before);
  return kept;
};

const verify = ({ invoices, context }: PlanShop) => invoices.verify.execute(context, {});

/** Usage that ends, and usage that stays because it may still be counted. */
export const endedUsage = (open: () => Promise<PlanShop>): void => {
  describe('usage whose time is over', () => {
    test('is kept as long as its period is not charged', async () => {
      const shop = await open();
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await useOver(shop, '2026-03-01T00:00:00Z', '2026-06-10T00:00:00Z');

      expect(await end(shop)).toBe(1);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 0.11, = 0.11']);
    });

    test('is kept in a pause, after which its period may go on', async () => {
      const shop = await open();
      const { id: subscriptionId } = await shop.subscribe('tiered');
      shop.setTime('2026-06-10T00:00:00Z');
      await useOver(shop, ...Array<string>(2).fill('2026-06-02T00:00:00Z'));
      const at = { subscriptionId, version: 'any', effective: 'now' } as const;
      await shop.subscriptions.pause.execute(shop.context, at);
      await shop.run();

      expect(await end(shop)).toBe(2);

      shop.setTime('2026-06-20T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, at);
      await use(shop, Array<string>(2).fill('2026-06-20T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect((await shop.documents()).at(-1)).toBe('Calls 06-20/07-01 1.50, = 1.50');
    });

    test('is kept as long as its line waits on a draft', async () => {
      const shop = await open();
      await setGrace(shop, 60);
      const made = await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await useOver(shop, '2026-06-10T00:00:00Z');
      await shop.subscriptions.cancel.execute(shop.context, {
        subscriptionId: made.id,
        version: made.version,
        effective: 'now',
      });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await end(shop)).toBe(1);

      expect(await shop.documents()).toEqual(['Calls 06-01/06-21 0.11, = 0.11']);
    });

    test('is gone once it was counted, and its lines are no faults', async () => {
      const shop = await open();
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await useOver(shop, '2026-06-10T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-08-20T00:00:00Z');
      await use(shop, ['2026-08-10T00:00:00Z']);
      await runAt(shop, '2026-09-01T00:00:00Z');
      expect(await verify(shop)).toMatchObject({ linesWithoutEvents: 0, faults: [] });

      expect(await end(shop)).toBe(0);

      expect(await verify(shop)).toMatchObject({
        invoices: 2,
        linesWithoutEvents: 1,
        faults: [],
      });
    });

    test('proves a line wrong where its events are others, and not where they ended', async () => {
      const shop = await open();
      await shop.subscribe('regional');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z', '2026-06-11T00:00:00Z'], { region: 'eu' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      const counts = await shop.storage.reads.read(shop.context, async (queries) => {
        const [invoice] = await queries.invoices.list({}, { limit: 1, after: null });
        const id = invoice?.id ?? buildId('inv');
        const lines = (await queries.invoices.explained([id])).get(id) ?? [];
        const lost = (goneUntil: string | null, count: number): UsageCounts => ({
          ...queries.usageCounts,
          within: async (range, through) => {
            const counted = await queries.usageCounts.within(range, through);
            const events = [...counted.events, ...counted.events].slice(0, count);
            return { ...counted, events, goneUntil: orNull(parseInstant)(goneUntil) };
          },
        });
        const recount = (usageCounts: UsageCounts) =>
          recountUsage({ ...queries, usageCounts }, lines);
        return Promise.all([
          recountUsage(queries, lines),
          recount(lost(null, 1)),
          recount(lost('2026-05-31T23:59:59.999Z', 1)),
          recount(lost('2026-06-01T00:00:00Z', 1)),
          recount(lost('2026-06-01T00:00:00Z', 3)),
        ]);
      });

      expect(counts.map(({ wrong, gone }) => [wrong.size, gone.size])).toEqual([
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 1],
        [1, 0],
      ]);
    });

    test('ends at night, and stays where a tenant failed', async () => {
      const shop = await open();
      await useOver(shop, '2026-04-01T00:00:00Z');
      const { storage, context } = shop;
      const told: string[] = [];
      const night = (keepNeeded: UsageNeeds['usage']['keepNeeded']) =>
        endUsage(
          {
            usage: {
              keepNeeded,
              forgetEnded: new ForgetEndedUsage(storage),
              forgetReached: new ForgetReachedThresholds(storage),
              clock: { now: () => realNow },
            },
            installation: storage.installation,
            contextOf: (tenantId) => ({ ...context, tenantId }),
            failed: (error) => told.push(String(error)),
            ended: (months) => told.push(`${months} months`),
          },
          new AbortController().signal,
        );
      const keepNeeded = new KeepNeededUsage(storage);
      const failing: UsageNeeds['usage']['keepNeeded'] = {
        permission: keepNeeded.permission,
        execute: async (at, input) => {
          if (at.tenantId === context.tenantId) throw new Error('away');
          return keepNeeded.execute(at, input);
        },
      };

      await night(failing);
      expect(told).toEqual(['Error: away']);
      await night(keepNeeded);
      await night(keepNeeded);

      expect(told).toEqual(['Error: away', '1 months']);
    });
  });
};
