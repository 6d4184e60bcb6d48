import { beforeAll, describe, expect, test } from 'vitest';
import { inRead, inTransaction } from '#infrastructure/typeorm/metering/tally-statements.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';

// PostgreSQL tries a plan for the very values five times. From then on it keeps one for any values,
// where it takes those for no better.
const executions = 8;

const fresh = freshDatabase();
const id = '01900000-0000-7000-8000-000000000001';
const [from, to] = ['2026-11-01T00:00:00.000Z', '2026-11-27T00:00:00.000Z'];
const shared = [id, id, id, 'call', [id]];
const ofTallies = [...shared, from, to, '24', from, to, from, to];

const cases = [
  ['tallies', inRead.tallies, ofTallies],
  ['tallies in a transaction', inTransaction.tallies, ofTallies],
  ['some tallies', inRead.someTallies, [...ofTallies, 1000]],
  ['events', inRead.events, [...shared, from, to]],
  ['events in a transaction', inTransaction.events, [...shared, from, to]],
  ['some events', inRead.someEvents, [...shared, from, to, 1000]],
] as const;

/** How often PostgreSQL took its plan for any values. */
const plannedOnce = (
  { name, text }: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<number> =>
  asAdmin(fresh.url(), async (client) => {
    const query = { name, text, values: [...values] };
    for (let index = 0; index < executions; index += 1) await client.query(query);
    const { rows } = await client.query<{ generic: string }>({
      text: 'select generic_plans as generic from pg_prepared_statements where name = $1',
      values: [name],
    });
    return Number(rows[0]?.generic);
  });

test.each(cases)(
  'the statement of %s is planned once, not for each execution',
  async (_, statement, values) => {
    expect(await plannedOnce(statement, values)).toBe(executions - 5);
  },
);

describe('where there are many events, and some customers have far more than others,', () => {
  const of = (customer: number) => `01900000-0000-7000-8000-${String(customer).padStart(12, '0')}`;
  const customerOf = "('01900000-0000-7000-8000-' || lpad(%s::text, 12, '0'))::uuid";

  beforeAll(async () => {
    await asAdmin(fresh.url(), async (client) => {
      await client.query("select prepare_usage_partition('2028-01-01')");
      const customer = customerOf.replace('%s', 'case when n % 10 = 0 then 2 + n % 500 else 1 end');
      await client.query(
        `insert into usage_events (tenant_id, received_at, expires_on, position, source, event_id,
          event_type, customer_id, occurred_at, is_timed, data)
        select $1, now(), '2028-01-01', n, 'test', n::text, 'call', ${customer},
          $2::timestamptz + n * interval '1 minute', true, '{}'
        from generate_series(1, 30000) n`,
        [id, from],
      );
      const rolled = customerOf.replace('%s', '(1 + n % 100)');
      await client.query(
        `insert into usage_rollups (tenant_id, counting, customer_id, starts_at, subscription_id,
          tallies, hours)
        select $1, $1, ${rolled}, $2::timestamptz + n * interval '1 day', $1, '[]', '[]'
        from generate_series(1, 3000) n`,
        [id, from],
      );
      await client.query('analyze usage_events, usage_rollups');
      // By the statistics they are a hundred times as many.
      await client.query(
        `update pg_class set reltuples = reltuples * 100
          where relname like 'usage_%' and reltuples > 0`,
      );
    });
  });

  test.each(
    cases.flatMap(([name, ...statement]) =>
      [['few', 42] as const, ['most', 1] as const].map(
        ([has, customer]) => [name, has, customer, ...statement] as const,
      ),
    ),
  )(
    'the statement of %s is planned once for who has %s',
    async (_, __, customer, statement, [tenant, counting, ___, ...rest]) => {
      const values = [tenant, counting, of(customer), ...rest];

      expect(await plannedOnce(statement, values)).toBe(executions - 5);
    },
  );
});
