import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';
import { listeningTenant } from '../support/listening-tenant.ts';

// Nobody works the queues here, so messages stay as the tests put them.

const fresh = freshDatabase();
const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url() }));
let composition: Composition;
let owner: Client;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
  owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await composition.close();
});
beforeEach(() => owner.query('delete from billing_jobs.job'));

interface Letter {
  readonly id: string;
  readonly key: string;
  readonly error: string;
  readonly failedAt: string;
  readonly data: object;
}

interface Letters {
  readonly data: readonly Letter[];
}

const json = async <Printed>(...given: readonly string[]): Promise<Printed> => {
  const { code, out, err } = await program.run(['--json', ...given]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Printed;
};

/** What a new tenant does leaves some messages; gives how many wait now. */
const waiting = async (): Promise<number> => {
  const context = await listeningTenant(composition);
  for (const name of ['Globex', 'Initech']) {
    const customer = { name, email: `${name.toLowerCase()}@example.com` };
    await composition.useCases.customers.create.execute(context, customer);
  }
  const { rowCount } = await owner.query('select from billing_jobs.job');
  return rowCount ?? 0;
};
/** The first message about each thing fails for good; gives how many those are. */
const die = async (): Promise<number> => {
  const { rowCount } = await owner.query(`update billing_jobs.job
    set state = 'failed', completed_on = now(), output = '{"message":"Nobody answered."}'
    where id in (select distinct on (singleton_key) id from billing_jobs.job
      order by singleton_key, created_on)`);
  return rowCount ?? 0;
};
const states = async (): Promise<readonly string[]> => {
  const { rows } = await owner.query<{ state: string }>('select state from billing_jobs.job');
  return rows.map(({ state }) => state);
};

describe('outbox', () => {
  test('status tells how each queue stands', async () => {
    const ready = await waiting();

    const { data: rows } = await json<{ data: object[] }>('outbox', 'status');
    const { code, out } = await program.run(['outbox', 'status']);

    const none = { ready: 0, deferred: 0, active: 0, dead: 0 };
    expect(rows).toEqual([
      { name: 'outbox', ...none, ready, lagSeconds: expect.any(Number) },
      { name: 'webhook-delivery', ...none, lagSeconds: 0 },
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^name +ready +deferred +active +dead +lagSeconds\n/);
  });

  test('dead lists what failed for good, and why', async () => {
    await waiting();
    const dead = await die();

    const { data: letters } = await json<Letters>('outbox', 'dead');
    const { data: limited } = await json<Letters>('outbox', 'dead', '--limit', '1');
    const ofOther = await program.run(['outbox', 'dead', '--queue', 'webhook-delivery']);

    expect([letters.length, limited.length]).toEqual([dead, 1]);
    for (const { key, error, data, failedAt } of letters) {
      expect(failedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(key).toMatch(/^[a-z]+_[0-9a-z]{26}$/);
      expect(error).toBe('Nobody answered.');
      expect(Object.keys(data).toSorted()).toEqual(['eventId', 'tenantId']);
    }
    expect(ofOther).toMatchObject({ code: 0, out: 'Nothing found.\n' });
  });

  test('replay tries the messages that are named again, or all', async () => {
    await waiting();
    const dead = await die();
    const [letter] = (await json<Letters>('outbox', 'dead')).data;

    const one = await json('outbox', 'replay', letter?.id ?? '');
    const left = (await states()).filter((state) => state === 'failed').length;
    const rest = await program.run(['outbox', 'replay', '--all']);

    expect(one).toEqual({ replayed: 1 });
    expect(left).toBe(dead - 1);
    expect(rest).toMatchObject({ code: 0, out: `${dead - 1} replayed.\n` });
    expect((await states()).filter((state) => state === 'retry')).toHaveLength(dead);
    expect(await states()).not.toContain('failed');
  });

  test('replay says when there was nothing to replay, and touches no other queue', async () => {
    await waiting();
    const dead = await die();

    const elsewhere = await json('outbox', 'replay', '--all', '--queue', 'webhook-delivery');

    expect(elsewhere).toEqual({ replayed: 0 });
    expect((await states()).filter((state) => state === 'failed')).toHaveLength(dead);
  });

  test.each([
    [['replay'], 'Name the messages to replay, or say --all.'],
    [['replay', '--all', crypto.randomUUID()], 'Name the messages to replay, or say --all.'],
    [['dead', '--queue', 'letters'], 'Allowed choices are outbox, webhook-delivery.'],
  ])('%j is wrong usage', async (given, told) => {
    const { code, err } = await program.run(['outbox', ...given]);

    expect(code).toBe(2);
    expect(err).toContain(told);
    expect(err).toContain('Usage: billing outbox');
  });

  test('doctor is alarmed by what is dead', async () => {
    await waiting();
    const dead = await die();

    const { code, out } = await program.run(['doctor']);

    expect(code).toBe(3);
    expect(out).toMatch(new RegExp(`^BAD {3}queues: outbox: \\d+ due, ${dead} dead`, 'm'));
  });
});
