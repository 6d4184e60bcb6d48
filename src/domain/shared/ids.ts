import { InvalidValue } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * Plain resources: they are created, updated and deleted, and everybody may hear of it. Their
 * public event types follow from this (`resource-events.ts`).
 */
export const plainResources = {
  cus: 'customer',
  prod: 'product',
} as const;

/** The prefixes in use, and what each names. */
export const idPrefixes = {
  ten: 'tenant',
  usr: 'user',
  mem: 'membership',
  ivt: 'invitation',
  ses: 'session',
  key: 'API key',
  ...plainResources,
  plan: 'plan',
  price: 'price',
  ver: 'plan version',
  sub: 'subscription',
  si: 'subscription item',
  chg: 'subscription change',
  mig: 'plan migration',
  line: 'invoice line',
  inv: 'invoice',
  bal: 'balance transaction',
  pay: 'payment',
  iss: 'billing issue',
  tax: 'tax rate',
  mtr: 'meter',
  alr: 'usage alert',
  aud: 'audit entry',
  evt: 'event',
  whk: 'webhook endpoint',
  dlv: 'webhook delivery',
} as const;

export type IdPrefix = keyof typeof idPrefixes;

declare const prefixOf: unique symbol;

/**
 * An id as the world sees it: `<prefix>_<26 characters>`, a UUIDv7 in Crockford base32 (the TypeID
 * form, https://github.com/jetify-com/typeid, version 0.3). Typed, so that one kind of id never
 * stands where another is meant.
 */
export type Id<Prefix extends IdPrefix = IdPrefix> = string & { readonly [prefixOf]: Prefix };

export type TenantId = Id<'ten'>;
export type UserId = Id<'usr'>;
export type MembershipId = Id<'mem'>;
export type InvitationId = Id<'ivt'>;
export type SessionId = Id<'ses'>;
export type ApiKeyId = Id<'key'>;
export type AuditEntryId = Id<'aud'>;
export type EventId = Id<'evt'>;
export type WebhookEndpointId = Id<'whk'>;
export type WebhookDeliveryId = Id<'dlv'>;
export type CustomerId = Id<'cus'>;
export type ProductId = Id<'prod'>;
export type PlanId = Id<'plan'>;
export type PriceId = Id<'price'>;
export type PlanVersionId = Id<'ver'>;
export type SubscriptionId = Id<'sub'>;
export type SubscriptionItemId = Id<'si'>;
export type SubscriptionChangeId = Id<'chg'>;
export type PlanMigrationId = Id<'mig'>;
export type LineId = Id<'line'>;
export type InvoiceId = Id<'inv'>;
export type BalanceTransactionId = Id<'bal'>;
export type PaymentId = Id<'pay'>;
export type BillingIssueId = Id<'iss'>;
export type TaxRateId = Id<'tax'>;
export type MeterId = Id<'mtr'>;
export type UsageAlertId = Id<'alr'>;

/** How an id's part after the prefix reads: 26 characters, of which the first holds 3 bits. */
export const idSuffixPattern = '[0-7][0-9a-hjkmnp-tv-z]{25}';

const suffix = new RegExp(`^${idSuffixPattern}$`);

/**
 * Reads an id of one kind.
 * @throws {InvalidValue} `invalid_id` when it has another prefix or is not well formed.
 */
export const parseId = <Prefix extends IdPrefix>(prefix: Prefix, text: string): Id<Prefix> => {
  const separator = prefix.length;
  const fits =
    text.startsWith(prefix) && text[separator] === '_' && suffix.test(text.slice(separator + 1));
  if (fits) return text as Id<Prefix>;
  throw InvalidValue.because(
    'invalid_id',
    `It must be the id of one ${idPrefixes[prefix]}: "${prefix}_" and 26 characters.` +
      otherKind(prefix, text),
  );
};

/** Whether a text is the id of one kind. */
export const isId = <Prefix extends IdPrefix>(prefix: Prefix, text: string): text is Id<Prefix> =>
  text.startsWith(`${prefix}_`) && suffix.test(text.slice(prefix.length + 1));

const otherKind = (wanted: IdPrefix, text: string): string => {
  const given = text.slice(0, Math.max(0, text.indexOf('_')));
  const kind = Object.entries(idPrefixes).find(([prefix]) => prefix === given)?.[1];
  return kind === undefined || given === wanted ? '' : ` This is the id of one ${kind}.`;
};

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const valueOf = new Uint8Array(128);
for (let value = 0; value < alphabet.length; value += 1)
  valueOf[alphabet.charCodeAt(value)] = value;

/** Names 128 bits, given as 32 hexadecimal digits with or without dashes. */
export const idFromUuid = <Prefix extends IdPrefix>(prefix: Prefix, uuid: string): Id<Prefix> => {
  let count = 0;
  let bits = 0;
  // 128 bits are 26 groups of five with two bits to spare: those are zeros in front.
  let width = 2;
  for (let at = 0; at < uuid.length; at += 1) {
    const code = uuid.charCodeAt(at);
    if (code === dash) continue;
    bits = (bits << 4) | hexDigit(code);
    width += 4;
    if (width >= 5) {
      width -= 5;
      if (count < suffixCodes.length) suffixCodes[count] = alphabetCodes[(bits >> width) & 31] ?? 0;
      count += 1;
      bits &= (1 << width) - 1;
    }
  }
  invariant(count === suffixCodes.length, 'A UUID has 128 bits.');
  return `${prefix}_${String.fromCharCode(...suffixCodes)}` as Id<Prefix>;
};

// All calls use this one list, and each call fills it. A text that grows by one character at a time
// is 26 texts in memory; a page of a list has tens of ids, and a billing run makes thousands.
const suffixCodes = Array.from({ length: 26 }, () => 0);
const alphabetCodes = Array.from(alphabet, (character) => character.charCodeAt(0));
const dash = '-'.charCodeAt(0);

const hexDigit = (code: number): number => (code <= 57 ? code - 48 : (code | 32) - 87);

/** The UUID within an id, in lower case with dashes: how the database keeps it. */
export const uuidOf = (id: Id): string => {
  const start = id.length - 26;
  let uuid = '';
  let bits = 0;
  let width = -2;
  let bytes = 0;
  for (let at = start; at < id.length; at += 1) {
    bits = (bits << 5) | (valueOf[id.charCodeAt(at)] ?? 0);
    width += 5;
    if (width < 8) continue;
    width -= 8;
    uuid += hexOf[(bits >> width) & 255] ?? '';
    bits &= (1 << width) - 1;
    bytes += 1;
    if (bytes === 4 || bytes === 6 || bytes === 8 || bytes === 10) uuid += '-';
  }
  return uuid;
};

// A run writes tens of ids for each invoice.
const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The id of the same kind whose 128 bits are the next number, up or down: none lies between. */
export const neighbourOf = <Prefix extends IdPrefix>(id: Id<Prefix>, step: 1 | -1): Id<Prefix> => {
  const bits = BigInt(`0x${uuidOf(id).replaceAll('-', '')}`) + BigInt(step);
  const hex = BigInt.asUintN(128, bits).toString(16).padStart(32, '0');
  return idFromUuid(id.slice(0, id.indexOf('_')) as Prefix, hex);
};

/** Before every id: where a walk through all of them begins. */
export const lowestUuid = '00000000-0000-0000-0000-000000000000';

/**
 * The lowest UUID that an id made at `at` can have. Ids carry their instant in front (UUIDv7,
 * RFC 9562), so a range of time is a range of ids.
 */
export const lowestUuidAt = (at: Instant): string => {
  const hex = Math.min(Math.max(at, 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/** The lowest and the highest UUID that an id beginning so can have: `cus_` and up to 26 more. */
export const uuidsBeginning = (
  beginning: string,
): { readonly from: string; readonly to: string } => {
  const given = beginning.slice(beginning.indexOf('_') + 1);
  return {
    from: uuidOf(given.padEnd(26, '0') as Id),
    // Of a first character only three bits count, so that "z" there is "7".
    to: uuidOf(given.padEnd(26, 'z') as Id),
  };
};
