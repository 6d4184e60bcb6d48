import { describe, expect, it, test } from 'vitest';
import { ActivePlan, DraftPlan, planOf } from '#domain/catalog/plan.ts';
import type { Price } from '#domain/catalog/price.ts';
import { Product } from '#domain/catalog/product.ts';
import { standardTerms } from '#domain/customers/billing-terms.ts';
import { Customer } from '#domain/customers/customer.ts';
import { ApiKey } from '#domain/identity/api-key.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import { Membership } from '#domain/identity/membership.ts';
import type { Role } from '#domain/identity/role.ts';
import { Session } from '#domain/identity/session.ts';
import { User } from '#domain/identity/user.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import {
  buildApiKey,
  buildCustomer,
  buildGrantor,
  buildId,
  buildInvitation,
  buildMembership,
  buildProduct,
  buildSession,
  buildTenant,
  buildUser,
  buildWebhookDelivery,
  buildWebhookEndpoint,
  nextDay,
} from '../../src/testing/builders.ts';
import {
  activePlan,
  draftPlan,
  drawing,
  euro,
  faultsOf,
  seat,
  support,
} from './catalog/builders.ts';

// Facts as they may have been stored under the rules of another day. None of them would be taken
// from anybody today.

const kuna = 'HRK' as CurrencyCode;
const mars = 'Mars/Olympus' as TimeZone;
const nobody = 'nobody' as EmailAddress;
const longName = 'x'.repeat(999);
const entry = { code: '?', name: '', description: longName.repeat(9), metadata: { '': longName } };
const prices: readonly Price[] = Array.from({ length: 60 }, () => ({
  id: buildId('price'),
  code: '?',
  name: longName,
  kind: 'recurring',
  model: 'flat',
  amount: Money.of(-(10n ** 30n), kuna),
  billed: 'in_arrears',
  interval: null,
  isOptional: false,
  isProrated: true,
  inTrial: 'free',
}));
const terms = {
  currency: kuna,
  interval: Interval.stored(9999, 'year'),
  trial: Trial.stored(9999),
  features: [],
  prices,
  minimumCommitment: null,
  usageThresholds: null,
  billingPolicy: { rounding: 'sideways' as 'up' },
};

const stored = {
  customer: {
    ...buildCustomer().facts,
    name: '',
    email: nobody,
    externalId: '',
    currency: kuna,
    timeZone: mars,
    address: { line1: '', line2: '', city: '', postalCode: '', state: '', country: 'YU' },
    taxId: longName,
    billing: {
      ...standardTerms,
      paymentTermDays: 9999,
      emails: [nobody, nobody],
      taxRateIds: Array.from({ length: 60 }, () => 'tax_of_old' as TaxRateId),
    },
    metadata: entry.metadata,
  },
  product: { ...buildProduct().facts, ...entry },
  draft: { ...draftPlan().facts, ...entry, terms },
  active: { ...activePlan().facts, ...entry, terms },
  tenant: {
    ...buildTenant().facts,
    name: '',
    defaultCurrency: kuna,
    timeZone: mars,
    billing: { ...standardBilling, numberPrefix: longName, graceDays: 9999 },
  },
  user: { ...buildUser().facts, name: '', email: nobody },
  membership: { ...buildMembership(buildUser()).facts, role: 'OWNER' as Role },
  invitation: { ...buildInvitation().facts, email: nobody, role: 'OWNER' as Role },
  session: buildSession(buildUser()).facts,
  apiKey: { ...buildApiKey().facts, name: '', permissions: ['robots:write' as Permission] },
  endpoint: { ...buildWebhookEndpoint().facts, url: 'soap', description: longName, eventTypes: [] },
  delivery: {
    ...buildWebhookDelivery(buildWebhookEndpoint(), { id: buildId('evt'), type: 'x' }).facts,
    eventType: 'robot.built',
  },
};

/** Facts with the terms of a plan among them. */
const flat = (facts: object): Readonly<Record<string, unknown>> => {
  const { terms: its, ...rest } = facts as { readonly terms?: object };
  return { ...rest, ...its };
};

describe('facts that are read back are taken as they were stored', () => {
  it.each([
    ['a customer', stored.customer, new Customer(stored.customer)],
    ['a product', stored.product, new Product(stored.product)],
    ['a draft', stored.draft, new DraftPlan(stored.draft)],
    ['an active plan', stored.active, new ActivePlan(stored.active)],
    ['a tenant', stored.tenant, new Tenant(stored.tenant)],
    ['a user', stored.user, new User(stored.user)],
    ['a membership', stored.membership, new Membership(stored.membership)],
    ['an invitation', stored.invitation, new Invitation(stored.invitation, 'a-hash')],
    ['a session', stored.session, new Session(stored.session)],
    ['an API key', stored.apiKey, new ApiKey(stored.apiKey)],
    ['a webhook endpoint', stored.endpoint, new WebhookEndpoint(stored.endpoint)],
    ['a webhook delivery', stored.delivery, new WebhookDelivery(stored.delivery)],
  ])('of %s', (_what, facts, read) => {
    // The very object: nothing was read, copied or corrected on the way.
    expect(read.facts).toBe(facts);
  });

  it('of a plan in any state', () => {
    const archived = new ActivePlan(stored.active).archive(nextDay);

    for (const plan of [new DraftPlan(stored.draft), new ActivePlan(stored.active), archived]) {
      expect(planOf(plan.facts).facts).toEqual(plan.facts);
    }
    expect(archived.restore(nextDay).facts.terms).toBe(terms);
  });
});

describe('a change judges what is given, and carries what is stored', () => {
  it.each([
    ['a customer', stored.customer, new Customer(stored.customer).change({ taxId: 'A' }, nextDay)],
    ['a product', stored.product, new Product(stored.product).change({ code: 'a' }, nextDay)],
    ['a tenant', stored.tenant, new Tenant(stored.tenant).change({ name: 'A' }, nextDay)],
    [
      'a draft',
      stored.draft,
      new DraftPlan(stored.draft).change({ trialDays: 1 }, drawing(), nextDay),
    ],
    ['an active plan', stored.active, new ActivePlan(stored.active).change({ code: 'a' }, nextDay)],
    [
      'a webhook endpoint',
      stored.endpoint,
      new WebhookEndpoint(stored.endpoint).change({ eventTypes: ['*'] }, nextDay),
    ],
  ])('of %s', (_what, before, { facts: after, events }) => {
    const [was, is] = [flat(before), flat(after)];
    const differing = Object.keys(was).filter((name) => is[name] !== was[name]);

    expect(events).toHaveLength(1);
    expect(differing).toHaveLength(2);
    expect(differing).toContain('updatedAt');
  });

  it.each([
    ['a customer', () => new Customer(stored.customer).change({ currency: 'HRK' }, nextDay)],
    ['a tenant', () => new Tenant(stored.tenant).change({ defaultCurrency: 'HRK' }, nextDay)],
    ['a draft', () => new DraftPlan(stored.draft).change({ currency: 'HRK' }, drawing(), nextDay)],
  ])('and refuses %s the same as something new', (_what, change) => {
    expect(faultsOf(change)).toEqual([expect.stringMatching(/urrency currency_unknown$/)]);
  });

  it('of prices in the currency that the plan keeps, however old that is', () => {
    const draft = new DraftPlan(stored.draft);
    const inKuna = { ...seat, amount: Money.of(4900n, kuna) };

    const changed = draft.change({ prices: [inKuna] }, drawing(), nextDay);
    const foreign = faultsOf(() => draft.change({ prices: [seat] }, drawing(), nextDay));

    expect(changed.facts.terms).toMatchObject({ currency: kuna, prices: [inKuna] });
    expect(foreign).toEqual(['/prices/0/amount/currency currency_mismatch']);
  });

  it('and leaves out of a rotated key what nobody may hold any more', () => {
    const maker = buildGrantor({ name: 'Ada', permissions: new Set<Permission>() });
    const by = { maker, secretHash: 'a-hash' };

    const { fresh } = new ApiKey(stored.apiKey).rotate(buildId('key'), by, 0, nextDay);

    expect(fresh.facts).toMatchObject({ name: '', permissions: [] });
  });
});

test('the prices of a plan are read once, when they come in', () => {
  let reads = 0;
  const counted = {
    ...seat,
    get name(): string {
      reads += 1;
      return 'Seat';
    },
  };

  const draft = draftPlan({ prices: [counted, support] });
  const { prices: once } = draft.facts.terms;
  const changed = planOf(draft.facts) as DraftPlan;
  const renamed = changed.change({ name: 'Team' }, drawing(9), nextDay).activate(nextDay);

  expect(reads).toBe(1);
  expect(planOf(renamed.facts).facts.terms.prices).toBe(once);
  expect(once[0]).toMatchObject({ amount: Money.of(4900n, euro) });
});

test('what no rule ever allowed is our own mistake', () => {
  expect(() => Interval.stored(0, 'month')).toThrow(InvariantViolation);
  expect(() => Interval.stored(1.5, 'month')).toThrow(InvariantViolation);
  expect(() => Trial.stored(-1)).toThrow(InvariantViolation);
  expect(Interval.stored(36, 'month').isEqual(Interval.every(36, 'month'))).toBe(true);
  expect(Trial.stored(14).isEqual(Trial.ofDays(14))).toBe(true);
});
