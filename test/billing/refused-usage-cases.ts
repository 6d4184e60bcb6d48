import { describe, expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { cancel, runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { setGrace, usagePorts, use } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

const refuse = { lateUsage: 'refuse' } as const;
const june = '2026-06-10T00:00:00Z';

/** Sends events of the shop's customer, and tells the code of each, or else its outcome. */
const send = async (
  { storage, context, customerId }: PlanShop,
  events: readonly (readonly [id: string, time: string, also?: object])[],
  isAtomic = false,
): Promise<readonly string[]> => {
  const { unitOfWork, reads } = storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  const { results } = await record.execute(context, {
    events: events.map(([id, time, also]) => {
      return { id, source: 'late', type: 'call', time, customerId, data: {}, ...also };
    }),
    isAtomic,
  });
  return results.map(({ outcome, code }) => code ?? outcome);
};

/** Tests of subscriptions that take no usage of a period that is invoiced. */
export const refusedUsageCases = (open: Open): void => {
  describe('usage that comes after its period was invoiced, and is refused', () => {
    test('is of that period to the millisecond, and no other is refused', async () => {
      const shop = await open(refuse);
      await shop.subscribe('metered');
      shop.setTime('2026-07-01T00:00:00Z');
      const before = await send(shop, [['a', june]]);
      await shop.run();
      shop.setTime('2026-07-03T00:00:00Z');

      const after = await send(shop, [
        ['b', '2026-05-31T23:59:59.999Z'],
        ['c', '2026-06-01T00:00:00Z'],
        ['d', '2026-06-30T23:59:59.999Z'],
        ['e', '2026-07-01T00:00:00Z'],
        ['f', '2026-07-02T00:00:00Z'],
      ]);
      const refused = 'period_invoiced';
      expect(before).toEqual(['accepted']);
      expect(after).toEqual(['accepted', refused, refused, 'accepted', 'accepted']);

      await runAt(shop, '2026-08-01T00:00:00Z');
      expect((await shop.documents()).at(-1)).toBe(
        'Calls 07-01/08-01 0.21, Base 08-01/09-01 30.00, = 30.21',
      );
    });

    test('is taken while its invoice waits as a draft', async () => {
      const shop = await open(refuse);
      await setGrace(shop, 3);
      await shop.subscribe('bare');
      await runAt(shop, '2026-07-01T00:00:00Z');
      const waiting = await send(shop, [['a', june]]);
      await runAt(shop, '2026-07-04T00:00:00Z');

      const issued = await send(shop, [['b', june]]);

      expect([waiting, issued]).toEqual([['accepted'], ['period_invoiced']]);
      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 0.11, = 0.11']);
    });

    test('is a duplicate where it came in time before, also in an atomic call', async () => {
      const shop = await open(refuse);
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await send(shop, [['a', june]]);
      await runAt(shop, '2026-07-01T00:00:00Z');

      const again = await send(shop, [
        ['a', june],
        ['a', june, { data: { size: 2 } }],
        ['b', june],
      ]);
      const atomic = await send(shop, [['a', june]], true);

      expect(again).toEqual(['same_payload', 'other_payload', 'period_invoiced']);
      expect(atomic).toEqual(['same_payload']);
      const bad = send(
        shop,
        [
          ['c', '2026-07-01T00:00:00Z'],
          ['d', june],
        ],
        true,
      );
      const faults = [{ pointer: '/events/1', code: 'period_invoiced' }];
      await expect(bad).rejects.toMatchObject({ faults });
    });

    test('of another subscription, customer or meter is taken', async () => {
      const shop = await open();
      const own = await shop.subscribe('bare', { billingPolicy: refuse });
      const other = await shop.subscribe('bare');
      const stranger = await shop.newCustomer();
      await shop.subscribe('bare', { customerId: stranger });
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, [june]);
      await runAt(shop, '2026-07-01T00:00:00Z');

      const outcomes = await send(shop, [
        ['a', june, { subscriptionId: own.id }],
        ['b', june, { subscriptionId: other.id }],
        ['c', june],
        ['d', june, { customerId: stranger }],
        ['e', june, { type: 'seat', data: { by: 1 } }],
        ['f', june, { type: 'unknown' }],
      ]);

      expect(outcomes).toEqual([
        'period_invoiced',
        'accepted',
        'period_invoiced',
        'accepted',
        'accepted',
        'counted_by_none',
      ]);
    });

    test('is told by groups, and of what ended, too', async () => {
      const shop = await open(refuse);
      const made = await shop.subscribe('regional');
      shop.setTime('2026-06-10T12:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z'], { region: 'eu' });
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'us' });
      await cancel(shop, made, 'now');
      await shop.run();

      const outcomes = await send(shop, [
        ['a', '2026-06-10T11:59:59Z', { data: { region: 'at' } }],
        ['b', '2026-06-10T12:00:00Z'],
      ]);

      expect(outcomes).toEqual(['period_invoiced', 'accepted']);
    });

    test('is charged by a subscription that keeps the standard policy', async () => {
      const shop = await open();
      await shop.subscribe('bare');
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await send(shop, [['a', june]])).toEqual(['accepted']);
    });
  });
};
