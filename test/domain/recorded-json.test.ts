import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import { Product } from '#domain/catalog/product.ts';
import { Customer } from '#domain/customers/customer.ts';
import { ApiKey } from '#domain/identity/api-key.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import { Session } from '#domain/identity/session.ts';
import { User } from '#domain/identity/user.ts';
import { balanceAdjusted } from '#domain/invoicing/balance.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { instantOf, later, parseCalendarDate } from '#domain/shared/time.ts';
import { ActiveTaxRate } from '#domain/taxes/tax-rate.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import type { SealedSecret } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { buildGrantor, byAnybody } from '../../src/testing/builders.ts';

// The JSON of events is hashed into the audit chain and sent to others. It is written here
// byte for byte, and stays so, however it is made.

const monday = instantOf(1_795_000_000_001);
const tuesday = later(monday, 86_400_000);

const id = <Prefix extends IdPrefix>(prefix: Prefix): Id<Prefix> =>
  idFromUuid(prefix, '01900000-0000-7000-8000-0000000000a1');

const userId = id('usr');
const suffix = userId.slice('usr_'.length);

const recorded = (events: readonly DomainEvent[]): readonly string[] =>
  events.map(({ type, before, after }) =>
    [type, JSON.stringify(before), JSON.stringify(after)].join(' ').replaceAll(suffix, 'A1'),
  );

const person = (): User =>
  User.register(
    userId,
    { email: 'Ada@Example.com', name: 'Ada', passwordHash: 'a-hash' as PasswordHash },
    monday,
  );

const tenant = () =>
  Tenant.create(id('ten'), { name: 'Acme' }, monday).change({ timeZone: 'Asia/Tokyo' }, tuesday)
    .events;

const user = () => person().changePassword('another-hash' as PasswordHash, tuesday).events;

const membership = () => {
  const others = new Administrators([userId, id('usr'), idFromUuid('usr', 'f'.repeat(32))]);
  return Membership.join(id('mem'), person(), 'ADMIN', monday)
    .changeRole('USER', byAnybody(others), tuesday)
    .end(byAnybody(others), tuesday).events;
};

const invitation = () => {
  const email = parseEmailAddress('Eve@Example.com');
  const offer = { email, role: 'USER' } as const;
  const inviter = buildGrantor({ id: userId });
  const by = { inviter, secretHash: 'a-hash' };
  const issued = Invitation.issue(id('ivt'), offer, by, monday);
  const again = issued.issueAgain('ADMIN', { inviter, secretHash: 'another-hash' }, tuesday);
  const withdrawn = issued.withdraw(inviter, tuesday);
  return [...again.accept(userId, tuesday).events, ...withdrawn.events];
};

const session = () => {
  const client = { address: '192.0.2.7', userAgent: 'curl/8' };
  const proof = { familyHash: 'a-hash', secretHash: 'another-hash', client };
  const begun = Session.begin(id('ses'), person(), proof, monday);
  return [...begun.end(tuesday).events, ...begun.endCompromised(tuesday).events];
};

const apiKey = () => {
  const permissions = new Set(['tenant:read', 'users:read'] as const);
  const maker = buildGrantor({ id: userId, name: userId, permissions });
  const by = { maker, secretHash: 'a-hash' };
  const input = { name: 'CRM', permissions: ['users:read', 'tenant:read'] } as const;
  const plain = ApiKey.issue(id('key'), input, by, monday);
  const bounded = ApiKey.issue(id('key'), { ...input, expiresAt: tuesday }, by, monday);
  const { old, fresh } = plain.rotate(id('key'), by, 60, tuesday);
  return [bounded.events, old.revoke(maker, tuesday).events, fresh.events].flat();
};

const customer = () =>
  Customer.create(
    id('cus'),
    {
      name: 'Acme GmbH',
      email: 'Billing@Acme.example',
      externalId: 'acme-1',
      currency: 'EUR',
      timeZone: 'Europe/Vienna',
      address: { country: 'AT', city: 'Wien', line1: 'Ring 1' },
      taxId: 'ATU12345678',
      metadata: { zone: 'b', crm: '42', 7: 'paidAt' },
    },
    monday,
  )
    .change(
      {
        name: 'Zoë',
        billing: { emails: ['a@b.example'] },
        address: null,
        currency: null,
        timeZone: null,
        taxId: null,
      },
      tuesday,
    )
    .delete(tuesday).events;

const product = () =>
  Product.create(id('prod'), { code: 'crm', name: 'CRM', metadata: { seenAt: '5' } }, monday)
    .change({ description: 'Two\nlines' }, tuesday)
    .delete(tuesday).events;

const plan = () => {
  const amount = Money.of(4900n, parseCurrencyCode('EUR'));
  const largest = Money.of(BigInt(Number.MAX_SAFE_INTEGER), parseCurrencyCode('EUR'));
  const input = {
    productId: id('prod'),
    code: 'team',
    name: 'Team',
    currency: 'EUR',
    interval: { unit: 'month', count: 3 },
    prices: [{ name: 'Seat', amount, billed: 'in_advance' }],
  } as const;
  const drawId = () => id('price');
  const draft = DraftPlan.create(id('plan'), input, drawId, monday);
  const priced = draft.change(
    { trialDays: 14, prices: [{ name: 'All', amount: largest, billed: 'in_arrears' }] },
    drawId,
    tuesday,
  );
  const active = priced.activate(tuesday).change({ metadata: { a: 'b' } }, tuesday);
  return active.archive(tuesday).restore(tuesday).events;
};

const endpoint = () => {
  const input = { url: 'https://a.example/hooks', eventTypes: ['plan.created', '*'] };
  const made = WebhookEndpoint.create(id('whk'), input, 'whsec_Zmlyc3Q=' as SealedSecret, monday);
  return made
    .rotateSecret('whsec_c2Vjb25k' as SealedSecret, monday)
    .change({ description: 'CRM', isEnabled: false }, tuesday)
    .change({ isEnabled: true }, tuesday)
    .leave(tuesday)
    .delete(tuesday).events;
};

const taxRate = () =>
  ActiveTaxRate.create(id('tax'), { name: 'VAT', rate: '0.20' }, monday)
    .change({ name: 'VAT 20 %' }, tuesday)
    .archive(tuesday).events;

const meter = () =>
  ActiveMeter.create(
    id('mtr'),
    {
      code: 'traffic',
      name: 'Traffic',
      eventType: 'sent',
      filters: [
        { property: 'network', in: ['public', 5] },
        { property: 'sku', equals: true },
      ],
      aggregation: 'sum',
      property: 'bytes',
      groupBy: ['region'],
      isCarriedOver: true,
      removal: { property: 'op', value: 'remove' },
      rounding: { mode: 'up', decimals: 0 },
    },
    monday,
  )
    .change({ unit: 'GB' }, tuesday)
    .archive(tuesday).events;

const usageAlert = () => {
  const thresholds = ['800', '1000'];
  const named = { code: 'calls', name: 'Calls', customerId: id('cus'), meterId: id('mtr') };
  const input = { ...named, measure: 'quantity' as const, thresholds, every: '500.50' };
  const alert = UsageAlert.create(id('alr'), input, monday);
  const days = { start: parseCalendarDate('2026-11-18'), end: parseCalendarDate('2026-11-19') };
  const period = { ...days, startsAt: monday, endsAt: tuesday };
  const place = { customerId: id('cus'), subscriptionId: id('sub'), period };
  const reached = reachedBy(alert.facts, { ...place, value: Fraction.of(2500n, 3n) }, tuesday);
  return [
    ...alert.change({ name: 'Calls of the API', every: null }, tuesday).delete(tuesday).events,
    ...reached.flatMap(({ events }) => events),
  ];
};

const adjustment = () => [
  balanceAdjusted({
    transactionId: id('bal'),
    customerId: id('cus'),
    amount: Money.of(-1500n, parseCurrencyCode('EUR')),
    balance: Money.of(0n, parseCurrencyCode('EUR')),
    reason: 'Too much',
    createdAt: monday,
  }),
];

test('what events say of each thing reads as it always did, byte for byte', () => {
  const ofPeople = [tenant(), user(), membership(), invitation(), session(), apiKey()];
  const told = [
    ofPeople,
    customer(),
    product(),
    plan(),
    endpoint(),
    taxRate(),
    adjustment(),
    meter(),
    usageAlert(),
  ].flat(2);

  const pinned = readFileSync(new URL('recorded-json.txt', import.meta.url), 'utf8');
  expect(recorded(told)).toEqual(pinned.trimEnd().split('\n'));
});
