import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import { alignedGrid, parseAlignment } from '#domain/shared/calendar/alignment.ts';
import { checkAll, orNull } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, SubscriptionId, SubscriptionItemId } from '#domain/shared/ids.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import { parseName, parseText, textLimits } from '#domain/shared/text.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import type { SubscriptionItemInput } from '#domain/subscriptions/chosen-items.ts';
import { chosenItems } from '#domain/subscriptions/chosen-items.ts';
import { PeriodClosed } from '#domain/subscriptions/errors.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { endMark, markOn, rankOf, startMark } from '#domain/subscriptions/mark.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { subscribe } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy, BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { parseBillingPolicy } from '#domain/tenants/billing-policy.ts';

/** A subscription as people describe it, before anything was checked. */
export interface SubscriptionInput {
  readonly externalId?: string | null | undefined;
  readonly name?: string | null | undefined;
  /** A local day; or an instant; now where neither is given. */
  readonly startsOn?: string | undefined;
  readonly startsAt?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly endsAt?: string | undefined;
  /** `anniversary` where absent. */
  readonly alignment?: AlignmentInput | undefined;
  /** The customer's, or the tenant's, where absent. */
  readonly timeZone?: string | undefined;
  readonly isInvoicedApart?: boolean | undefined;
  /** The difference from one of each price that is not optional. */
  readonly items?: readonly SubscriptionItemInput[] | undefined;
  /** On top of the tenant's policy, or of a preset; it is kept as long as the subscription is. */
  readonly billingPolicy?: BillingPolicyInput | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** All that a subscription is made of beside its input. */
export interface Subscribing {
  readonly id: SubscriptionId;
  readonly customerId: CustomerId;
  readonly version: PlanVersion;
  readonly timeZone: TimeZone;
  /** Nothing may take effect before this day; null where the books are open. */
  readonly booksClosedOn: CalendarDate | null;
  /** The tenant's, which the input may complete. */
  readonly policy: BillingPolicy;
  readonly nextItemId: () => SubscriptionItemId;
  readonly now: Instant;
  /** The instant that no start means; it may lie back a little. */
  readonly effectiveNow: Instant;
}

/**
 * A new subscription to the prices of a plan version.
 * @throws {InvalidValue} with every fault at once
 * @throws {PeriodClosed}
 */
export const newSubscription = (input: SubscriptionInput, made: Subscribing): Subscription => {
  const { version, now, booksClosedOn } = made;
  const { interval, currency } = version.terms;
  const { items, ...checked } = checkAll({
    externalId: () => orNull(parseSubscriptionExternalId)(input.externalId),
    name: () => orNull(parseName)(input.name),
    alignment: () => parseAlignment(input.alignment ?? 'anniversary', interval),
    timeZone: () => (input.timeZone === undefined ? made.timeZone : parseTimeZone(input.timeZone)),
    metadata: () => parseMetadata(input.metadata ?? {}),
    items: () => chosenItems(input.items ?? [], version, made.nextItemId),
    billingPolicy: () => parseBillingPolicy(input.billingPolicy ?? {}, made.policy, 'agreement'),
  });
  const { billingPolicy: policy, ...facts } = checked;
  const { start, end } = marksOf(input, checked.timeZone, policy, made.effectiveNow);
  if (booksClosedOn !== null && start.on <= booksClosedOn) throw new PeriodClosed();
  const { anchorOn, anchorDay } = alignedGrid(checked.alignment, start.on, interval);
  return subscribe(
    {
      ...facts,
      id: made.id,
      customerId: made.customerId,
      planId: version.planId,
      planVersion: version.number,
      currency,
      interval: { unit: interval.unit, count: interval.count },
      anchorOn,
      anchorDay,
      policy,
      segments: [{ from: start, planVersionId: version.id, items }],
      start,
      end,
      endReason: null,
      isInvoicedApart: input.isInvoicedApart ?? false,
    },
    now,
  );
};

/** @throws {InvalidValue} as `parseText`. */
export const parseSubscriptionExternalId = (text: string): string =>
  parseText(text, textLimits.externalId);

const marksOf = (
  input: SubscriptionInput,
  zone: TimeZone,
  policy: BillingPolicy,
  now: Instant,
): { readonly start: Mark; readonly end: Mark | null } => {
  const marks = checkAll({
    startsOn: () => dayMark(input.startsOn, zone),
    startsAt: () => {
      refuseBoth(input.startsOn, input.startsAt, 'starts');
      return input.startsAt === undefined ? null : startMark(parseInstant(input.startsAt), zone);
    },
    endsOn: () => dayMark(input.endsOn, zone),
    endsAt: () => {
      refuseBoth(input.endsOn, input.endsAt, 'ends');
      return input.endsAt === undefined ? null : endMark(parseInstant(input.endsAt), zone, policy);
    },
  });
  const start = marks.startsOn ?? marks.startsAt ?? startMark(now, zone);
  const end = marks.endsOn ?? marks.endsAt;
  if (end !== null && (rankOf(end, policy) <= rankOf(start, policy) || end.at <= start.at)) {
    const pointer = marks.endsOn === null ? '/endsAt' : '/endsOn';
    throw InvalidValue.because('ends_before_start', 'It ends after it starts.', pointer);
  }
  return { start, end };
};

const dayMark = (on: string | undefined, zone: TimeZone): Mark | null =>
  on === undefined ? null : markOn(parseCalendarDate(on), zone);

const refuseBoth = (on: string | undefined, at: string | undefined, what: string): void => {
  if (on === undefined || at === undefined) return;
  throw InvalidValue.because('stated_twice', `Give ${what}On or ${what}At, not both.`);
};
