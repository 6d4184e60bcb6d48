import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { runAt } from '../billing/both-storages.ts';
import type { PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { addMeters, callsId, paymentsId, plans, usagePorts } from '../billing/usage-shop.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { others, race, racers, rounds } from './racing.ts';

// The same events, sent by 20 at once, each in an order of its own, while they are rolled up: each
// counts once, whoever was first.

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: racers });
});
afterAll(() => database.close());

const size = 60;
const pieces = 3;
const time = '2026-06-10T00:00:00Z';

/** All events, from another one on for each; of the payment they say different values. */
const eventsOf = ({ customerId }: PlanShop, index: number): readonly object[] => {
  const calls = Array.from({ length: size - 1 }, (_, number) => {
    return { id: `call-${number}`, type: 'call', time, customerId, data: {} };
  });
  const data = { value: String(index + 1) };
  const all = [...calls, { id: 'payment', type: 'payment', time, customerId, data }];
  const first = (index * 7) % size;
  const turned = [...all.slice(first), ...all.slice(0, first)];
  return index % 2 === 0 ? turned : turned.toReversed();
};

/** Use cases of its own for each, as of another process: else small calls are stored together. */
const usageOf = ({ storage: { unitOfWork, reads } }: PlanShop) =>
  usageUseCases({ unitOfWork, reads, ...usagePorts });

const quantityOf = async (shop: PlanShop, meterId: MeterId): Promise<string | undefined> => {
  const { data } = await usageOf(shop).query.execute(shop.context, {
    customerId: shop.customerId,
    meterId,
    from: parseInstant('2026-06-01T00:00:00Z'),
    to: parseInstant('2026-07-01T00:00:00Z'),
  });
  return data[0]?.quantity;
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('an event counts once, whoever sends it', async () => {
    const storage = await openPostgresStorage(database);
    for (let round = 0; round < rounds; round += 1) {
      const shop = await openPlanShop(storage, { plans });
      shop.setTime('2026-06-01T00:00:00Z');
      await addMeters(shop);
      await shop.subscribe('metered');
      shop.setTime('2026-06-11T00:00:00Z');
      const rollUp = () => new RollUpUsage(storage).execute(shop.context);
      const accepted: string[] = [];
      const codes = new Set<string | undefined>();

      const outcomes = await race(async (index) => {
        const { record } = usageOf(shop);
        const events = eventsOf(shop, index);
        for (let first = 0; first < size; first += size / pieces) {
          const piece = events.slice(first, first + size / pieces);
          const { results } = await record.execute(shop.context, { events: piece });
          for (const { id, outcome, code } of results) {
            if (outcome === 'accepted') accepted.push(id === 'payment' ? `${index + 1}` : `${id}`);
            else codes.add(code);
          }
          if (index % 5 === 0) await rollUp();
        }
      });

      expect(others(outcomes, 'done')).toEqual([]);
      expect(accepted).toHaveLength(size);
      expect(new Set(accepted).size).toBe(size);
      expect(codes).toEqual(new Set(['same_payload', 'other_payload']));
      const paid = accepted.find((each) => !each.startsWith('call'));
      const quantities = () =>
        Promise.all([quantityOf(shop, callsId), quantityOf(shop, paymentsId)]);
      const expected = [String(size - 1), paid];
      expect(await quantities()).toEqual(expected);
      while (!(await rollUp()).isDone);
      expect(await quantities()).toEqual(expected);
      await runAt(shop, '2026-07-01T00:00:00Z');
      // 59 calls at EUR 0.105.
      expect((await shop.documents()).join()).toContain('Calls 06-01/07-01 6.20');
    }
  }, 600_000);
});
