import { beforeAll, expect, test } from 'vitest';
import type { ManyRows } from '#infrastructure/typeorm/connection/insert-many.ts';
import { insertMany, updateMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly day: string | null;
  readonly amount: string | null;
  readonly label: string | null;
  readonly facts: object | null;
}

const columns: Parameters<typeof insertMany<Row>>[1] = [
  ['id', 'uuid', ({ id }) => id],
  ['version', 'integer', ({ version }) => version],
  ['day', 'date', ({ day }) => day],
  ['amount', 'bigint', ({ amount }) => amount],
  ['label', 'text', ({ label }) => label],
  ['facts', 'jsonb', ({ facts }) => facts && JSON.stringify(facts)],
];
const inserts = insertMany('many_rows', columns);
const updates = updateMany('many_rows', columns);

const tenantId = '01900000-0000-7000-8000-000000000001';
const odd = 'a "quoted" \\ {brace}, NULL\nnext\tline é 漢 \u2028 \\n';
const row = (place: number, given: Partial<Row> = {}): Row => ({
  id: `01900000-0000-7000-8000-00000000010${place}`,
  version: 1,
  day: null,
  amount: null,
  label: null,
  facts: null,
  ...given,
});

const fresh = freshDatabase();
const run = (many: ManyRows<Row>, rows: readonly Row[]) =>
  asAdmin(fresh.url(), (client) => client.query(many.of(tenantId, rows)));
const stored = () =>
  asAdmin(fresh.url(), async (client) => {
    const { rows } = await client.query<Row>(
      `select id, version, day::text as day, amount::text as amount, label, facts
        from many_rows order by id`,
    );
    await client.query('delete from many_rows');
    return rows;
  });

beforeAll(() =>
  asAdmin(fresh.url(), (client) =>
    client.query(`create table many_rows (tenant_id uuid not null, id uuid not null,
      version integer not null, day date, amount bigint, label text, facts jsonb)`),
  ),
);

test.each([
  ['none', []],
  ['one with nothing in it', [row(1)]],
  ['many with nothing in them', [row(1), row(2), row(3)]],
  ['one with odd texts', [row(1, { label: odd, facts: { [odd]: [odd, ''] } })]],
  [
    'some with, some without',
    [
      row(1, { day: '2028-02-29', amount: '-9223372036854775808', facts: {} }),
      row(2, { label: '', facts: { empty: '' } }),
      row(3, { label: 'null' }),
      row(4, { label: odd, amount: '9223372036854775807', facts: { text: odd } }),
      row(5),
    ],
  ],
] satisfies readonly (readonly [string, readonly Row[]])[])(
  'rows are stored as they are: %s',
  async (_, rows) => {
    await run(inserts, rows);

    expect(await stored()).toEqual(rows);
  },
);

test('rows are replaced as they are, where each has the version before', async () => {
  await run(inserts, [row(1, { facts: { was: 1 } }), row(2, { label: 'was', version: 2 })]);

  await run(updates, [
    row(1, { version: 2, label: odd, facts: { is: odd } }),
    row(2, { version: 2, label: 'is' }),
  ]);

  expect(await stored()).toEqual([
    row(1, { version: 2, label: odd, facts: { is: odd } }),
    row(2, { label: 'was', version: 2 }),
  ]);
});
