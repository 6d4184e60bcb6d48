import type pg from 'pg';
import { runDue } from './billing-run.ts';
import { seedBilling } from './billing-seed.ts';
import { connected } from './postgres.ts';
import { tenantName, tenantNumbered } from './seed.ts';

/** A tenant with few invoices, numbered 1, and one with many, numbered 2. */
export interface DocumentShape {
  /** Subscriptions of each tenant; the product bills each once. */
  readonly few: number;
  /** About as many invoices and subscriptions the second tenant has in the end. */
  readonly many: number;
  /** Of so many of its invoices, at least, the lines are there, too. */
  readonly withLines: number;
}

/**
 * Fills a migrated database: the product makes the invoices of both tenants, and rows of the second
 * are copied, with other ids and numbers, until there are enough.
 */
export const seedDocuments = async (
  url: string,
  client: pg.Client,
  { few, many, withLines }: DocumentShape,
): Promise<void> => {
  await seedBilling(client, { tenants: 2, subscriptionsEach: few, dueEach: few });
  await client.query(seatsByQuantity);
  await runDue(url, 2 * few);
  const { rows } = await client.query<{ id: string }>(tenantNumbered, [tenantName(2)]);
  await connected(url, (copying) =>
    copyAll(copying, rows[0]?.id ?? '', {
      copies: Math.ceil(many / few) - 1,
      copiesWithLines: Math.ceil(withLines / few) - 1,
    }),
  );
  for (const table of copiedTables) await client.query(`vacuum (freeze, analyze) ${table}`);
};

// So that a change of the quantity settles: a flat amount is the same whatever the quantity.
const seatsByQuantity = `
  update plan_versions set prices = jsonb_set(prices, '{0}',
    (prices -> 0) - 'amount' || '{"model": "per_unit", "unitAmount": "49"}')`;

const documentTables = ['subscriptions', 'subscription_cursors', 'invoices', 'invoice_documents'];
const lineTables = ['charges', 'invoice_lines'];
const copiedTables = [...documentTables, ...lineTables];

// Ids of what is copied; those of customers, prices and plans stay as they are.
const copiedIds = ['id', 'invoice_id', 'line_id', 'subscription_id', 'item_id'];

const copyAll = async (
  client: pg.Client,
  tenantId: string,
  { copies, copiesWithLines }: { readonly copies: number; readonly copiesWithLines: number },
): Promise<void> => {
  // Copied rows fit together; they would be looked up one by one.
  await client.query('set session_replication_role = replica');
  await client.query(copiedFunction);
  const statements = new Map<string, string>();
  for (const table of copiedTables) {
    await client.query(`create temporary table original_${table} as select * from ${table}
      where tenant_id = '${tenantId}'`);
    statements.set(table, await copyOf(client, table));
  }
  for (let copy = 1; copy <= copies; copy += 1) {
    const tables = copy <= copiesWithLines ? copiedTables : documentTables;
    for (const table of tables) await client.query(statements.get(table) ?? '', [copy]);
  }
};

// The first half holds the time, by which lists are ordered.
const copiedFunction = `
  create function pg_temp.copied(id uuid, copy integer) returns uuid language sql immutable
  return (left(id::text, 19) || substr(md5(id::text || copy), 1, 4) || '-'
    || substr(md5(id::text || copy), 5, 12))::uuid`;

const copyOf = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => {
    if (copiedIds.includes(name)) return `pg_temp.copied(${name}, $1)`;
    return name === 'number' ? "number || '-' || $1::integer" : name;
  });
  return `insert into ${table} (${names.join(', ')})
    select ${values.join(', ')} from original_${table}`;
};
