import type { Override } from '#domain/catalog/override.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Money } from '#domain/shared/money.ts';
import type {
  AgreedItem,
  AgreedSegment,
  Agreement,
} from '#domain/subscriptions/agreement/agreement.ts';
import { hasEnded } from '#domain/subscriptions/agreement/item-ends.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { liesBehind, notBefore, startMarkOn } from '#domain/subscriptions/agreement/mark.ts';
import type {
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/agreement/segments.ts';
import { gridOf, planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';

/** The terms of a price, and the hash that names them. */
export interface HashedTerms {
  readonly terms: PriceTerms;
  readonly hash: string;
}

/** Gives the plan versions that segments name, and the terms of their prices. */
export interface KnownTerms {
  versionOf(segment: Pick<SubscriptionSegment, 'planVersionId'>): PlanVersion;
  /** @param override the amounts that an item has instead of the price's */
  ofPrice(price: Price, currency: CurrencyCode, override?: Override): HashedTerms;
  ofCommitment(amount: Money): HashedTerms;
}

/**
 * Everything that the charges of a subscription follow from. A segment is cut where its trial ends:
 * until then it has only the items that are charged in a trial, so nothing else knows of trials.
 * So it is cut where something was billed elsewhere before, and has no items until then, and where
 * an item ends by itself. In a pause it has none, so that what accrues ends with its beginning, and
 * begins anew with its end.
 */
export const agreementOf = (facts: SubscriptionFacts, terms: KnownTerms): Agreement => ({
  subscriptionId: facts.id,
  customerId: facts.customerId,
  currency: facts.currency,
  policy: facts.policy,
  segments: segmentsOf(facts, terms),
});

/** Those that begin before the end: a change that lies behind it has no effect. */
const segmentsOf = (facts: SubscriptionFacts, terms: KnownTerms): readonly AgreedSegment[] => {
  const { segments, end } = facts;
  const begun = segments.filter(({ from }, index) => index === 0 || !end || from.at < end.at);
  const agreed = begun.flatMap((segment, index) => {
    const priced = segment.isPaused ? [] : pricedItems(segment, terms);
    const whole: AgreedSegment = {
      from: segment.from,
      until: begun[index + 1]?.from ?? end,
      items: [
        ...priced.map((each) => agreedItem(facts, segment, each, terms)),
        ...(segment.isPaused ? [] : commitmentItems(facts, segment, terms)),
      ],
      ...(segment.begunBy && { begunBy: segment.begunBy }),
    };
    const inTrial = whole.items.filter((_, nth) => priced[nth]?.price.inTrial === 'charged');
    const next = begun[index + 1]?.items ?? [];
    return cutAt(segment.trialEnd ?? null, whole, inTrial).flatMap((each) => cutAtEnds(each, next));
  });
  const { billedThrough, timeZone } = facts;
  if (billedThrough === null) return agreed;
  const billed = startMarkOn(billedThrough, timeZone);
  return withoutOnceBefore(billed, agreed).flatMap((each) => cutAt(billed, each, []));
};

/** One-time prices whose items began before a mark were charged elsewhere. */
const withoutOnceBefore = (
  mark: Mark,
  segments: readonly AgreedSegment[],
): readonly AgreedSegment[] => {
  const before = segments.filter(({ from }) => from.at < mark.at).flatMap(({ items }) => items);
  const once = new Set(before.filter(({ kind }) => kind === 'one_time').map(({ id }) => id));
  if (once.size === 0) return segments;
  return segments.map((segment) => {
    return { ...segment, items: segment.items.filter(({ id }) => !once.has(id)) };
  });
};

/** A segment that has other items up to a mark. */
const cutAt = (
  mark: Mark | null,
  whole: AgreedSegment,
  items: readonly AgreedItem[],
): readonly AgreedSegment[] => {
  const { from, until } = whole;
  // A start on a day that its zone left out is at the instant of the next one.
  if (mark === null || !liesBehind(mark, from)) return [whole];
  const cut = notBefore(mark, from);
  // At the same instant, the day of an end may still be charged.
  const isFirst = until === null || liesBehind(until, cut);
  if (!isFirst) return [{ ...whole, items }];
  return [{ ...whole, until: cut, items }, restFrom(cut, whole)];
};

/** The rest of a segment, which begins by itself. */
const restFrom = (
  from: Mark,
  { until, items, begunBy, agreedBy }: AgreedSegment,
): AgreedSegment => {
  const changeId = begunBy?.id ?? agreedBy;
  return { from, until, items, ...(changeId && { agreedBy: changeId }) };
};

/**
 * A segment that is cut where items of it end by themselves. One that ends where it is agreed to
 * anew is told from that by a rest without length.
 */
const cutAtEnds = (
  whole: AgreedSegment,
  next: readonly SubscriptionItem[],
): readonly AgreedSegment[] => {
  const { from, until } = whole;
  const items = whole.items.filter((item) => !hasEnded(item, from));
  const ends = items.flatMap(({ end }) => (end === undefined ? [] : [end]));
  const [first, ...others] = ends;
  if (first === undefined) return [{ ...whole, items }];
  const cut = notBefore(
    others.reduce((one, other) => (liesBehind(one, other) ? other : one), first),
    from,
  );
  if (until !== null && !liesBehind(until, cut)) {
    const ended = new Set(items.filter((item) => hasEnded(item, cut)).map(({ id }) => id));
    const isAnew = next.some((item) => ended.has(item.id) && !hasEnded(item, until));
    if (liesBehind(cut, until) || !isAnew) return [{ ...whole, items }];
  }
  const rest = restFrom(cut, { ...whole, items });
  return [{ ...whole, until: cut, items }, ...cutAtEnds(rest, next)];
};

/**
 * The minimum commitment of a version, as an item of its own: so it begins, is cut and ends as all
 * others do. It stands last, as what it comes to follows from the others.
 */
const commitmentItems = (
  facts: SubscriptionFacts,
  segment: SubscriptionSegment,
  terms: KnownTerms,
): readonly AgreedItem[] => {
  const { minimumCommitment, prices } = terms.versionOf(segment).terms;
  // Its taxes are those of the product, which is found by a price.
  const [first] = prices;
  if (minimumCommitment === null || first === undefined) return [];
  const { terms: ofCommitment, hash: termsHash } = terms.ofCommitment(minimumCommitment);
  const plan = planOfSegment(facts, segment);
  return [
    {
      // The subscription has one, so it shares its 128 bits.
      id: idFromUuid('si', uuidOf(facts.id)),
      priceId: first.id,
      name: 'Minimum commitment',
      kind: 'usage',
      billed: 'in_arrears',
      quantity: '1',
      grid: gridOf(plan),
      timeZone: plan.timeZone,
      terms: ofCommitment,
      termsHash,
    },
  ];
};

interface PricedItem {
  readonly item: SubscriptionItem;
  readonly price: Price;
}

const pricedItems = (segment: SubscriptionSegment, terms: KnownTerms): readonly PricedItem[] => {
  const { prices } = terms.versionOf(segment).terms;
  const byId = new Map(prices.map((price) => [price.id, price]));
  return segment.items.map((item) => {
    const price = byId.get(item.priceId);
    invariant(price !== undefined, 'A price that somebody agreed to is in its version.');
    return { item, price };
  });
};

const agreedItem = (
  facts: SubscriptionFacts,
  segment: SubscriptionSegment,
  { item, price }: PricedItem,
  terms: KnownTerms,
): AgreedItem => {
  const { id, priceId, quantity, override, end } = item;
  const { name, kind, billed, interval } = price;
  const { terms: ofPrice, hash } = terms.ofPrice(price, facts.currency, override);
  const plan = planOfSegment(facts, segment);
  const grid = gridOf({ ...plan, interval: interval ?? plan.interval });
  const { timeZone } = plan;
  const agreed = { id, priceId, name, kind, billed, quantity, grid, timeZone };
  return { ...agreed, terms: ofPrice, termsHash: hash, ...(end && { end }) };
};
