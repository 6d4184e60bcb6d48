// Billing without HTTP: the use cases as functions, in this process. In memory, or on the PostgreSQL
// of DATABASE_URL. Run it with Node 24: `npm install && npm start` (build the package before).
import { createBilling, DomainError, Money, parseCurrencyCode } from 'billing-service';

const databaseUrl = process.env['DATABASE_URL'];
const euro = parseCurrencyCode('EUR');

await using billing = await createBilling({
  storage: databaseUrl === undefined ? 'memory' : { databaseUrl },
});

// Addresses of people are unique in an installation, so each run brings its own.
const { tenant } = await billing.signUp({
  tenantName: 'Acme',
  name: 'Ada Lovelace',
  email: `ada+${Date.now()}@acme.example`,
  password: 'correct horse battery staple',
});
print(`${tenant.name} bills in ${tenant.defaultCurrency}.`);

// Everything below happens in that tenant, and its events say that we did it.
const acme = billing.tenant(tenant.id, { actor: 'nightly-import' });

const product = await acme.products.create({ code: 'analytics', name: 'Analytics' });
const plan = await acme.plans.create({
  productId: product.id,
  code: 'analytics-monthly',
  name: 'Analytics, monthly',
  currency: euro,
  interval: { unit: 'month', count: 1 },
  trialDays: 14,
  prices: [{ name: 'Seat', amount: Money.of(4900n, euro), billed: 'in_advance' }],
});
const [price] = plan.prices;
if (price?.model !== 'flat') throw new Error('The plan was made with one flat price.');
print(`${plan.name} is ${plan.status}: ${price.name} at ${price.amount}.`);

for (const name of ['Globex', 'Initech', 'Umbrella']) {
  await acme.customers.create({ name, email: `billing@${name.toLowerCase()}.example` });
}

// A page at a time, or everything: the walk reads the next page when it is needed.
const { data, nextCursor } = await acme.customers.list({ limit: 2 });
print(`The newest two: ${data.map(({ name }) => name).join(', ')}; more: ${nextCursor !== null}.`);
for await (const customer of acme.customers.all({ search: 'initech' })) {
  print(`Found ${customer.name} <${customer.email}>.`);
}

// A refusal has a code that never changes its meaning; anything else is a fault.
try {
  await acme.customers.create({ name: 'Globex again', email: 'BILLING@globex.example' });
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  print(`Refused: ${error.code} (${error.kind}).`);
}

// Money is never divided: what is split adds up to the whole, to the cent.
const shares = Money.of(10_000n, euro).allocate([1n, 1n, 1n]);
print(`EUR 100.00 in three: ${shares.join(' + ')}.`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
