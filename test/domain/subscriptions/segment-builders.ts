import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Rebuilding } from '#domain/subscriptions/changes/apply-change.ts';
import { rebuild } from '#domain/subscriptions/changes/apply-change.ts';
import type { ItemDelta, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { buildSubscription } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { buildChange } from '../../../src/testing/change-builders.ts';

// A subscription to seats and support from the tenth of March on, and another plan to move to.

const perUnit = (code: string, given: Partial<PriceInput> = {}): PriceInput => ({
  name: code,
  code,
  model: 'per_unit',
  unitAmount: '10',
  ...given,
});
const plan = buildPlan(buildId('prod'), {
  prices: [perUnit('seats'), perUnit('support')],
}).activate(someday);
const other = buildPlan(buildId('prod'), {
  prices: [perUnit('extra'), perUnit('seats'), perUnit('option', { isOptional: true })],
}).activate(someday);
export const first: PlanVersion = firstVersionOf(plan).facts;
export const second: PlanVersion = {
  ...first,
  id: buildId('ver'),
  number: 2,
  terms: {
    ...first.terms,
    prices: first.terms.prices.filter(({ code }) => code === 'seats'),
  },
};
export const elsewhere: PlanVersion = firstVersionOf(other).facts;
const versions = new Map([first, second, elsewhere].map((version) => [version.id, version]));
export const versionOf = (id: PlanVersion['id']): PlanVersion => versions.get(id) ?? first;
export const priceOf = (version: PlanVersion, code: string) => {
  const price = version.terms.prices.find((each) => each.code === code);
  if (price === undefined) throw new Error('The version has this price.');
  return price.id;
};
export const [seats, support] = [priceOf(first, 'seats'), priceOf(first, 'support')];

export const on = (day: string): Mark => ({
  on: parseCalendarDate(day),
  at: parseInstant(`${day}T00:00:00Z`),
});
export const facts = (given: Partial<SubscriptionFacts> = {}): SubscriptionFacts =>
  buildSubscription(buildId('cus'), plan, {
    start: on('2026-03-10'),
    segments: [segment('2026-03-10')],
    ...given,
  }).facts;
export const seatItem = { id: buildId('si'), priceId: seats, quantity: '3' };
export const supportItem = { id: buildId('si'), priceId: support, quantity: '1' };
export function segment(
  day: string,
  given: Partial<SubscriptionSegment> = {},
): SubscriptionSegment {
  return { from: on(day), planVersionId: first.id, items: [seatItem, supportItem], ...given };
}

export const { id: subscriptionId } = facts();
export const change = (day: string, given: Partial<SubscriptionChange> = {}): SubscriptionChange =>
  buildChange(subscriptionId, { effective: on(day), items: [], ...given });
export const delta = (
  priceId: ItemDelta['priceId'],
  given: Partial<ItemDelta> = {},
): ItemDelta => ({
  priceId,
  quantity: null,
  isIncluded: true,
  itemId: buildId('si'),
  ...given,
});
export const begunBy = (
  { id, decrease, charge, creditAs }: SubscriptionChange,
  isOtherPlan = false,
) => ({
  id,
  isOtherPlan,
  decrease,
  charge,
  creditAs,
});
/** @param others versions beside those that all tests know */
export const after = (
  rebuilding: Partial<Rebuilding>,
  given: Partial<SubscriptionFacts> = {},
  others: readonly PlanVersion[] = [],
) =>
  rebuild(
    facts(given),
    { scheduled: [], made: [], removed: [], ...rebuilding },
    (id) => others.find((version) => version.id === id) ?? versionOf(id),
  );
export const days = (segments: readonly SubscriptionSegment[]) =>
  segments.map(({ from }) => from.on);
export const quantities = ({ items }: SubscriptionSegment) =>
  items.map(({ priceId, quantity }) => [priceId, quantity]);
