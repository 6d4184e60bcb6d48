import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeliverEvents } from '#application/events/deliver-events.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { ListOf } from '../support/command-line.ts';
import { openCommandLine } from '../support/command-line.ts';
import { listeningTenant } from '../support/listening-tenant.ts';

// Nobody delivers or works here, so events and jobs stay as the tests put them.

const { program, url, composition, json } = openCommandLine();
let owner: Client;

beforeAll(async () => {
  owner = new Client({ connectionString: url() });
  await owner.connect();
});
afterAll(() => owner.end());
beforeEach(async () => {
  await owner.query('delete from billing_jobs.job');
  await owner.query('truncate event_positions, event_failures');
  await owner.query('alter table audit_chains no force row level security');
  await owner.query('update audit_chains set news_since = null');
  await owner.query('alter table audit_chains force row level security');
});

/** A new tenant with two customers, whose events nobody has read. */
const tenantWithNews = async (): Promise<RequestContext> => {
  const context = await listeningTenant(composition());
  for (const name of ['Globex', 'Initech']) {
    const customer = { name, email: `${name.toLowerCase()}@example.com` };
    await composition().useCases.customers.create.execute(context, customer);
  }
  return context;
};

describe('events', () => {
  interface Subject {
    readonly subjectId: string;
    readonly failedAt: string;
  }

  /** Both customers' events fail for good. */
  const die = async (): Promise<RequestContext> => {
    const context = await tenantWithNews();
    const { positions } = composition().operations.events;
    const deliver = new DeliverEvents({ positions, failed: () => undefined });
    await deliver.execute(context, {
      subscriber: 'webhooks',
      eventTypes: ['customer.created'],
      useCase: {
        permission: 'webhooks:write',
        execute: () => Promise.reject(new Error('Nobody answered.')),
      },
    });
    await owner.query('alter table event_failures no force row level security');
    await owner.query('update event_failures set retry_at = null');
    await owner.query('alter table event_failures force row level security');
    return context;
  };

  test('status tells how far each subscriber has read', async () => {
    const { data: before } = await json<ListOf<object>>('events', 'status');
    await tenantWithNews();
    const { data: after } = await json<ListOf<object>>('events', 'status');
    const { code, out } = await program.command(['events', 'status']);

    const none = { subscriber: 'webhooks', setAside: 0, dead: 0 };
    const others = expect.objectContaining({ subscriber: 'member-details' }) as object;
    expect(before).toEqual([{ ...none, waiting: 0, lagSeconds: 0 }, others]);
    expect(after).toEqual([
      { ...none, waiting: expect.any(Number), lagSeconds: expect.any(Number) },
      others,
    ]);
    expect(after[0]).toMatchObject({ waiting: expect.toSatisfy((many: number) => many > 2) });
    expect(code).toBe(0);
    expect(out).toMatch(/^subscriber +waiting +setAside +dead +lagSeconds\n/);
  });

  test('dead lists the subjects that a subscriber could not handle, and why', async () => {
    const { tenantId } = await die();

    const { data: subjects } = await json<ListOf<Subject>>('events', 'dead');
    const { data: limited } = await json<ListOf<Subject>>('events', 'dead', '--limit', '1');
    const ofOther = await program.command(['events', 'dead', '--subscriber', 'nobody']);
    const { out } = await program.command(['events', 'dead']);

    expect([subjects.length, limited.length]).toEqual([2, 1]);
    for (const { subjectId, failedAt, ...facts } of subjects) {
      expect(failedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(subjectId).toMatch(/^cus_[0-9a-z]{26}$/);
      expect(facts).toMatchObject({ tenantId, subscriber: 'webhooks', error: 'Nobody answered.' });
    }
    expect(ofOther).toMatchObject({ code: 0, out: 'Nothing found.\n' });
    expect(out).toMatch(/^tenant +subscriber +subject +sequence +failedAt +error\n/);
  });

  test('replay tries the subjects that are named again, or all', async () => {
    await die();
    const [subject] = (await json<ListOf<Subject>>('events', 'dead')).data;
    const to = ['--subscriber', 'webhooks'];

    const one = await json('events', 'replay', ...to, subject?.subjectId ?? '');
    const left = await json<ListOf<Subject>>('events', 'dead');
    const elsewhere = await json('events', 'replay', '--all', '--subscriber', 'nobody');
    const rest = await program.command(['events', 'replay', '--all', ...to]);

    expect([one, left.data.length]).toEqual([{ replayed: 1 }, 1]);
    expect(elsewhere).toEqual({ replayed: 0 });
    expect(rest).toMatchObject({ code: 0, out: '1 replayed.\n' });
    expect((await json<ListOf<Subject>>('events', 'dead')).data).toEqual([]);
  });

  test('doctor is alarmed by what is dead', async () => {
    await die();

    const { code, out } = await program.command(['doctor']);

    expect(code).toBe(3);
    expect(out).toMatch(/^BAD {3}subscribers: webhooks: \d+ waiting, 2 dead/m);
  });
});

describe('jobs', () => {
  interface Letter {
    readonly id: string;
    readonly error: string;
    readonly failedAt: string;
    readonly data: object;
  }

  /** Deliveries whose attempts are due; gives how many. */
  const waiting = async (): Promise<number> => {
    const context = await tenantWithNews();
    const { webhookEndpoints } = composition().useCases;
    const [endpoint] = (await webhookEndpoints.list.execute(context, { limit: 1 })).data;
    if (endpoint === undefined) throw new Error('There is no endpoint.');
    const since = instantOf(0);
    await webhookEndpoints.replay.execute(context, { endpointId: endpoint.id, since });
    // The mails that those who signed up get are in a queue of their own.
    await owner.query("delete from billing_jobs.job where name = 'mail'");
    const { rowCount } = await owner.query('select from billing_jobs.job');
    return rowCount ?? 0;
  };
  /** All but one fail for good; gives how many. */
  const die = async (): Promise<number> => {
    const { rowCount } = await owner.query(`update billing_jobs.job
      set state = 'failed', completed_on = now(), output = '{"message":"Nobody answered."}'
      where id in (select id from billing_jobs.job order by id offset 1)`);
    return rowCount ?? 0;
  };
  const states = async (): Promise<readonly string[]> => {
    const { rows } = await owner.query<{ state: string }>('select state from billing_jobs.job');
    return rows.map(({ state }) => state);
  };

  test('status tells how each queue stands', async () => {
    const ready = await waiting();

    const { data: rows } = await json<ListOf<object>>('jobs', 'status');
    const { code, out } = await program.command(['jobs', 'status']);

    const none = { deferred: 0, active: 0, dead: 0 };
    const lagSeconds: unknown = expect.any(Number);
    expect(rows).toEqual([
      { name: 'webhook-delivery', ...none, ready, lagSeconds },
      { name: 'mail', ...none, ready: 0, lagSeconds: 0 },
      { name: 'test-clock', ...none, ready: 0, lagSeconds: 0 },
      { name: 'plan-migration', ...none, ready: 0, lagSeconds: 0 },
    ]);
    expect(ready).toBeGreaterThan(1);
    expect(code).toBe(0);
    expect(out).toMatch(/^name +ready +deferred +active +dead +lagSeconds\n/);
  });

  test('dead lists what failed for good, and why', async () => {
    await waiting();
    const dead = await die();

    const { data: letters } = await json<ListOf<Letter>>('jobs', 'dead');
    const { data: limited } = await json<ListOf<Letter>>('jobs', 'dead', '--limit', '1');

    expect([letters.length, limited.length]).toEqual([dead, 1]);
    for (const { error, data, failedAt } of letters) {
      expect(failedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(error).toBe('Nobody answered.');
      expect(Object.keys(data).toSorted()).toEqual(['deliveryId', 'dueAt', 'tenantId']);
    }
  });

  test('replay tries the jobs that are named again, or all', async () => {
    await waiting();
    const dead = await die();
    const [letter] = (await json<ListOf<Letter>>('jobs', 'dead')).data;

    const one = await json('jobs', 'replay', letter?.id ?? '');
    const left = (await states()).filter((state) => state === 'failed').length;
    const rest = await program.command(['jobs', 'replay', '--all']);

    expect(one).toEqual({ replayed: 1 });
    expect(left).toBe(dead - 1);
    expect(rest).toMatchObject({ code: 0, out: `${dead - 1} replayed.\n` });
    expect((await states()).filter((state) => state === 'retry')).toHaveLength(dead);
    expect(await states()).not.toContain('failed');
  });

  test('doctor is alarmed by what is dead', async () => {
    await waiting();
    const dead = await die();

    const { code, out } = await program.command(['doctor']);

    expect(code).toBe(3);
    expect(out).toMatch(new RegExp(`^BAD {3}queues: webhook-delivery: 1 due, ${dead} dead`, 'm'));
  });
});

test.each([
  [['jobs', 'replay'], 'Name the jobs to replay, or say --all.'],
  [['jobs', 'replay', '--all', crypto.randomUUID()], 'Name the jobs to replay, or say --all.'],
  [
    ['jobs', 'dead', '--queue', 'letters'],
    'Allowed choices are webhook-delivery, mail, test-clock, plan-migration.',
  ],
  [['events', 'replay', '--subscriber', 'webhooks'], 'Name the subjects to replay, or say --all.'],
  [['events', 'replay', '--all'], "required option '--subscriber <name>' not specified"],
])('%j is wrong usage', async (given, told) => {
  const { code, err } = await program.command(given);

  expect(code).toBe(2);
  expect(err).toContain(told);
  expect(err).toContain(`Usage: billing ${given[0]}`);
});
