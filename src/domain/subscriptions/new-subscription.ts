import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import { parseAlignment } from '#domain/shared/calendar/alignment.ts';
import { parseBillingDate, parseBillingInstant } from '#domain/shared/calendar/billing-dates.ts';
import { periodOn } from '#domain/shared/calendar/grid.ts';
import { checkAll, orNull, orUndefined } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, SubscriptionId, SubscriptionItemId } from '#domain/shared/ids.ts';
import { Trial } from '#domain/shared/interval.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import type { SubscriptionItemInput } from '#domain/subscriptions/agreement/chosen-items.ts';
import { chosenItems } from '#domain/subscriptions/agreement/chosen-items.ts';
import { readItemEnds } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import {
  dayAt,
  endMark,
  markOn,
  rankOf,
  startMark,
  startMarkOn,
} from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionItem } from '#domain/subscriptions/agreement/segments.ts';
import { gridOf } from '#domain/subscriptions/agreement/segments.ts';
import type { Renewal } from '#domain/subscriptions/agreement/term.ts';
import { firstTermEnd, parseTermLength } from '#domain/subscriptions/agreement/term.ts';
import {
  alignedTo,
  anchorFrom,
  isInTrialAt,
  trialEndAfter,
  trialEndAt,
} from '#domain/subscriptions/agreement/trial.ts';
import { PeriodClosed } from '#domain/subscriptions/errors.ts';
import type { NewSubscription, Subscription } from '#domain/subscriptions/subscription.ts';
import { subscribe } from '#domain/subscriptions/subscription.ts';
import type { SubscriptionTextsInput } from '#domain/subscriptions/subscription-texts.ts';
import { subscriptionTextReaders } from '#domain/subscriptions/subscription-texts.ts';
import type { BillingPolicy, BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { parseBillingPolicy, policyWith } from '#domain/tenants/billing-policy.ts';

/** A subscription as people describe it, before anything was checked. */
export interface SubscriptionInput extends SubscriptionTextsInput {
  /** A local day; or an instant; now where neither is given. */
  readonly startsOn?: string | undefined;
  readonly startsAt?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly endsAt?: string | undefined;
  /** Days of use before what is free in a trial is charged; the plan's where absent. */
  readonly trialDays?: number | undefined;
  /** How long the customer is bound at a time, from the end of the trial or from the start on. */
  readonly term?: CalendarLength | undefined;
  /** Whether it ends with its term, or goes on; `end` where absent. */
  readonly renewal?: Renewal | undefined;
  /** The first local day that is charged here: what lies before was billed elsewhere. */
  readonly billedThrough?: string | undefined;
  /** `anniversary` where absent. */
  readonly alignment?: AlignmentInput | undefined;
  /** The customer's, or the tenant's, where absent. */
  readonly timeZone?: string | undefined;
  readonly isInvoicedApart?: boolean | undefined;
  /** The difference from one of each price that is not optional. */
  readonly items?: readonly SubscriptionItemInput[] | undefined;
  /**
   * On top of the tenant's policy with what the plan version states, or of a preset; it is kept as
   * long as the subscription is.
   */
  readonly billingPolicy?: BillingPolicyInput | undefined;
}

/** All that a subscription is made of beside its input. */
export interface Subscribing {
  readonly id: SubscriptionId;
  readonly customerId: CustomerId;
  readonly version: PlanVersion;
  readonly timeZone: TimeZone;
  /** The trial that it has where the input does not say. */
  readonly trialDays: number;
  /** Nothing may take effect before this day; null where the books are open. */
  readonly booksClosedOn: CalendarDate | null;
  /** The tenant's, on top of which come what the version states, and the input. */
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
  const planned = policyWith(made.policy, version.terms.billingPolicy, 'agreement');
  // Faults are told in the order of the fields.
  const texts = subscriptionTextReaders(input);
  const { items: chosen, ...checked } = checkAll({
    externalId: texts.externalId,
    name: texts.name,
    alignment: () => parseAlignment(input.alignment ?? 'anniversary', interval),
    ...termReaders(input),
    billedThrough: () => orNull(parseBillingDate)(input.billedThrough),
    trialDays: () => orUndefined(parseTrialDays)(input.trialDays) ?? made.trialDays,
    timeZone: () => (input.timeZone === undefined ? made.timeZone : parseTimeZone(input.timeZone)),
    purchaseOrder: texts.purchaseOrder,
    metadata: texts.metadata,
    items: () => chosenItems(input.items ?? [], version, made.nextItemId),
    billingPolicy: () => parseBillingPolicy(input.billingPolicy ?? {}, planned, 'agreement'),
  });
  const { billingPolicy: policy, trialDays, term: length, renewal, ...facts } = checked;
  const marks = marksOf(input, checked.timeZone, policy, made.effectiveNow);
  const { start } = marks;
  const items = withEnds(chosen, input, { version, from: start, policy, zone: checked.timeZone });
  const { billedThrough } = checked;
  const chargedOn = billedThrough !== null && billedThrough > start.on ? billedThrough : start.on;
  if (booksClosedOn !== null && chargedOn <= booksClosedOn) throw new PeriodClosed();
  const trialEnd = trialDays === 0 ? null : trialEndAfter(start, trialDays, checked.timeZone);
  const reference = alignedTo(start, trialEnd, policy);
  const term = length && { length, renewal, startsOn: reference };
  const end = term?.renewal === 'end' ? firstTermEnd(term, checked.timeZone) : marks.end;
  const created = {
    ...facts,
    id: made.id,
    customerId: made.customerId,
    planId: version.planId,
    planVersion: version.number,
    currency,
    interval: { unit: interval.unit, count: interval.count },
    ...anchorFrom(checked.alignment, reference, interval),
    policy,
    segments: [{ from: start, planVersionId: version.id, items, ...(trialEnd && { trialEnd }) }],
    start,
    end,
    endReason: null,
    term,
    isInvoicedApart: input.isInvoicedApart ?? false,
  };
  if (billedThrough !== null) requireInPeriod(billedThrough, created, version, now);
  return subscribe(created, now);
};

/** The items with the ends that they have by themselves. */
const withEnds = (
  items: readonly SubscriptionItem[],
  { items: given = [] }: SubscriptionInput,
  {
    version,
    from,
    policy,
    zone,
  }: {
    readonly version: PlanVersion;
    readonly from: Mark;
    readonly policy: BillingPolicy;
    readonly zone: TimeZone;
  },
): readonly SubscriptionItem[] => {
  const ends = readItemEnds(given, version, { from, policy, markOn: (on) => markOn(on, zone) });
  return items.map((item) => {
    const end = ends.get(item.priceId);
    return end === undefined ? item : { ...item, end };
  });
};

const parseTrialDays = (days: number): number => Trial.ofDays(days).days;

const termReaders = ({ term, renewal, endsOn, endsAt }: SubscriptionInput) => ({
  term: () => orNull(parseTermLength)(term),
  renewal: () => {
    if (term === undefined && renewal !== undefined) {
      throw InvalidValue.because('renewal_without_term', 'Give a term, too: that is renewed.');
    }
    const ends = renewal ?? 'end';
    if (term !== undefined && ends === 'end' && (endsOn ?? endsAt) !== undefined) {
      const detail = 'It ends with its term already: leave out endsOn and endsAt, or renew.';
      throw InvalidValue.because('stated_twice', detail);
    }
    return ends;
  },
});

const marksOf = (
  input: SubscriptionInput,
  zone: TimeZone,
  policy: BillingPolicy,
  now: Instant,
): { readonly start: Mark; readonly end: Mark | null } => {
  const marks = checkAll({
    startsOn: () => dayMark(input.startsOn, zone, startMarkOn),
    startsAt: () => {
      refuseBoth(input.startsOn, input.startsAt, 'starts');
      return input.startsAt === undefined
        ? null
        : startMark(parseBillingInstant(input.startsAt), zone);
    },
    endsOn: () => dayMark(input.endsOn, zone, markOn),
    endsAt: () => {
      refuseBoth(input.endsOn, input.endsAt, 'ends');
      return input.endsAt === undefined
        ? null
        : endMark(parseBillingInstant(input.endsAt), zone, policy);
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

/**
 * Refuses a day before the start, or behind the end of the periods that are open now: nobody was
 * billed for so long elsewhere.
 */
const requireInPeriod = (
  billedThrough: CalendarDate,
  { start, end, segments, timeZone, ...plan }: NewSubscription,
  { terms }: PlanVersion,
  now: Instant,
): void => {
  const at = now < start.at ? start.at : now;
  const trialEnd = isInTrialAt(segments, at) ? trialEndAt(segments, at) : null;
  const intervals = terms.prices.map(({ interval }) => interval ?? plan.interval);
  const ends = [plan.interval, ...intervals].map(
    (interval) => periodOn(gridOf({ ...plan, interval }), dayAt(timeZone, at)).end,
  );
  const last = trialEnd?.on ?? ends.reduce((one, other) => (other > one ? other : one));
  const until = end !== null && end.on < last ? end.on : last;
  if (start.on <= billedThrough && billedThrough <= until) return;
  throw InvalidValue.because(
    'billed_through_out_of_range',
    `It is a day from the start to the end of the current period: ${start.on} to ${until}.`,
    '/billedThrough',
  );
};

const dayMark = (
  on: string | undefined,
  zone: TimeZone,
  read: (on: CalendarDate, zone: TimeZone) => Mark,
): Mark | null => (on === undefined ? null : read(parseBillingDate(on), zone));

const refuseBoth = (on: string | undefined, at: string | undefined, what: string): void => {
  if (on === undefined || at === undefined) return;
  throw InvalidValue.because('stated_twice', `Give ${what}On or ${what}At, not both.`);
};
