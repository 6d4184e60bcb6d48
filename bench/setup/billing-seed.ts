import type pg from 'pg';
import { newUuid, publicId } from '../shared/public-ids.ts';
import { seed, tenantName, tenantNumbered } from './seed.ts';

/** Tenants with subscriptions of three flat monthly prices each; some of them are due. */
export interface BillingShape {
  readonly tenants: number;
  readonly subscriptionsEach: number;
  /** Of each tenant, spread over all: each misses one period. */
  readonly dueEach: number;
  /** Whether two taxes are on each line, and each customer has credit that an invoice uses. */
  readonly isTaxed?: boolean;
}

const rowsAtOnce = 5000;
const dayMilliseconds = 86_400_000;
const prices = ['Seats', 'Support', 'Storage'];
const amounts = ['4900', '1500', '750'];

// The product's standard policy, as it is stored with a subscription.
const policy = {
  countedBy: 'day',
  dayOfChange: 'new',
  dayOfEnd: 'billed',
  alignFrom: 'trial_end',
  cycle: 'restart',
  trialOnChange: 'keep',
  decrease: 'credit',
  creditAs: 'next_invoice',
  charge: 'immediately',
  cancelCredit: 'prorated',
  rounding: 'half_up',
  taxRounding: 'per_rate',
  inclusiveRounding: 'tax',
  zeroInvoices: 'skip',
  lateUsage: 'next_invoice',
};

// Without these nobody may issue an invoice.
const seller = {
  name: 'Seller Ltd',
  address: {
    line1: '1 Long Street',
    line2: null,
    city: 'Vienna',
    postalCode: '1010',
    state: null,
    country: 'AT',
  },
  taxId: 'ATU12345678',
  email: 'billing@seller.example',
};

/** Adds tenants to a migrated database, with customers and what bills them. */
export const seedBilling = async (client: pg.Client, shape: BillingShape): Promise<void> => {
  const { tenants, subscriptionsEach: customersEach } = shape;
  await seed(client, 1, { tenants, customersEach, isSearchable: false });
  await client.query('update tenants set billing = $1', [JSON.stringify({ seller })]);
  if (shape.isTaxed === true) await taxAll(client);
  for (let number = 1; number <= tenants; number += 1) {
    const offer = await offerPlan(client, number);
    await subscribeAll(client, offer, shape);
  }
  if (shape.isTaxed === true) await creditAll(client);
  const tables = ['billing_accounts', 'subscriptions', 'subscription_cursors'];
  for (const table of tables) await client.query(`vacuum (freeze, analyze) ${table}`);
};

const rates = [
  { name: 'State tax', rate: '0.0725' },
  { name: 'City tax', rate: '0.01' },
];

/** Every tenant taxes all of its lines twice, on top of the prices. */
const taxAll = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ id: string }>('select id from tenants');
  for (const { id: tenantId } of rows) {
    const ids = rates.map(() => newUuid());
    await client.query(
      `insert into tax_rates (tenant_id, id, version, name, rate, is_inclusive, created_at,
        updated_at, found_as)
      select $1, r.id, 1, r.name, r.rate, false, now(), now(), ''
      from unnest($2::uuid[], $3::text[], $4::text[]) as r (id, name, rate)`,
      [tenantId, ids, rates.map(({ name }) => name), rates.map(({ rate }) => rate)],
    );
    const taxRateIds = ids.map((id) => publicId('tax', id));
    await client.query('update tenants set billing = $2 where id = $1', [
      tenantId,
      JSON.stringify({ seller, taxRateIds }),
    ]);
  }
};

/** Every customer has credit of EUR 10.00, by one transaction. */
const creditAll = async (client: pg.Client): Promise<void> => {
  await client.query(`insert into balances (tenant_id, customer_id, currency, amount)
    select tenant_id, customer_id, 'EUR', 1000 from billing_accounts`);
  await client.query(`insert into balance_transactions (tenant_id, id, customer_id, currency,
      amount, balance_after, kind, reason, created_at)
    select tenant_id, gen_random_uuid(), customer_id, 'EUR', 1000, 1000, 'adjustment', 'A present',
      now() from billing_accounts`);
};

interface Offer {
  readonly tenantId: string;
  readonly planId: string;
  readonly priceIds: readonly string[];
}

const offerPlan = async (client: pg.Client, tenant: number): Promise<Offer> => {
  const { rows } = await client.query<{ id: string }>(tenantNumbered, [tenantName(tenant)]);
  const [tenantId = '', productId, planId] = [rows[0]?.id, newUuid(), newUuid()];
  const priceIds = prices.map(() => newUuid());
  const stored = prices.map((name, index) => ({
    id: priceIds[index],
    name,
    kind: 'recurring',
    model: 'flat',
    amount: amounts[index],
    billed: 'in_advance',
  }));
  await client.query(
    `insert into products (tenant_id, id, version, code, name, metadata, created_at, updated_at,
      found_as) values ($1, $2, 1, 'crm', 'CRM', '{}', now(), now(), '')`,
    [tenantId, productId],
  );
  await client.query(
    `insert into plans (tenant_id, id, version, product_id, code, name, currency, interval_unit,
      interval_count, trial_days, prices, metadata, created_at, updated_at, activated_at, found_as)
    values ($1, $2, 1, $3, 'crm', 'CRM', 'EUR', 'month', 1, 0, $4, '{}', now(), now(), now(), '')`,
    [tenantId, planId, productId, JSON.stringify(stored)],
  );
  // The first version of a plan shares its id.
  await client.query(
    `insert into plan_versions (tenant_id, id, plan_id, number, currency, interval_unit,
      interval_count, trial_days, prices, published_at)
    values ($1, $2, $2, 1, 'EUR', 'month', 1, 0, $3, now())`,
    [tenantId, planId, JSON.stringify(stored)],
  );
  return { tenantId, planId, priceIds };
};

const subscribeAll = async (
  client: pg.Client,
  offer: Offer,
  { subscriptionsEach, dueEach }: BillingShape,
): Promise<void> => {
  const { rows: customers } = await client.query<{ id: string }>(
    'select id from customers where tenant_id = $1 order by id',
    [offer.tenantId],
  );
  const every = Math.floor(subscriptionsEach / dueEach);
  for (let at = 0; at < customers.length; at += rowsAtOnce) {
    const some = customers.slice(at, at + rowsAtOnce).map(({ id }, index) => ({
      id,
      isDue: (at + index) % every === 0 && Math.floor((at + index) / every) < dueEach,
    }));
    await subscribe(client, offer, some);
  }
};

interface Subscriber {
  readonly id: string;
  readonly isDue: boolean;
}

// Who is due began forty days ago, and has paid for the first month; the others ten.
const subscribe = async (
  client: pg.Client,
  { tenantId, planId, priceIds }: Offer,
  customers: readonly Subscriber[],
): Promise<void> => {
  const starts = customers.map(({ isDue }) => firstInstant(isDue ? 40 : 10));
  const values = [
    tenantId,
    planId,
    customers.map(({ id }) => id),
    customers.map(() => newUuid()),
    starts.map((start) => new Date(start).toISOString()),
    starts.map((at) => JSON.stringify([segmentFrom(at, planId, priceIds)])),
    JSON.stringify(policy),
  ];
  await client.query(inserts, values);
};

const firstInstant = (daysAgo: number): number =>
  (Math.floor(Date.now() / dayMilliseconds) - daysAgo) * dayMilliseconds;

const segmentFrom = (at: number, planId: string, priceIds: readonly string[]): object => ({
  on: new Date(at).toISOString().slice(0, 10),
  at,
  planVersionId: publicId('ver', planId),
  items: priceIds.map((priceId) => ({
    id: publicId('si', newUuid()),
    priceId: publicId('price', priceId),
    quantity: '1',
  })),
});

const inserts = `
  with given as (
    select *, (starts_at at time zone 'UTC')::date as starts_on,
      (starts_at at time zone 'UTC' + interval '1 month') at time zone 'UTC' as due_at
    from unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::jsonb[])
      as g (customer_id, id, starts_at, segments)
  ), account as (
    insert into billing_accounts (tenant_id, customer_id, is_live, due_at)
    select $1, customer_id, true, due_at from given
  ), subscription as (
    insert into subscriptions (tenant_id, id, version, customer_id, plan_id, plan_version_id,
      plan_version, currency, time_zone, alignment, interval_unit, interval_count, anchor_on,
      anchor_day, policy, segments, starts_on, starts_at, is_invoiced_apart, metadata, created_at,
      updated_at)
    select $1, id, 1, customer_id, $2, $2, 1, 'EUR', 'UTC', '"anniversary"', 'month', 1, starts_on,
      extract(day from starts_on)::integer, $7::jsonb, segments, starts_on, starts_at, false, '{}',
      starts_at, starts_at from given
  )
  insert into subscription_cursors (tenant_id, subscription_id, customer_id, settled_through,
    next_due_at)
  select $1, id, customer_id, starts_at, due_at from given`;
