import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { JobOutcome } from '#application/shared/jobs.ts';
import type { DueDelivery } from '#application/webhooks/delivery-queue.ts';
import type { WebhookDeliveryView } from '#application/webhooks/queries.ts';
import type { TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { instantOf, later } from '#domain/shared/time.ts';
import type { ComposeOptions, Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { freshDatabase } from '../support/database.ts';
import { createdTenant } from '../support/listening-tenant.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

const fresh = freshDatabase();
const receiver = webhookReceiver();
const silent = { info: () => undefined, error: () => undefined };

let owner: Client;
beforeAll(async () => {
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
});
afterAll(() => owner.end());

const opened: Composition[] = [];
const workers: Worker[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await Promise.all(opened.splice(0).map((composition) => composition.close()));
  await owner.query('delete from billing_jobs.job');
  await owner.query('delete from webhook_deliveries');
});

const encryptionKeys = [Buffer.alloc(32, 7)];

/** The application on this file's PostgreSQL, or in memory. */
const open = async (
  storage: 'memory' | 'postgres',
  options: Partial<ComposeOptions> = {},
): Promise<Composition> => {
  const composition = await compose({
    storage: storage === 'memory' ? 'memory' : { databaseUrl: fresh.url(), poolMax: 5 },
    allowPrivateWebhooks: true,
    encryptionKeys,
    ...options,
  });
  opened.push(composition);
  return composition;
};

const work = async (composition: Composition): Promise<void> => {
  workers.push(await startWorker(composition.operations, silent));
};

let customers = 0;

/** A tenant with so many endpoints. */
const tenantWithEndpoints = async (composition: Composition, endpoints = 1) => {
  const { useCases, operations } = composition;
  const context = await createdTenant(composition);
  for (let count = 0; count < endpoints; count += 1) {
    const url = receiver.url();
    await useCases.webhookEndpoints.create.execute(context, {
      url,
      eventTypes: ['customer.created'],
    });
  }
  /** Has every endpoint told of so many new customers: their deliveries are due. */
  const tell = async (times = 1): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      customers += 1;
      const email = `customer-${customers}@example.com`;
      await useCases.customers.create.execute(context, { name: 'Globex', email });
    }
    for (const subscriber of operations.events.subscribers) {
      while ((await operations.events.deliver.execute(context, subscriber)).hasMore);
    }
  };
  const deliveries = async (): Promise<readonly WebhookDeliveryView[]> =>
    (await useCases.webhookDeliveries.list.execute(context, { limit: 100 })).data;
  return { context, tenantId: context.tenantId, tell, deliveries };
};

const forever = new Promise<never>(() => undefined);

/** Hands jobs to `handle`, and notes whose they were. */
const handOut = async (
  { operations: { jobs } }: Composition,
  handle: (due: DueDelivery) => Promise<JobOutcome>,
) => {
  const handed: DueDelivery[] = [];
  const abort = Promise.withResolvers<JobOutcome>();
  await jobs.start({
    mail: async () => 'done',
    advance: async () => 'done',
    migrate: async () => 'done',
    delivery: (due) => {
      handed.push(due);
      return Promise.race([handle(due), abort.promise]);
    },
  });
  const of = (tenantId: TenantId): number =>
    handed.filter((due) => due.tenantId === tenantId).length;
  const stop = async (): Promise<void> => {
    abort.resolve('done');
    await jobs.stop();
  };
  return { handed, of, stop };
};

describe.each(['memory', 'postgres'] as const)('jobs in %s', (storage) => {
  test('of one tenant that never end leave slots to others and its own endpoints', async () => {
    const composition = await open(storage);
    const hanging = await tenantWithEndpoints(composition, 3);
    await hanging.tell(30);
    const good = await tenantWithEndpoints(composition);
    const { handed, of, stop } = await handOut(composition, ({ tenantId }) =>
      tenantId === good.tenantId ? Promise.resolve('done') : forever,
    );
    await until(() => of(hanging.tenantId) >= 15);

    await good.tell(20);
    await until(() => of(good.tenantId) === 20);
    const heldByOne = of(hanging.tenantId);
    const endpointOf = new Map(
      (await hanging.deliveries()).map(({ id, endpointId }) => [id, endpointId]),
    );
    const endpoints = handed.flatMap(({ deliveryId }) => endpointOf.get(deliveryId) ?? []);
    await stop();

    // 90 are due; the slots are 50.
    expect(heldByOne).toBeLessThanOrEqual(25);
    expect(new Set(endpoints).size).toBe(3);
  });

  test('that were handed out too early are put back, and not done with', async () => {
    const composition = await open(storage);
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell();
    const { handed, of, stop } = await handOut(composition, async ({ handedOutAt }) =>
      of(tenant.tenantId) === 1 ? { notBefore: later(handedOutAt, 1200) } : 'done',
    );

    await until(() => of(tenant.tenantId) === 2);
    await until(async () => (await composition.operations.jobs.states())[0]?.active === 0);
    const [state] = await composition.operations.jobs.states();
    await stop();

    const [first, second] = handed.filter(({ tenantId }) => tenantId === tenant.tenantId);
    const waited = (second?.handedOutAt ?? 0) - (first?.handedOutAt ?? 0);
    expect(waited).toBeGreaterThanOrEqual(1200);
    expect(state).toMatchObject({ ready: 0, deferred: 0, dead: 0 });
  });
});

describe('a delivery', () => {
  test('is attempted though the worker’s clock is behind the one that made it due', async () => {
    const right = await open('postgres');
    const behind = await open('postgres', { clock: { now: () => instantOf(Date.now() - 800) } });
    const tenant = await tenantWithEndpoints(right);
    await tenant.tell(5);

    await work(behind);
    await until(async () =>
      (await tenant.deliveries()).every(({ status }) => status === 'succeeded'),
    );

    expect(await tenant.deliveries()).toHaveLength(5);
  });

  test('whose job is begun before its time is attempted at its time', async () => {
    const composition = await open('postgres');
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell();
    const [delivery] = await tenant.deliveries();
    const dueAt = await shiftDue(delivery?.id, '2 seconds');

    await work(composition);
    await until(async () => (await tenant.deliveries())[0]?.status === 'succeeded');

    const [attempt, ...others] = (await tenant.deliveries())[0]?.attempts ?? [];
    expect(others).toEqual([]);
    expect(attempt?.at).toBeGreaterThanOrEqual(dueAt);
  });

  test('that is due without a job is shown, and given one', async () => {
    const composition = await open('postgres');
    const { overdueDeliveries } = composition.operations;
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell(2);
    const [lost, dead] = await tenant.deliveries();
    await shiftDue(lost?.id, '-2 minutes');
    await shiftDue(dead?.id, '-3 minutes');
    expect(await overdueDeliveries.resume()).toBe(0);

    await jobsOf(lost?.id, 'delete from billing_jobs.job');
    await jobsOf(dead?.id, "update billing_jobs.job set state = 'failed'");
    const state = await overdueDeliveries.state();
    const resumed = [await overdueDeliveries.resume(), await overdueDeliveries.resume()];
    await work(composition);
    await until(async () => (await tenant.deliveries())[0]?.status === 'succeeded');

    expect(state.overdue).toBe(2);
    expect(state.oldestSeconds).toBeGreaterThanOrEqual(180);
    expect(resumed).toEqual([1, 0]);
    expect((await tenant.deliveries()).map(({ status }) => status)).toEqual([
      'succeeded',
      'pending',
    ]);
    await composition.operations.jobs.replay('webhook-delivery', 'all');
    await until(async () => (await tenant.deliveries())[1]?.status === 'succeeded');
    expect(await overdueDeliveries.state()).toEqual({ overdue: 0, oldestSeconds: 0 });
  });

  test('that lost its job is given one by a worker, as it starts and once a minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const composition = await open('postgres');
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell(2);
    const [first, second] = await tenant.deliveries();
    const statusOf = async (id: WebhookDeliveryId | undefined) =>
      (await tenant.deliveries()).find((delivery) => delivery.id === id)?.status;
    await jobsOf(second?.id, "update billing_jobs.job set start_after = now() + interval '1 hour'");
    await shiftDue(first?.id, '-2 minutes');
    await jobsOf(first?.id, 'delete from billing_jobs.job');

    await work(composition);
    await until(async () => (await statusOf(first?.id)) === 'succeeded');
    await shiftDue(second?.id, '-2 minutes', 'delete from billing_jobs.job');
    await vi.advanceTimersByTimeAsync(60_000);
    await until(async () => (await statusOf(second?.id)) === 'succeeded');

    expect((await tenant.deliveries()).map(({ attemptsMade }) => attemptsMade)).toEqual([1, 1]);
  });

  test('whose job an earlier release wrote is attempted', async () => {
    const composition = await open('postgres');
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell();
    const [delivery] = await tenant.deliveries();
    await jobsOf(
      delivery?.id,
      "update billing_jobs.job set data = data - 'dueAt', singleton_key = null",
    );

    await work(composition);
    await until(async () => (await tenant.deliveries())[0]?.status === 'succeeded');

    expect((await tenant.deliveries())[0]?.attemptsMade).toBe(1);
  });

  test('is attempted once though two jobs are for the same attempt', async () => {
    const composition = await open('postgres');
    const tenant = await tenantWithEndpoints(composition);
    await tenant.tell();
    const [delivery] = await tenant.deliveries();
    if (delivery === undefined) throw new Error('Nothing was dispatched.');
    const { resend } = composition.useCases.webhookDeliveries;
    await resend.execute(tenant.context, { deliveryId: delivery.id });

    await work(composition);
    await until(async () => (await composition.operations.jobs.states())[0]?.ready === 0);
    await until(async () => (await tenant.deliveries())[0]?.status === 'succeeded');

    expect((await tenant.deliveries())[0]?.attemptsMade).toBe(1);
  });
});

/** Has an attempt due by so much later, while its job begins now; gives when it is due. */
const shiftDue = async (
  id: WebhookDeliveryId | undefined,
  by: string,
  ofJobs?: string,
): Promise<number> => {
  const { rows } = await owner.query<{ due: Date }>(
    `update webhook_deliveries
      set next_attempt_at = date_trunc('milliseconds', now() + $2::interval)
      where id = $1 returning next_attempt_at as due`,
    [uuidOf(id ?? ('' as WebhookDeliveryId)), by],
  );
  const due = rows[0]?.due.getTime() ?? 0;
  const begin = `update billing_jobs.job set start_after = now(),
    data = jsonb_set(data, '{dueAt}', '${due}')`;
  await jobsOf(id, ofJobs ?? begin);
  return due;
};

/** Does this to the jobs of a delivery. */
const jobsOf = async (id: WebhookDeliveryId | undefined, statement: string): Promise<void> => {
  await owner.query(`${statement} where data->>'deliveryId' = $1`, [
    uuidOf(id ?? ('' as WebhookDeliveryId)),
  ]);
};
