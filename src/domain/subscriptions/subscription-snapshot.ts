import type { Alignment } from '#domain/shared/calendar/alignment.ts';
import type { Encoder, JsonObject } from '#domain/shared/snapshot.ts';
import {
  date,
  hidden,
  instant,
  listOf,
  mapOf,
  nullable,
  objectOf,
  plain,
} from '#domain/shared/snapshot.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { pauseEncoder, pauseShownAt } from '#domain/subscriptions/agreement/pause.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { shownItem, shownItemEncoder } from '#domain/subscriptions/shown-item.ts';
import { policyEncoder } from '#domain/tenants/policy-encoders.ts';

/** A subscription as its events show it. */
export const snapshotOf = (facts: SubscriptionFacts): JsonObject => encoder.encode(stated(facts));

/** Whether two states of a subscription read the same in its events. */
export const saysTheSame = (one: SubscriptionFacts, other: SubscriptionFacts): boolean =>
  encoder.isEqual(stated(one), stated(other));

// The status is not told: it follows from the start, the trial, the end and the time at which one
// looks.
const stated = ({ start, end, segments, term, ...facts }: SubscriptionFacts) => ({
  ...facts,
  ...planOfSegment(facts, segments.at(-1)),
  startsAt: start.at,
  trialEndsAt: segments.at(-1)?.trialEnd?.at ?? null,
  endsAt: end?.at ?? null,
  pause: pauseShownAt({ segments, end }, facts.updatedAt),
  term: term && term.length,
  renewal: term && term.renewal,
  items: (segments.at(-1)?.items ?? []).map(shownItem),
});

const alignment: Encoder<Alignment> = {
  encode: (value) => value,
  isEqual: (one, other) => JSON.stringify(one) === JSON.stringify(other),
};

const calendarLength = objectOf<CalendarLength>({ unit: plain, count: plain });

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  customerId: plain,
  planId: plain,
  planVersion: plain,
  externalId: plain,
  name: plain,
  currency: plain,
  timeZone: plain,
  alignment,
  interval: hidden(calendarLength),
  anchorOn: date,
  anchorDay: plain,
  policy: hidden(policyEncoder),
  startsAt: instant,
  trialEndsAt: nullable(instant),
  endsAt: nullable(instant),
  endReason: plain,
  pause: pauseEncoder,
  billedThrough: nullable(date),
  term: nullable(calendarLength),
  renewal: plain,
  items: listOf(shownItemEncoder),
  isInvoicedApart: plain,
  purchaseOrder: plain,
  metadata: mapOf(plain),
  createdAt: instant,
  updatedAt: instant,
});
