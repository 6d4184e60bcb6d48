import type { Feature, LimitFeature } from '#domain/catalog/feature.ts';
import type { Aggregation, MeterDefinition } from '#domain/metering/definition.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { ServedPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import { limitPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { statusAt } from '#domain/subscriptions/agreement/subscription-facts.ts';

/** Whether a subscription gives the features of its plan: while it runs, also before its end. */
export const givesAccess = (facts: SubscriptionFacts, at: Instant): boolean => {
  const status = statusAt(facts, at);
  return status === 'active' || status === 'trialing';
};

/** A subscription that gives access, with the features of the version that it agrees to. */
export interface GivingSubscription {
  readonly facts: SubscriptionFacts;
  readonly features: readonly Feature[];
}

/** A part of a limit: what one or several subscriptions give for one period. */
interface LimitPart {
  /** Null for as much as one likes. */
  readonly limit: Fraction | null;
  readonly period: ServedPeriod;
}

interface OfFeature {
  /** The code of the feature. */
  readonly feature: string;
  /** Those that give it, the newest first. */
  readonly subscriptionIds: readonly SubscriptionId[];
}

/** A limit of a customer, before anything was counted. */
export interface LimitToCount extends OfFeature {
  readonly kind: 'limit';
  readonly meterId: MeterId;
  /** By the beginnings of their periods, the longest ago first; at least one. */
  readonly parts: readonly LimitPart[];
}

/** A feature that a customer has, from all subscriptions together. */
export type Granted =
  | (OfFeature & { readonly kind: 'boolean' })
  | (OfFeature & { readonly kind: 'value'; readonly value: string })
  | LimitToCount;

/**
 * The features that a customer has from these subscriptions, by their codes. What the newest
 * subscription says decides: its value, and its kind and meter where another one says otherwise.
 * Limits add up, as each was paid for.
 */
export const grantedBy = (
  subscriptions: readonly GivingSubscription[],
  at: Instant,
): readonly Granted[] => {
  const grants = subscriptions
    .toSorted((one, other) => compareByAge(one.facts, other.facts))
    .flatMap(({ facts, features }) => features.map((feature) => ({ facts, feature })));
  const byCode = Map.groupBy(grants, ({ feature }) => feature.code);
  return [...byCode]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, some]) => merged(some, at));
};

/** The one of a code, where the customer has it: nothing else of the plans is computed. */
export const grantOf = (
  subscriptions: readonly GivingSubscription[],
  feature: string,
  at: Instant,
): Granted | undefined => {
  const giving = subscriptions.map(({ facts, features }) => ({
    facts,
    features: features.filter(({ code }) => code === feature),
  }));
  return grantedBy(giving, at)[0];
};

interface Grant {
  readonly facts: SubscriptionFacts;
  readonly feature: Feature;
}

const compareByAge = (one: SubscriptionFacts, other: SubscriptionFacts): number =>
  other.start.at - one.start.at || (one.id < other.id ? 1 : -1);

const merged = (grants: readonly Grant[], at: Instant): readonly Granted[] => {
  const [newest] = grants;
  if (newest === undefined) return [];
  const { feature } = newest;
  const alike = grants.filter((grant) => isAlike(grant.feature, feature));
  const named = { feature: feature.code, subscriptionIds: alike.map(({ facts }) => facts.id) };
  switch (feature.kind) {
    case 'boolean':
      return [{ ...named, kind: 'boolean' }];
    case 'value':
      return [{ ...named, kind: 'value', value: feature.value }];
    case 'limit':
      return [{ ...named, kind: 'limit', meterId: feature.meterId, parts: partsOf(alike, at) }];
  }
};

const isAlike = (one: Feature, other: Feature): boolean =>
  one.kind === other.kind && meterOf(one) === meterOf(other);

const meterOf = (feature: Feature): MeterId | null =>
  feature.kind === 'limit' ? feature.meterId : null;

const partsOf = (grants: readonly Grant[], at: Instant): readonly LimitPart[] => {
  const parts = grants.flatMap(({ facts, feature }) =>
    feature.kind === 'limit' ? [partOf(facts, feature, at)] : [],
  );
  const byPeriod = Map.groupBy(
    parts,
    ({ period: { startsAt, endsAt } }) => `${startsAt} to ${endsAt}`,
  );
  const together = [...byPeriod.values()].flatMap((ofPeriod) => {
    const limit = ofPeriod.map((part) => part.limit).reduce(added);
    return ofPeriod.slice(0, 1).map(({ period }) => ({ limit, period }));
  });
  return together.toSorted((one, other) => one.period.startsAt - other.period.startsAt);
};

const partOf = (
  facts: SubscriptionFacts,
  { limit, interval }: LimitFeature,
  at: Instant,
): LimitPart => ({
  limit: limit === null ? null : fractionOf(limit),
  period: limitPeriod(facts, interval, at),
});

const added = (one: Fraction | null, other: Fraction | null): Fraction | null =>
  one === null || other === null ? null : one.plus(other);

/** How far a limit is used up. */
export interface CountedLimit {
  readonly used: Fraction;
  /** Null, as `remaining`, for as much as one likes. */
  readonly limit: Fraction | null;
  /** Not below zero. */
  readonly remaining: Fraction | null;
  /** Of the parts' periods the one that ends first. */
  readonly period: ServedPeriod;
}

const zero = Fraction.of(0n);

/**
 * Sets what was used against a limit. Where its parts are of several periods, each event takes from
 * the part whose period began longest ago; what was used beyond a part before another one began is
 * over with, and takes nothing from that.
 * @param quantities what was used in the period of each part
 */
export const countLimit = (
  { parts }: LimitToCount,
  { aggregation }: MeterDefinition,
  quantities: readonly Fraction[],
): CountedLimit => {
  const period = parts.map((part) => part.period).reduce(endingFirst);
  const limit = parts.map((part) => part.limit).reduce(added);
  if (limit === null || !addsUp[aggregation]) {
    const used = quantities[0] ?? zero;
    const remaining = limit === null ? null : notNegative(limit.minus(used));
    return { used, limit, remaining, period };
  }
  const left = parts.reduce((sum, part, index) => {
    const since = quantities[index] ?? zero;
    const own = since.minus(quantities[index + 1] ?? zero);
    return notNegative(sum)
      .plus(part.limit ?? zero)
      .minus(own);
  }, zero);
  return { used: limit.minus(left), limit, remaining: notNegative(left), period };
};

const endingFirst = (one: ServedPeriod, other: ServedPeriod): ServedPeriod =>
  other.endsAt < one.endsAt ? other : one;

const notNegative = (value: Fraction): Fraction => (value.compare(zero) < 0 ? zero : value);

/** Whether a quantity that is used comes on top of what was used, or is a level by itself. */
const addsUp: Readonly<Record<Aggregation, boolean>> = {
  count: true,
  sum: true,
  unique: true,
  weighted_sum: true,
  max: false,
  min: false,
  latest: false,
  average: false,
};

/** Whether so much may be used: on top of what was used, or, of a level, as the next value. */
export const isWithin = (
  { used, limit }: CountedLimit,
  { aggregation }: MeterDefinition,
  quantity: Fraction,
): boolean => {
  if (limit === null) return true;
  if (addsUp[aggregation]) return used.plus(quantity).compare(limit) <= 0;
  // A maximum stays, whatever comes after it.
  const isKept = aggregation !== 'max' || used.compare(limit) <= 0;
  return isKept && quantity.compare(limit) <= 0;
};
