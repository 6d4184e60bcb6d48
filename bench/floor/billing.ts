import { createHash } from 'node:crypto';
import pg from 'pg';
import { postgresMilliseconds } from '../setup/cores.ts';
import { newUuid } from '../shared/public-ids.ts';
import type { BillingSample, SampledTable } from './billing-sample.ts';
import { sampleOf } from './billing-sample.ts';

// The least that a run of billing could be: it takes what is due, batch by batch, and writes the
// rows that the product wrote for one customer, with other ids. Nothing is computed.
//
// Its arguments are the database, and one that the product has run over. It prints invoices/s, and
// the CPU time of each.

const [url = '', sampleUrl = ''] = process.argv.slice(2);
const accountsAtOnce = 50;
// As many as the product has where nothing pauses.
const lanes = 4;

interface Due {
  readonly customer_id: string;
  readonly subscription_id: string;
}

const due = `
  select a.customer_id, k.subscription_id from billing_accounts a
  join subscription_cursors k on k.tenant_id = $1 and k.customer_id = a.customer_id
  where a.tenant_id = $1 and a.due_at <= now() and a.parked_at is null
  order by a.due_at, a.customer_id limit ${accountsAtOnce} for update of a skip locked`;

const takeNumbers = `
  insert into number_series as s (tenant_id, series, last_number, last_issued_on)
  values ($1, 'INV-', $2, current_date)
  on conflict (tenant_id, series) do update set last_number = s.last_number + $2
  returning (last_number - $2)::integer as before`;

const moveCursors = `
  insert into subscription_cursors (tenant_id, subscription_id, customer_id, settled_through,
    next_due_at)
  select $1, s, c, now(), now() + interval '20 days' from unnest($2::uuid[], $3::uuid[]) as r (s, c)
  on conflict (tenant_id, subscription_id) do update
    set settled_through = excluded.settled_through, next_due_at = excluded.next_due_at`;

const moveAccounts = `
  update billing_accounts set due_at = now() + interval '14 days'
  where tenant_id = $1 and customer_id = any ($2)`;

const useCredit = `
  update balances set amount = 0
  where tenant_id = $1 and customer_id = any ($2) and currency = 'EUR'`;

const append = 'select append_audit_entries($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/** Rows like those of the sample: of each customer as many as the sample has. */
const insertLike = (
  { name, columns, types, rows }: SampledTable,
  customers: readonly Written[],
  tenantId: string,
): { readonly name: string; readonly text: string; readonly values: unknown[] } => {
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`);
  const values = columns.map((column) =>
    customers.flatMap((customer) =>
      rows.map((row, place) => customer.valueOf(name, column, place) ?? row[column]),
    ),
  );
  values[columns.indexOf('tenant_id')]?.fill(tenantId);
  const text = `insert into ${name} (${columns.join(', ')})
    select * from unnest(${arrays.join(', ')}) as r`;
  return { name, text, values };
};

/** The values that one customer's rows have of their own. */
class Written {
  readonly customer: Due;
  readonly invoiceId = newUuid();
  readonly lineIds: readonly string[];
  readonly #itemIds: readonly string[];
  readonly #number: string;
  readonly #creditUseId = newUuid();

  constructor(customer: Due, lines: number, number: number) {
    this.customer = customer;
    this.lineIds = Array.from({ length: lines }, () => newUuid());
    this.#itemIds = this.lineIds.map(() => newUuid());
    this.#number = `INV-${String(number).padStart(6, '0')}`;
  }

  #idIn(table: string, place: number): string | undefined {
    if (table === 'charges') return this.lineIds[place];
    return table === 'balance_transactions' ? this.#creditUseId : this.invoiceId;
  }

  valueOf(table: string, column: string, place: number): string | undefined {
    switch (column) {
      case 'id':
        return this.#idIn(table, place);
      case 'line_id':
        return this.lineIds[place];
      case 'invoice_id':
        return this.invoiceId;
      case 'customer_id':
        return this.customer.customer_id;
      case 'subscription_id':
        return this.customer.subscription_id;
      case 'item_id':
        return this.#itemIds[place];
      case 'number':
        return this.#number;
      default:
        return undefined;
    }
  }
}

const entriesOf = (sample: BillingSample, tenantId: string, written: readonly Written[]) => {
  const entries = written.flatMap(({ invoiceId }) =>
    sample.entries.map((entry) => ({ ...entry, resource_id: `inv_${invoiceId.slice(0, 26)}` })),
  ) as BillingSample['entries'];
  const { actor, actor_id: actorId, request_id: requestId } = sample.entries[0] ?? {};
  return [
    tenantId,
    actor,
    actorId,
    requestId,
    new Date().toISOString(),
    entries.map(() => newUuid()),
    entries.map(({ action }) => action),
    entries.map(({ resource_id: resource }) => resource),
    entries.map(({ occurred_at: at }) => at),
    entries.map(({ before }) => before),
    entries.map(({ after }) => after),
    entries.map((entry) => JSON.stringify(entry)),
  ];
};

const usesCredit = ({ tables }: BillingSample): boolean =>
  tables.some(({ name }) => name === 'balance_transactions');

const batchesOf = new Map<pg.Client, number>();

// As the product does: PostgreSQL would keep the plans that it made while the tables were empty.
const planAnew = async (client: pg.Client): Promise<void> => {
  const batches = (batchesOf.get(client) ?? 0) + 1;
  batchesOf.set(client, batches);
  if (batches <= 8 || batches % 8 === 0) await client.query('discard plans');
};

/** Writes one batch, and gives how many invoices that were. */
const writeBatch = async (
  client: pg.Client,
  sample: BillingSample,
  tenantId: string,
): Promise<number> => {
  await planAnew(client);
  void client.query(`begin; set local app.tenant_id = '${tenantId}'`);
  const { rows } = await client.query<Due>({ name: 'due', text: due, values: [tenantId] });
  if (rows.length === 0) {
    await client.query('commit');
    return 0;
  }
  const taken = await client.query<{ before: number }>({
    name: 'numbers',
    text: takeNumbers,
    values: [tenantId, rows.length],
  });
  const before = taken.rows[0]?.before ?? 0;
  const { linesEach } = sample;
  const written = rows.map((each, place) => new Written(each, linesEach, before + place + 1));
  // The digest of each document costs as much as the product's.
  for (const { lineIds } of written) createHash('sha256').update(lineIds.join()).digest('hex');
  const customers = rows.map((row) => row.customer_id);
  const subscriptions = rows.map((row) => row.subscription_id);
  await Promise.all([
    client.query({ name: 'terms', text: sample.insertTerms, values: [tenantId] }),
    ...sample.tables.map((table) => client.query(insertLike(table, written, tenantId))),
    client.query({
      name: 'cursors',
      text: moveCursors,
      values: [tenantId, subscriptions, customers],
    }),
    client.query({ name: 'accounts', text: moveAccounts, values: [tenantId, customers] }),
    ...(usesCredit(sample)
      ? [client.query({ name: 'credit', text: useCredit, values: [tenantId, customers] })]
      : []),
    client.query({
      name: 'append',
      text: append,
      values: entriesOf(sample, tenantId, written),
    }),
    client.query('commit'),
  ]);
  return rows.length;
};

const sample = await sampleOf(sampleUrl);
const clients = Array.from(
  { length: lanes },
  () => new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig),
);
for (const client of clients) await client.connect();
const [first] = clients;
const found = await first?.query<{ id: string }>(
  'select distinct tenant_id as id from billing_accounts where due_at <= now()',
);
const tenants = (found?.rows ?? []).map(({ id }) => id);
const backend = await first?.query<{ pid: number }>('select pg_backend_pid() as pid');
const postgresUsed = () => postgresMilliseconds(backend?.rows[0]?.pid ?? 0);
const postgresBefore = postgresUsed();
const nodeBefore = process.cpuUsage();
const beganAt = performance.now();
let invoices = 0;
// Tenants take turns, as the product's do; the lanes share one where there is no other.
const lane = async (client: pg.Client, from: number): Promise<void> => {
  for (let turn = from; tenants.length > 0; turn += lanes) {
    const tenantId = tenants[turn % tenants.length] ?? '';
    const made = await writeBatch(client, sample, tenantId);
    invoices += made;
    const place = tenants.indexOf(tenantId);
    if (made === 0 && place !== -1) tenants.splice(place, 1);
  }
};
await Promise.all(clients.map(lane));
const seconds = (performance.now() - beganAt) / 1000;
const { user, system } = process.cpuUsage(nodeBefore);
const cost = {
  node: (user + system) / 1000 / invoices,
  postgres: (postgresUsed() - postgresBefore) / invoices,
};
process.stdout.write(JSON.stringify({ invoices, perSecond: invoices / seconds, cost }));
await Promise.all(clients.map((client) => client.end()));
