import type { Actor, RequestContext } from '#application/shared/context.ts';
import type { IdempotencyRequest } from '#application/shared/idempotency.ts';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import type { Price, PriceInput } from '#domain/catalog/price.ts';
import type { ProductInput } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import type { ApiKeyInput } from '#domain/identity/api-key.ts';
import { ApiKey, keyPermissions } from '#domain/identity/api-key.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import type { Administrators } from '#domain/identity/membership.ts';
import { Membership } from '#domain/identity/membership.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import type { Grantor } from '#domain/identity/rights.ts';
import { givenPermissions } from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { Session } from '#domain/identity/session.ts';
import { User } from '#domain/identity/user.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { EventId, Id, IdPrefix, ProductId, TenantId, UserId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import type { TaxRateInput } from '#domain/taxes/tax-rate.ts';
import { ActiveTaxRate } from '#domain/taxes/tax-rate.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import type { Attempt, MadeAttempt } from '#domain/webhooks/webhook-delivery.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { SealedSecret, WebhookEndpointInput } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

// Things for tests: not stored yet, complete, and plain where nobody said otherwise. What is built
// is numbered, so a run builds the same things each time, and no two of them collide.

let built = 0;

/** The next number of this process. */
export const nextNumber = (): number => {
  built += 1;
  return built;
};

/** 2026-11-19T23:06:40Z, when everything happens in tests that do not say. */
export const someday: Instant = instantOf(1_795_129_600_000);
export const nextDay: Instant = later(someday, dayMilliseconds);
export const weekLater: Instant = later(someday, 7 * dayMilliseconds);

/** An id that carries `at`; of two made at the same instant the later one sorts after the other. */
export const buildId = <Prefix extends IdPrefix>(prefix: Prefix, at = someday): Id<Prefix> => {
  const [time, number] = [at, nextNumber()].map((part) => part.toString(16).padStart(12, '0'));
  return idFromUuid(prefix, `${time}70008000${number}`);
};

/** A program that may do everything in the tenant. */
export const buildContext = (
  tenantId: TenantId,
  given: Partial<Omit<RequestContext, 'tenantId'>> = {},
): RequestContext => ({
  requestId: `request-${nextNumber()}`,
  actor: { kind: 'system', name: 'contract' } satisfies Actor,
  permissions: permissionsOf.ADMIN,
  ...given,
  tenantId,
});

/** A caller's word under a key of its own. */
export const buildIdempotencyRequest = (
  tenantId: TenantId,
  given: Partial<Omit<IdempotencyRequest, 'tenantId'>> = {},
): IdempotencyRequest => ({
  keyHash: buildHash(),
  request: buildHash(),
  ...given,
  tenantId,
});

/** A text like a SHA-256, in hexadecimal. */
export const buildHash = (): string => nextNumber().toString(16).padStart(64, '0');

interface When {
  /** When it is made; its id carries the same instant. */
  readonly at?: Instant;
}

export const buildTenant = ({
  name = 'Acme',
  mode = 'live',
  at = someday,
}: When & { name?: string; mode?: TenantMode } = {}) =>
  Tenant.create(buildId('ten', at), { name, mode }, at);

export const buildUser = ({
  at = someday,
  ...given
}: When & { name?: string; email?: string } = {}): User => {
  const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA' as PasswordHash;
  const email = `ada-${nextNumber()}@acme.example`;
  return User.register(buildId('usr', at), { name: 'Ada', email, passwordHash, ...given }, at);
};

export const buildMembership = (
  user: User,
  { role = 'ADMIN', at = someday }: When & { role?: Role } = {},
): Membership => Membership.join(buildId('mem', at), user, role, at);

export const buildInvitation = ({
  email = `grace-${nextNumber()}@acme.example`,
  role = 'USER',
  invitedBy = null,
  at = someday,
}: When & { email?: string; role?: Role; invitedBy?: UserId | null } = {}): Invitation => {
  const offer = { email: parseEmailAddress(email), role };
  const inviter = buildGrantor({ id: invitedBy });
  const by = { inviter, secretHash: 'hash-of-a-secret' };
  return Invitation.issue(buildId('ivt', at), offer, by, at);
};

export const buildSession = (user: User, { at = someday }: When = {}): Session =>
  Session.begin(
    buildId('ses', at),
    user,
    {
      familyHash: 'hash-of-a-family',
      secretHash: 'hash-of-a-secret',
      client: { address: '192.0.2.7', userAgent: 'curl/8' },
    },
    at,
  );

/** Somebody who holds all that can be given. */
export const buildGrantor = (given: Partial<Grantor> = {}): Grantor => ({
  id: null,
  name: 'contract',
  permissions: new Set(givenPermissions),
  expiresAt: null,
  ...given,
});

/** How a membership is changed by somebody who holds all that can be given. */
export const byAnybody = (administrators: Administrators) => ({
  by: buildGrantor(),
  administrators,
});

/** How an invitation is issued by somebody who holds all that can be given. */
export const invitedWith = (secretHash: string) => ({ inviter: buildGrantor(), secretHash });

/** A key that may do all that a key can. */
export const buildApiKey = ({
  at = someday,
  maker = buildGrantor(),
  ...given
}: When & Partial<ApiKeyInput> & { maker?: Grantor } = {}): ApiKey => {
  const input = { name: 'CRM', permissions: keyPermissions, ...given };
  return ApiKey.issue(buildId('key', at), input, { maker, secretHash: 'hash-of-a-secret' }, at);
};

export const buildCustomer = ({
  at = someday,
  ...given
}: When & Partial<CustomerInput> = {}): Customer => {
  const email = `customer-${nextNumber()}@globex.example`;
  return Customer.create(buildId('cus', at), { name: 'Globex', email, ...given }, at);
};

/** A customer of whom everything is known. */
export const buildFullCustomer = (): Customer =>
  buildCustomer({
    externalId: `crm-${nextNumber()}`,
    currency: 'EUR',
    timeZone: 'Europe/Vienna',
    address: {
      line1: 'Ring 1',
      line2: 'Door 2',
      city: 'Wien',
      postalCode: '1010',
      state: 'Wien',
      country: 'AT',
    },
    taxId: 'ATU12345678',
    billing: {
      paymentTermDays: 14,
      isStopped: true,
      emails: ['books@globex.example'],
      locale: 'de',
    },
    metadata: { tier: 'gold' },
  });

export const buildProduct = ({
  at = someday,
  ...given
}: When & Partial<ProductInput> = {}): Product => {
  const code = `product-${nextNumber()}`;
  return Product.create(buildId('prod', at), { code, name: 'Analytics', ...given }, at);
};

/** A tax rate of 20 %, on top of prices. */
export const buildTaxRate = ({
  at = someday,
  ...given
}: When & Partial<TaxRateInput> = {}): ActiveTaxRate =>
  ActiveTaxRate.create(buildId('tax', at), { name: 'VAT', rate: '0.20', ...given }, at);

/** A product of which everything is known. */
export const buildFullProduct = (): Product =>
  buildProduct({
    description: 'All numbers in one place',
    metadata: { a: '1' },
    taxRateIds: [buildId('tax')],
  });

export const buildPrice = (given: Partial<PriceInput> = {}): PriceInput => ({
  name: 'Seat',
  amount: Money.of(4900n, parseCurrencyCode('EUR')),
  billed: 'in_advance',
  ...given,
});

/** The amount of a flat price, in minor units. */
export const flatAmountOf = (price: Price): bigint | undefined =>
  price.model === 'flat' ? price.amount.minor : undefined;

/** A draft in euros, by the month, with one price. */
export const buildPlan = (
  productId: ProductId,
  { at = someday, ...given }: When & Partial<Omit<PlanInput, 'productId'>> = {},
): DraftPlan => {
  const input: PlanInput = {
    productId,
    code: `plan-${nextNumber()}`,
    name: 'Team',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    prices: [buildPrice()],
    ...given,
  };
  return DraftPlan.create(buildId('plan', at), input, () => buildId('price', at), at);
};

/** A draft of which everything is known; its prices stand in no order but their own. */
export const buildFullPlan = (productId: ProductId): DraftPlan => {
  const price = (name: string, minor: bigint, billed: PriceInput['billed']) =>
    buildPrice({ name, amount: Money.of(minor, parseCurrencyCode('EUR')), billed });
  return buildPlan(productId, {
    description: 'For teams',
    interval: { unit: 'year', count: 2 },
    trialDays: 14,
    features: [
      { code: 'sso', kind: 'boolean' },
      { code: 'calls', kind: 'limit', meterId: buildId('mtr'), limit: '2.50' },
      { code: 'support', kind: 'value', value: 'by phone' },
    ],
    prices: [
      price('Zeta', 300n, 'in_arrears'),
      price('Alpha', 100n, 'in_advance'),
      price('Mid', 200n, 'in_arrears'),
    ],
    metadata: { a: '1' },
  });
};

/** A text like a sealed secret: no key opens it. */
export const buildSealedSecret = (): SealedSecret =>
  `sealed.${btoa(`secret-${nextNumber()}`)}` as SealedSecret;

/** An endpoint that asks for every event. */
export const buildWebhookEndpoint = ({
  at = someday,
  secret = buildSealedSecret(),
  ...given
}: When & { secret?: SealedSecret } & Partial<WebhookEndpointInput> = {}): WebhookEndpoint => {
  const url = `https://hooks.acme.example/${nextNumber()}`;
  const input = { url, eventTypes: ['*'], ...given };
  return WebhookEndpoint.create(buildId('whk', at), input, secret, at);
};

/** An event that was recorded, on its way to a stored endpoint. */
export const buildWebhookDelivery = (
  { facts: { id: endpointId } }: WebhookEndpoint,
  event: { readonly id: EventId; readonly type: string },
  { at = someday }: When = {},
): WebhookDelivery => {
  const what = { endpointId, eventId: event.id, eventType: event.type };
  return WebhookDelivery.schedule(buildId('dlv', at), what, at);
};

/** An attempt at a delivery as it is, by which nothing is asked for. */
export const madeAttempt = (
  { facts: of }: WebhookDelivery,
  attempt: Attempt,
  isOver = false,
): MadeAttempt => ({ attempt, of, isOver, notBefore: null });
