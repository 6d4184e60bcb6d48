import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { IssuedDocument } from '#application/invoicing/ports.ts';
import type { ActivePlan } from '#domain/catalog/plan.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { ChargeFacts, ManualCharge, SubscriptionCharge } from '#domain/charging/charge.ts';
import { recurringDerivation } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { flatTerms, hashOfTerms } from '#domain/charging/terms.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import type { DraftInvoice, FinalizedInvoice } from '#domain/invoicing/invoice.ts';
import { draftInvoice } from '#domain/invoicing/invoice.ts';
import type { ManualLine } from '#domain/invoicing/manual-line.ts';
import { manualCharge } from '#domain/invoicing/manual-line.ts';
import { untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId, InvoiceId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, later, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { subscribe } from '#domain/subscriptions/subscription.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import {
  buildCustomer,
  buildId,
  buildPlan,
  buildProduct,
  nextNumber,
  someday,
} from './builders.ts';
import type { TenantUnderTest } from './harness.ts';

// Things of billing for tests, as in builders.ts: in euros, by the days of UTC.

const euro = parseCurrencyCode('EUR');
const utc = parseTimeZone('UTC');
const dayOf = (at: typeof someday) => parseCalendarDate(formatInstant(at).slice(0, 10));

export const euros = (minor: bigint): Money => Money.of(minor, euro);

/** The repositories that an agreement is stored by. */
export type AgreementRepositories = CustomerRepositories &
  CatalogRepositories &
  ChargingRepositories;

/** Stores a customer with an account, and a plan with a published version. */
export const storeAgreeing = async (
  { customers, products, plans, planVersions, billingAccounts }: AgreementRepositories,
  mode: TenantMode = 'live',
): Promise<{ readonly customerId: CustomerId; readonly plan: ActivePlan }> => {
  const customer = await customers.save(buildCustomer());
  const product = await products.save(buildProduct());
  const plan = buildPlan(product.facts.id).activate(someday);
  await plans.save(plan);
  await planVersions.save(firstVersionOf(plan));
  await billingAccounts.open(customer.facts.id, mode);
  return { customerId: customer.facts.id, plan };
};

/** Stores a customer with an account. */
export const storeAccount = async (
  { customers, billingAccounts }: Pick<AgreementRepositories, 'customers' | 'billingAccounts'>,
  mode: TenantMode = 'live',
): Promise<CustomerId> => {
  const { facts } = await customers.save(buildCustomer());
  await billingAccounts.open(facts.id, mode);
  return facts.id;
};

/** One of a plan that runs from someday on; `given` says what differs. */
export const buildSubscription = (
  customerId: CustomerId,
  { facts: plan }: ActivePlan,
  given: Partial<SubscriptionFacts> = {},
): Subscription => {
  const start = { on: dayOf(someday), at: someday };
  const items = plan.terms.prices.map(({ id: priceId }) => ({
    id: buildId('si'),
    priceId,
    quantity: '1',
  }));
  const { id: planVersionId } = firstVersionOf({ facts: plan }).facts;
  const agreed = {
    id: buildId('sub'),
    customerId,
    planId: plan.id,
    planVersion: 1,
    externalId: null,
    name: null,
    currency: plan.terms.currency,
    timeZone: utc,
    alignment: 'anniversary' as const,
    interval: { unit: plan.terms.interval.unit, count: plan.terms.interval.count },
    anchorOn: start.on,
    anchorDay: Number(start.on.slice(8)),
    policy: standardPolicy,
    segments: [{ from: start, planVersionId, items }],
    start,
    billedThrough: null,
    term: null,
    end: null,
    endReason: null,
    isInvoicedApart: false,
    purchaseOrder: null,
    metadata: {},
    ...given,
  };
  return subscribe(agreed, someday);
};

/** The terms of EUR 49.00 a month, and the hash that they are stored under. */
export const builtTerms = (): ReadonlyMap<string, PriceTerms> => {
  const terms = flatTerms(euros(4900n), true);
  return new Map([[hashOfTerms(terms, sha256), terms]]);
};

/** A month of a stored subscription at EUR 49.00, on no invoice; each has its own identity. */
export const buildCharge = (
  { facts: { id, customerId, segments } }: Subscription,
  given: Partial<SubscriptionCharge> = {},
): SubscriptionCharge => {
  const period = {
    start: parseCalendarDate('2026-04-01'),
    end: parseCalendarDate('2026-05-01'),
    startsAt: later(someday, nextNumber()),
    endsAt: later(someday, 30 * 86_400_000),
  };
  const [item] = segments.flatMap(({ items }) => items);
  if (item === undefined) throw new Error('A subscription has an item.');
  const [termsHash = ''] = builtTerms().keys();
  const agreed = { version: 1, kind: 'recurring', quantity: '1' } as const;
  const conventions = { countedBy: 'day', rounding: 'half_up', timeZone: utc } as const;
  return {
    id: buildId('line'),
    customerId,
    subscriptionId: id,
    itemId: item.id,
    priceId: item.priceId,
    kind: 'recurring',
    part: '',
    cause: 'run',
    currency: euro,
    amount: euros(4900n),
    termsHash,
    derivation: recurringDerivation({ ...agreed, ...conventions, period, served: period }),
    description: 'Seat',
    servicePeriod: { start: period.start, end: period.end },
    startsAt: period.startsAt,
    endsAt: period.endsAt,
    timeZone: utc,
    quantity: '1',
    taxRateIds: null,
    corrects: null,
    credited: euros(0n),
    invoiceId: null,
    createdAt: someday,
    ...given,
  };
};

/** A line of EUR 25.00 that a person wrote on a draft, with its terms by their hash. */
export const buildManualCharge = (
  { facts: { id: invoiceId, customerId, currency } }: DraftInvoice,
  line: Partial<ManualLine> = {},
): readonly [ManualCharge, ReadonlyMap<string, PriceTerms>] => {
  const consulting = { description: 'Consulting', quantity: '2.5', unitAmount: '10' };
  const written = { ...consulting, taxRateIds: null, ...line };
  const { charge, terms } = manualCharge(buildId('line'), written, {
    customerId,
    currency,
    invoiceId,
    rounding: 'half_up',
    now: someday,
    hash: sha256,
  });
  return [charge, new Map([[charge.termsHash, terms]])];
};

/** A draft of EUR 49.00 that a person finalizes. */
export const buildInvoice = (
  customerId: CustomerId,
  given: Partial<Parameters<typeof draftInvoice>[0]> = {},
): DraftInvoice =>
  draftInvoice({
    ...totalsOf([untaxedSums(euros(4900n))], euro, euros(0n)),
    id: buildId('inv'),
    customerId,
    currency: euro,
    finalizesAt: null,
    memo: null,
    footer: null,
    purchaseOrder: null,
    metadata: {},
    createdAt: someday,
    ...given,
  });

/** A draft as it is issued, with a number of its own. */
export const issued = (
  draft: DraftInvoice,
  {
    number = `INV-${String(nextNumber()).padStart(6, '0')}`,
    overdueAt = later(someday, 15 * 86_400_000),
  } = {},
): FinalizedInvoice =>
  draft.finalize(
    {
      series: 'INV',
      number,
      issuedOn: dayOf(someday),
      dueOn: dayOf(overdueAt),
      finalizedAt: someday,
      digest: sha256(number),
    },
    totalsOf([untaxedSums(draft.facts.subtotal)], draft.facts.currency, euros(0n)),
    overdueAt,
  );

/** The part of an invoice that is fixed when it is issued. */
export const buildDocument = (
  invoiceId: InvoiceId,
  charges: readonly ChargeFacts[],
): IssuedDocument => ({
  invoiceId,
  seller: { ...standardBilling.seller, name: 'Acme', taxId: 'ATU12345678', color: '#0b7285' },
  buyer: {
    name: 'Globex',
    email: 'books@globex.example',
    billingEmails: [],
    address: null,
    taxId: null,
    externalId: null,
    locale: null,
  },
  issuedAt: someday,
  lines: charges.map(({ id, amount }) => ({
    ...untaxedSums(amount),
    lineId: id,
    taxed: untaxed,
  })),
  taxRule: null,
});

/** Something that waits for a person. */
export const buildBillingIssue = (
  customerId: CustomerId,
  given: Partial<BillingIssueFacts> = {},
): BillingIssueFacts => ({
  id: buildId('iss'),
  version: 1,
  customerId,
  code: 'missed_periods',
  detail: '3 periods were missed.',
  moment: someday,
  createdAt: someday,
  resolvedAt: null,
  ...given,
});

/** The repositories that a subscription is stored by. */
export type SubscribingRepositories = AgreementRepositories & {
  readonly subscriptions: { save(subscription: Subscription): Promise<Subscription> };
};

/** Stores a subscription, with all that it stands on. */
export const storeSubscription = async (
  repositories: SubscribingRepositories,
  given: Partial<SubscriptionFacts> = {},
  trialEndsAt: Instant | null = null,
) => {
  const { customerId, plan } = await storeAgreeing(repositories);
  const { segments } = buildSubscription(customerId, plan, given).facts;
  const trial = trialEndsAt && { trialEnd: { on: dayOf(trialEndsAt), at: trialEndsAt } };
  const agreed = { ...given, segments: segments.map((segment) => ({ ...segment, ...trial })) };
  const made = buildSubscription(customerId, plan, agreed);
  return { customerId, plan, subscription: await repositories.subscriptions.save(made) };
};

type DueTenant = TenantUnderTest<CustomerRepositories & ChargingRepositories, unknown>;

/** Stores accounts that are due at these instants, in the order of their ids. */
export const accountsDue = (
  tenant: DueTenant,
  ...dueAts: readonly (Instant | null)[]
): Promise<readonly CustomerId[]> =>
  tenant.run(async (repositories) => {
    const ids: CustomerId[] = [];
    for (const _ of dueAts) ids.push(await storeAccount(repositories));
    const due = ids.map((id, index) => [id, dueAts[index] ?? null] as const);
    await repositories.billingAccounts.schedule(new Map(due));
    return ids;
  });
