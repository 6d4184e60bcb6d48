import type { usageAlertEventTypes } from '#domain/alerts/event-types.ts';
import { checkAll, checkEach, givenReaders, orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { fractionOf, parsePositiveDecimal } from '#domain/shared/decimal.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId, MeterId, SubscriptionId, UsageAlertId } from '#domain/shared/ids.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import { asStored, instant, listOf, objectOf, onceStored, plain } from '#domain/shared/snapshot.ts';
import { parseCode, parseName } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

/** `quantity` is what a meter counts, `amount` what the usage of a subscription comes to. */
export const alertMeasures = ['quantity', 'amount'] as const;
export type AlertMeasure = (typeof alertMeasures)[number];

/** The most thresholds that are written down. */
export const thresholdsMax = 20;

/** The most alerts of a tenant: whoever looks at usage reads all of them. */
export const usageAlertsMax = 500;

export interface UsageAlertFacts {
  readonly id: UsageAlertId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Unique in the tenant, where there is one. */
  readonly code: string | null;
  readonly name: string;
  /** Whose usage it looks at: of all customers where it is null. */
  readonly customerId: CustomerId | null;
  /** One subscription of the customer; all where it is null. */
  readonly subscriptionId: SubscriptionId | null;
  readonly measure: AlertMeasure;
  /** Of a quantity: what counts it. */
  readonly meterId: MeterId | null;
  /** Of an amount: the currency of its thresholds. */
  readonly currency: CurrencyCode | null;
  /** Of an amount: the one price whose usage it is; of all where it is null. */
  readonly priceCode: string | null;
  /** Decimals, each more than the one before. */
  readonly thresholds: readonly string[];
  /** A decimal: beyond the last threshold there is one again and again, so much apart. */
  readonly every: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A usage alert as people describe it, before anything was checked. */
export interface UsageAlertInput {
  readonly code?: string | null | undefined;
  readonly name: string;
  readonly customerId?: CustomerId | null | undefined;
  readonly subscriptionId?: SubscriptionId | null | undefined;
  readonly measure: AlertMeasure;
  readonly meterId?: MeterId | null | undefined;
  readonly currency?: string | null | undefined;
  readonly priceCode?: string | null | undefined;
  readonly thresholds: readonly string[];
  readonly every?: string | null | undefined;
}

/** The changes: absent stays, null clears. What an alert looks at is fixed. */
export interface UsageAlertChanges {
  readonly code?: string | null | undefined;
  readonly name?: string | undefined;
  readonly thresholds?: readonly string[] | undefined;
  readonly every?: string | null | undefined;
}

/** Tells when usage in a period reaches thresholds, of each once. */
export class UsageAlert {
  readonly facts: UsageAlertFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: UsageAlertFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: UsageAlertId, input: UsageAlertInput, now: Instant): UsageAlert {
    const { customerId = null, subscriptionId = null, measure } = input;
    const described = checkAll({
      code: () => parsers.code(input.code),
      name: () => parsers.name(input.name),
      meterId: () => ofMeasure('quantity', input, input.meterId ?? null),
      currency: () => ofMeasure('amount', input, orNull(parseCurrencyCode)(input.currency)),
      priceCode: () => orNull(parsePriceCode(measure))(input.priceCode),
      thresholds: () => parsers.thresholds(input.thresholds),
      every: () => parsers.every(input.every),
    });
    const looksAt = { customerId, subscriptionId, measure };
    const facts = { id, version: 0, ...described, ...looksAt, createdAt: now, updatedAt: now };
    return new UsageAlert(facts, [
      happened('usage_alert.created', id, now, { after: onceStored(facts) }),
    ]);
  }

  /**
   * The alert itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: UsageAlertChanges, now: Instant): UsageAlert {
    const changed = { ...this.facts, ...checkAll(givenReaders(parsers, changes)) };
    if (encoder.isEqual(changed, this.facts)) return this;
    const facts = { ...changed, updatedAt: now };
    const states = { before: asStored(this), after: onceStored(facts) };
    const updated = happened('usage_alert.updated', facts.id, now, states);
    return new UsageAlert(facts, [...this.events, updated]);
  }

  delete(now: Instant): DeletedUsageAlert {
    const { id, version } = this.facts;
    const deleted = happened('usage_alert.deleted', id, now, { before: asStored(this) });
    return { id, version, events: [...this.events, deleted] };
  }
}

export type DeletedUsageAlert = Deleted<UsageAlertId>;

const parseThresholds = (given: readonly string[]): readonly string[] => {
  if (given.length < 1 || given.length > thresholdsMax) {
    const detail = `An alert has 1 to ${thresholdsMax} thresholds.`;
    throw InvalidValue.because('out_of_range', detail);
  }
  const read = checkEach(given, parsePositiveDecimal);
  return checkEach(read, (threshold, index) => {
    const before = read[index - 1];
    if (before === undefined || fractionOf(threshold).compare(fractionOf(before)) > 0) {
      return threshold;
    }
    throw InvalidValue.because('not_ascending', 'Each threshold is more than the one before.');
  });
};

const parsePriceCode =
  (measure: AlertMeasure) =>
  (code: string): string => {
    if (measure === 'amount') return parseCode(code);
    throw InvalidValue.because('not_of_quantity', 'Only an amount is of the price with this code.');
  };

// A field that one measure needs, the other has no use for.
const ofMeasure = <Value>(
  needing: AlertMeasure,
  { measure }: UsageAlertInput,
  value: Value | null,
): Value | null => {
  if ((measure === needing) === (value !== null)) return value;
  throw value === null
    ? InvalidValue.because('required', `An alert on ${wordsOf[measure]} names it.`)
    : InvalidValue.because(`not_of_${measure}`, `An alert on ${wordsOf[measure]} has none.`);
};

const wordsOf = { quantity: 'a quantity', amount: 'an amount' } as const;

const parsers = {
  code: orNull(parseCode),
  name: parseName,
  thresholds: parseThresholds,
  every: orNull(parsePositiveDecimal),
};

const encoder = objectOf<UsageAlertFacts>({
  id: plain,
  version: plain,
  code: plain,
  name: plain,
  customerId: plain,
  subscriptionId: plain,
  measure: plain,
  meterId: plain,
  currency: plain,
  priceCode: plain,
  thresholds: listOf(plain),
  every: plain,
  createdAt: instant,
  updatedAt: instant,
});

const happened = (
  type: (typeof usageAlertEventTypes)[number],
  subjectId: UsageAlertId,
  occurredAt: Instant,
  states: { readonly before?: UsageAlertFacts; readonly after?: UsageAlertFacts },
): DomainEvent => ({
  type,
  subjectId,
  occurredAt,
  before: states.before ? encoder.encode(states.before) : null,
  after: states.after ? encoder.encode(states.after) : null,
});
