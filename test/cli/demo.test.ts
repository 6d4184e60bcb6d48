import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { isOverdue } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { modelNames } from '#domain/catalog/pricing/parse-model.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { demoTenant } from '#interfaces/cli/demo/company.ts';
import { demoNow } from '#interfaces/cli/demo/history.ts';
import { fillDemo } from '#interfaces/cli/demo.ts';

// The demo shows every kind of what the product has. `process.test.ts` fills it in PostgreSQL.

let composition: Composition;
let context: RequestContext;
let told: string;
let subscriptions: readonly SubscriptionView[];
let invoices: readonly InvoiceView[];
const now = parseInstant(demoNow);

beforeAll(async () => {
  composition = await compose({ storage: 'memory' });
  const { useCases } = composition;
  told = await fillDemo(composition, 'http://localhost:3000');
  const { signIn } = useCases.authentication;
  const { tenant, user } = await signIn.execute({ requestId: 'demo' }, demoTenant);
  context = {
    requestId: 'demo',
    tenantId: tenant.id,
    actor: { kind: 'user', userId: user.id, sessionId: null },
    permissions: permissionsOf.ADMIN,
  };
  const all = { limit: 100 };
  subscriptions = (await useCases.subscriptions.list.execute(context, all)).data;
  invoices = await allInvoices();
}, 60_000);
afterAll(() => composition.close());

const allInvoices = async (): Promise<readonly InvoiceView[]> => {
  const found: InvoiceView[] = [];
  let cursor: string | undefined;
  do {
    const { list } = composition.useCases.invoices;
    const { data, nextCursor } = await list.execute(context, { limit: 100, cursor });
    found.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
};

const linesOf = async (of: readonly InvoiceView[]) => {
  const { get } = composition.useCases.invoices;
  const documents = await Promise.all(of.map(({ id }) => get.execute(context, { invoiceId: id })));
  return documents.flatMap(({ lines }) => lines);
};

test('the tenant goes by a test clock, and the seller is complete', async () => {
  const { tenant, testClock } = composition.useCases;
  const { billing, mode } = await tenant.get.execute(context);

  expect(told).toContain('The demo tenant is ready.');
  expect(mode).toBe('test');
  expect(await testClock.get.execute(context)).toMatchObject({ now, status: 'ready' });
  const { name, address, taxId, color } = billing.seller;
  expect([name, address, taxId, color]).not.toContain(null);
});

test('a second run changes nothing', async () => {
  const again = await fillDemo(composition, 'http://localhost:3000');

  expect(again).toContain('The demo tenant is there already.');
  expect(await allInvoices()).toEqual(invoices);
});

test.each<[string, (subscription: SubscriptionView) => boolean]>([
  ['is in trial', ({ status }) => status === 'trialing'],
  ['is active', ({ status, endsAt }) => status === 'active' && endsAt === null],
  ['is paused', ({ status }) => status === 'paused'],
  ['is canceled, and still runs', ({ status, endsAt }) => status === 'active' && endsAt !== null],
  ['has ended', ({ status }) => status === 'ended'],
  ['begins later', ({ status }) => status === 'scheduled'],
  ['has a term', ({ term }) => term !== null],
])('a subscription %s', (_kind, isOfKind) => {
  expect(subscriptions.filter(isOfKind)).not.toEqual([]);
});

test('a customer pays less for seats than the plan says', async () => {
  const negotiated = subscriptions.filter(({ items }) => items.some(({ override }) => override));

  expect(negotiated).toMatchObject([{ externalId: 'crm-1020' }]);
  const seats = (await issuedLinesOf('crm-1020')).filter(
    ({ description }) => description === 'Seats',
  );
  expect(seats.map(({ amount }) => amount.minor)).toContain(5500n);
});

test('a customer has a price for a while only', () => {
  const ending = subscriptions.filter(({ items }) => items.some(({ endsOn }) => endsOn !== null));

  expect(ending).toMatchObject([{ externalId: 'crm-1002', endsAt: null }]);
});

test('some changes lie ahead, of a quantity and of the plan', async () => {
  const { changes } = composition.useCases.subscriptions;
  const pages = await Promise.all(
    subscriptions.map(({ id }) => changes.execute(context, { subscriptionId: id })),
  );

  const ahead = pages.flatMap(({ data }) => data).filter(({ status }) => status === 'scheduled');
  const kinds = ahead.map(({ planId, items }) => (planId === null ? items[0]?.quantity : 'plan'));
  expect([kinds.length, new Set(kinds)]).toEqual([2, new Set(['25', 'plan'])]);
});

test.each<[string, (invoice: InvoiceView) => boolean]>([
  [
    'waits in its days of grace',
    ({ issuedOn, finalizesAt }) => !issuedOn && (finalizesAt ?? 0) > now,
  ],
  ['waits for a person', ({ status, finalizesAt }) => status === 'draft' && finalizesAt === null],
  ['is paid', ({ paymentStatus }) => paymentStatus === 'paid'],
  ['is paid in part', ({ paymentStatus }) => paymentStatus === 'partially_paid'],
  ['is overdue', isOverdue],
  ['is uncollectible', ({ status }) => status === 'uncollectible'],
  [
    'is voided, and replaced',
    ({ voidedAt, reissuedAs }) => voidedAt !== null && reissuedAs !== null,
  ],
  ['is voided for good', ({ voidedAt, reissuedAs }) => voidedAt !== null && reissuedAs === null],
  ['replaces another', ({ reissueOf, status }) => reissueOf !== null && status === 'finalized'],
  ['is paid from the balance', ({ balanceApplied }) => !balanceApplied.isZero()],
  ['has tax on top', ({ tax, currency }) => currency === 'EUR' && tax.isPositive()],
  ['includes tax', ({ tax, currency }) => currency === 'JPY' && tax.isPositive()],
  ['is of no tax', ({ tax, currency }) => currency === 'USD' && tax.isZero()],
])('an invoice %s', (_kind, isOfKind) => {
  expect(invoices.filter(isOfKind)).not.toEqual([]);
});

test('a one-off invoice with lines by hand was issued and paid', async () => {
  const paid = invoices.filter(({ purchaseOrder }) => purchaseOrder === 'PO-7741');

  expect(paid).toMatchObject([{ status: 'finalized', paymentStatus: 'paid' }]);
  const lines = await linesOf(paid);
  expect(lines.map(({ amount }) => amount.minor)).toEqual([240_000n, 34_860n, -24_000n]);
});

test('a customer has a balance that somebody adjusted', async () => {
  const { customers, balances } = composition.useCases;
  const { data } = await customers.list.execute(context, { externalId: 'crm-1013' });
  const [{ id: customerId } = { id: undefined }] = data;
  if (customerId === undefined) throw new Error('The customer is there.');

  const { data: moves } = await balances.listTransactions.execute(context, { customerId });

  expect(moves).toMatchObject([{ kind: 'adjustment', amount: { minor: 5000n } }]);
});

test('a plan has two versions, and its subscribers were moved to the second', async () => {
  const { plans, planVersions, planMigrations } = composition.useCases;
  const { data } = await plans.list.execute(context, { code: 'team-monthly' });
  const [{ id: planId } = { id: undefined }] = data;
  if (planId === undefined) throw new Error('The plan is there.');

  const versions = await planVersions.list.execute(context, { planId });
  const moves = await planMigrations.list.execute(context, { planId });

  expect(versions.data.map(({ number }) => number)).toEqual([2, 1]);
  expect(moves.data).toMatchObject([{ status: 'completed', report: { moved: 1, refused: 0 } }]);
  const on = subscriptions.filter((each) => each.planId === planId);
  expect(new Set(on.map(({ planVersion }) => planVersion))).toEqual(new Set([2]));
});

test('each model that is sold stands on an invoice, usage too', async () => {
  const { data } = await composition.useCases.plans.list.execute(context, { limit: 100 });
  const prices = new Map(data.flatMap((plan) => plan.prices.map((price) => [price.id, price])));

  const lines = await linesOf(invoices.filter(({ status }) => status === 'finalized'));

  const billed = lines.flatMap((line) => {
    const price = line.priceId === null ? undefined : prices.get(line.priceId);
    return price === undefined || line.amount.isZero() ? [] : [price];
  });
  expect(new Set(billed.map(({ model }) => model))).toEqual(new Set(modelNames));
  expect(new Set(billed.map(({ kind }) => kind))).toEqual(
    new Set(['recurring', 'usage', 'one_time']),
  );
});

test('a month that used little is filled up to its commitment', async () => {
  const committed = subscriptions.find(({ externalId }) => externalId === 'crm-1043');
  const issued = invoices.filter(
    ({ customerId, status }) => customerId === committed?.customerId && status === 'finalized',
  );

  const lines = await linesOf(issued);

  const ofPeriod = lines.filter(({ servicePeriod }) => servicePeriod?.start === '2025-12-01');
  expect(new Set(ofPeriod.map(({ kind }) => kind))).toEqual(
    new Set(['recurring', 'usage', 'commitment']),
  );
  const sum = ofPeriod.reduce((total, { amount }) => total + amount.minor, 0n);
  expect(sum).toBe(15_000n);
});

const issuedLinesOf = (customer: string) => {
  const subscription = subscriptions.find(({ externalId }) => externalId === customer);
  const isIssued = ({ customerId, status }: InvoiceView): boolean =>
    customerId === subscription?.customerId && status === 'finalized';
  return linesOf(invoices.filter(isIssued));
};

test('viewers who stay are charged in advance where a month begins', async () => {
  const lines = await issuedLinesOf('crm-1044');

  // The newest come first: the line that ended the month counted all of it again.
  const ofJanuary = lines.findLast(({ servicePeriod }) => servicePeriod?.start === '2026-01-01');
  expect(ofJanuary).toMatchObject({ kind: 'usage', quantity: '7' });
  expect(ofJanuary?.amount.minor).toBe(4200n);
});

test('viewers who come within a month are paid for by the day', async () => {
  const lines = await issuedLinesOf('crm-1050');

  const whole = 900n;
  const parts = lines.filter(({ amount }) => amount.minor % whole !== 0n);
  expect(parts).not.toEqual([]);
  expect(new Set(parts.map(({ kind }) => kind))).toEqual(new Set(['usage']));
});

test('a size is that of the meter that passed its bound, and is open in a month', async () => {
  const { currentUsage } = composition.useCases.subscriptions;
  const sized = subscriptions.find(({ externalId }) => externalId === 'crm-1049');
  if (sized === undefined) throw new Error('The subscription is there.');

  const lines = await issuedLinesOf('crm-1049');
  const { data } = await currentUsage.execute(context, { subscriptionId: sized.id });

  expect(lines.map(({ amount }) => amount.minor)).toEqual([4900n, 4900n]);
  expect(data).toMatchObject([
    { quantities: { requests: '47', storage: '49' }, amount: { minor: 1900n } },
  ]);
});

test('the usage of the open period is worth looking at', async () => {
  const { currentUsage } = composition.useCases.subscriptions;
  const used = subscriptions.find(({ externalId }) => externalId === 'crm-1001');
  if (used === undefined) throw new Error('The subscription is there.');

  const { data } = await currentUsage.execute(context, { subscriptionId: used.id });

  expect(data).toHaveLength(5);
  expect(data.filter(({ amount }) => amount.isZero())).toEqual([]);
  const groups = data.flatMap(({ group }) => group ?? []);
  expect(groups).toHaveLength(2);
});

test('what a customer may use is there, and some of its limit is left', async () => {
  const { entitlements } = composition.useCases;
  const used = subscriptions.find(({ externalId }) => externalId === 'crm-1001');
  if (used === undefined) throw new Error('The subscription is there.');

  const { data } = await entitlements.list.execute(context, { customerId: used.customerId });

  expect(new Set(data.map(({ kind }) => kind))).toEqual(new Set(['boolean', 'limit', 'value']));
  const requests = data.find(({ feature }) => feature === 'requests');
  expect(Number(requests?.used)).toBeGreaterThan(0);
  expect(Number(requests?.remaining)).toBeGreaterThan(0);
});

test('all that was issued proves itself, and nobody waits for help', async () => {
  const { verify, listIssues } = composition.useCases.invoices;

  expect(await verify.execute(context, {})).toMatchObject({ faults: [] });
  expect((await listIssues.execute(context, {})).data).toEqual([]);
});
