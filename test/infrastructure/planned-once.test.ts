import { expect, test } from 'vitest';
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

test.each([
  ['tallies', inRead.tallies, ofTallies],
  ['tallies in a transaction', inTransaction.tallies, ofTallies],
  ['some tallies', inRead.someTallies, [...ofTallies, 1000]],
  ['events', inRead.events, [...shared, from, to]],
  ['some events', inRead.someEvents, [...shared, from, to, 1000]],
])(
  'the statement of %s is planned once, not for each execution',
  async (_, { name, text }, values) => {
    const plans = await asAdmin(fresh.url(), async (client) => {
      const query = { name: name ?? '', text, values };
      for (let index = 0; index < executions; index += 1) await client.query(query);
      const { rows } = await client.query<{ generic: string }>({
        text: 'select generic_plans as generic from pg_prepared_statements where name = $1',
        values: [name],
      });
      return rows.map(({ generic }) => Number(generic));
    });

    expect(plans).toEqual([executions - 5]);
  },
);
