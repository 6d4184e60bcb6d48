import { afterEach, describe, expect, test } from 'vitest';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { someday } from '../../src/testing/builders.ts';
import { freshDatabase } from '../support/database.ts';
import { createdTenant } from '../support/listening-tenant.ts';

const fresh = freshDatabase();

const opened: Composition[] = [];
afterEach(() => Promise.all(opened.splice(0).map((composition) => composition.close())));

/** Whatever happens in it happens in one and the same millisecond. */
const openInOneInstant = async (storage: 'memory' | 'postgres'): Promise<Composition> => {
  const composition = await compose({
    storage: storage === 'memory' ? 'memory' : { databaseUrl: fresh.url() },
    clock: { now: () => someday },
    allowPrivateWebhooks: true,
  });
  opened.push(composition);
  return composition;
};

const manyEvents = 1_003;

describe.each(['memory', 'postgres'] as const)('a replay in %s', (storage) => {
  test('goes on behind a thousand events of one instant, and ends', async () => {
    const composition = await openInOneInstant(storage);
    const { customers, webhookEndpoints } = composition.useCases;
    const context = await createdTenant(composition);
    const create = async (count: number) => {
      const email = `replay-${count}@example.com`;
      await customers.create.execute(context, { name: 'Globex', email });
    };
    for (let count = 0; count < manyEvents; count += 50) {
      const batch = Array.from({ length: Math.min(50, manyEvents - count) }, (_, at) => count + at);
      await Promise.all(batch.map(create));
    }
    const { endpoint } = await webhookEndpoints.create.execute(context, {
      url: 'https://hooks.acme.example/',
      eventTypes: ['customer.created'],
    });

    const scheduled: number[] = [];
    let after: string | undefined;
    for (let call = 0; call < 5; call += 1) {
      const replay = { endpointId: endpoint.id, since: someday, after };
      const replayed = await webhookEndpoints.replay.execute(context, replay);
      scheduled.push(replayed.scheduled);
      if (replayed.nextCursor === null) break;
      after = replayed.nextCursor;
    }

    expect(scheduled).toHaveLength(2);
    expect(scheduled[0]).toBeLessThanOrEqual(1000);
    expect((scheduled[0] ?? 0) + (scheduled[1] ?? 0)).toBe(manyEvents);
  }, 120_000);

  test('refuses a cursor that no replay gave out', async () => {
    const composition = await openInOneInstant(storage);
    const context = await createdTenant(composition);
    const { webhookEndpoints } = composition.useCases;
    const { endpoint } = await webhookEndpoints.create.execute(context, {
      url: 'https://hooks.acme.example/',
      eventTypes: ['*'],
    });

    for (const after of ['', 'nonsense', btoa('evt_1'), btoa(endpoint.id)]) {
      const replay = { endpointId: endpoint.id, since: someday, after };
      const refused = webhookEndpoints.replay.execute(context, replay);
      await expect(refused).rejects.toMatchObject({
        faults: [{ pointer: '/after', code: 'invalid_cursor' }],
      });
    }
  });
});
