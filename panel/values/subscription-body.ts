import type {
  Alignment,
  BillingPolicyInput,
  Cancellation,
  Effective,
  ItemDelta,
  NewPause,
  NewSubscription,
  NewSubscriptionChange,
  Price,
  SubscriptionItem,
} from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { readDecimal, typedDecimal } from './money-text.ts';
import { statedPolicyBody, statedPolicyValues } from './stated-policy.ts';
import { text } from './typed-fields.ts';

// A preview and its call get one body, made here: what is shown is what is done.

/** Whether a quantity of a price is agreed: of a flat one any is the same, usage is counted. */
export const hasQuantity = ({ kind, model }: Pick<Price, 'kind' | 'model'>): boolean =>
  kind !== 'usage' && model !== 'flat';

/** An item as a form shows it: how many, and whether the subscription has the price at all. */
export interface AgreedItem {
  readonly quantity: string;
  readonly isIncluded: boolean;
}

/** The items that a new subscription has of a plan where nothing is said: one of each price. */
export const defaultItems = (prices: readonly Price[]): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id, isOptional }) => [id, { quantity: '1', isIncluded: isOptional !== true }]),
  );

/** The items of a subscription among the prices of its version. */
const currentItems = (
  prices: readonly Price[],
  items: readonly SubscriptionItem[],
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id }) => {
      const item = items.find(({ priceId }) => priceId === id);
      return [id, { quantity: item?.quantity ?? '1', isIncluded: item !== undefined }];
    }),
  );

/**
 * The items after a move to other terms where nothing is said: a price that the subscription has
 * by the same code keeps its quantity, others begin with one, and optional ones do not begin.
 */
const movedItems = (
  from: readonly Price[],
  items: readonly SubscriptionItem[],
  to: readonly Price[],
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    to.map(({ id, code, isOptional }) => {
      const old = from.find((price) => price.code !== undefined && price.code === code);
      const item = items.find(({ priceId }) => priceId === old?.id);
      return [
        id,
        { quantity: item?.quantity ?? '1', isIncluded: item !== undefined || isOptional !== true },
      ];
    }),
  );

/** Items as values of a form, in the writing of `language`. */
export const itemValues = (
  items: Readonly<Record<string, AgreedItem>>,
  language: string,
): FormValues =>
  Object.fromEntries(
    Object.entries(items).flatMap(
      ([priceId, { quantity, isIncluded }]): [string, string | boolean][] => [
        [quantityField(priceId), typedDecimal(quantity, language)],
        [includedField(priceId), isIncluded],
      ],
    ),
  );

export const quantityField = (priceId: string): string => `items.${priceId}.quantity`;
export const includedField = (priceId: string): string => `items.${priceId}.isIncluded`;

/** The items as they were typed: quantities that cannot be read stay as they are. */
export const agreedItems = (
  values: FormValues,
  prices: readonly Price[],
  language: string,
): Readonly<Record<string, AgreedItem>> =>
  Object.fromEntries(
    prices.map(({ id }) => {
      const typed = text(values, quantityField(id)).trim();
      const quantity = typed === '' ? '1' : (readDecimal(typed, language) ?? typed);
      return [id, { quantity, isIncluded: values[includedField(id)] === true }];
    }),
  );

/** The items that were typed and differ from those that come without a word, in their order. */
export const itemsBody = (
  values: FormValues,
  prices: readonly Price[],
  items: Readonly<Record<string, AgreedItem>>,
  language: string,
): readonly ItemDelta[] =>
  prices.flatMap((price): readonly ItemDelta[] => {
    const { id: priceId } = price;
    const without = items[priceId] ?? { quantity: '1', isIncluded: false };
    const typed = agreedItems(values, [price], language)[priceId] ?? without;
    if (!typed.isIncluded) return without.isIncluded ? [{ priceId, isIncluded: false }] : [];
    const isAsMany = typed.quantity === without.quantity || !hasQuantity(price);
    if (isAsMany && without.isIncluded) return [];
    const quantity = hasQuantity(price) ? { quantity: typed.quantity } : {};
    return [{ priceId, ...quantity, isIncluded: true }];
  });

/** The field of a fault of the server: `items.0.quantity` is one of the first item in the body. */
export const itemFieldOf = (
  path: string,
  items: readonly { readonly priceId: string }[],
): string => {
  const parts = /^items\.(?<index>\d+)(?:\.(?<field>\w+))?/.exec(path)?.groups;
  const item = items[Number(parts?.['index'] ?? -1)];
  if (item === undefined) return path;
  return parts?.['field'] === 'isIncluded'
    ? includedField(item.priceId)
    : quantityField(item.priceId);
};

/** The values of a form of a new subscription, beside its items. */
export const newSubscriptionValues = (customerId: string, planId: string) => ({
  customerId,
  planId,
  name: '',
  startsOn: '',
  trialDays: '',
  endsOn: '',
  alignment: 'anniversary',
  'alignment.day': '1',
  'alignment.weekday': '1',
  'alignment.on': '',
  'term.count': '',
  'term.unit': 'month',
  renewal: 'renew',
  billedThrough: '',
  timeZone: '',
  externalId: '',
  purchaseOrder: '',
  isInvoicedApart: false,
  ...statedPolicyValues(null),
  'changes.0.planId': '',
  'changes.0.effective.on': '',
});

/** A new subscription as it was typed, for the preview and for the call. */
export const newSubscriptionBody = (
  values: FormValues,
  prices: readonly Price[],
  language: string,
): NewSubscription => {
  const given = (name: string) => text(values, name).trim();
  const items = itemsBody(values, prices, defaultItems(prices), language);
  const optional = Object.fromEntries(
    ['startsOn', 'endsOn', 'billedThrough', 'timeZone', 'externalId', 'purchaseOrder', 'name']
      .filter((name) => given(name) !== '')
      .map((name) => [name, given(name)]),
  );
  const trialDays = given('trialDays');
  const count = given('term.count');
  const unit = given('term.unit') as 'month';
  const renewal = given('renewal') === 'end' ? 'end' : 'renew';
  return {
    customerId: given('customerId'),
    planId: given('planId'),
    ...optional,
    ...(trialDays === '' ? {} : { trialDays: wholeNumber(trialDays) }),
    ...(count === '' ? {} : { term: { unit, count: wholeNumber(count) }, renewal }),
    alignment: alignmentOf(values),
    ...(values['isInvoicedApart'] === true ? { isInvoicedApart: true } : {}),
    ...(items.length === 0 ? {} : { items }),
    ...policyBody(values),
    ...phaseBody(values),
  };
};

/** A move to another plan on a later day, which is agreed from the beginning. */
const phaseBody = (values: FormValues): Pick<NewSubscription, 'changes'> => {
  const planId = text(values, 'changes.0.planId');
  const on = text(values, 'changes.0.effective.on');
  return planId === '' ? {} : { changes: [{ planId, effective: { on } }] };
};

const alignmentOf = (values: FormValues): Alignment => {
  const alignment = text(values, 'alignment');
  if (alignment === 'day') return { day: wholeNumber(text(values, 'alignment.day')) };
  if (alignment === 'weekday') return { weekday: wholeNumber(text(values, 'alignment.weekday')) };
  if (alignment === 'on') return { on: text(values, 'alignment.on') };
  return alignment === 'calendar' ? 'calendar' : 'anniversary';
};

/** The server refuses what is no whole number. */
const wholeNumber = (typed: string): number =>
  /^\d+$/.test(typed.trim()) ? Number(typed) : (typed as never);

/** When a change or a cancellation takes effect, as a form has it. */
export const effectiveOf = (values: FormValues): Effective => {
  const effective = text(values, 'effective');
  if (effective === 'on') return { on: text(values, 'effective.on') };
  return effective === 'period_end' || effective === 'term_end' ? effective : 'now';
};

/** Terms that a subscription moves to, or those that it has. */
export interface ChangeTarget {
  readonly planId: string;
  readonly planVersion: number;
  readonly prices: readonly Price[];
}

/** The subscription that is changed, with the prices of its version. */
export interface ChangedSubscription extends ChangeTarget {
  readonly items: readonly SubscriptionItem[];
}

/** The items that a subscription has after a move to `target` where nothing else is said. */
export const itemsAfter = (
  subscription: ChangedSubscription,
  target: ChangeTarget,
): Readonly<Record<string, AgreedItem>> =>
  isMoved(subscription, target)
    ? movedItems(subscription.prices, subscription.items, target.prices)
    : currentItems(subscription.prices, subscription.items);

/** A change of a subscription as it was typed, for the preview and for the call. */
export const changeBody = (
  values: FormValues,
  subscription: ChangedSubscription,
  target: ChangeTarget,
  language: string,
): NewSubscriptionChange => {
  const items = itemsBody(values, target.prices, itemsAfter(subscription, target), language);
  const given = (name: string) => text(values, name).trim();
  return {
    ...(target.planId === subscription.planId ? {} : { planId: target.planId }),
    ...(isMoved(subscription, target) ? { planVersion: target.planVersion } : {}),
    ...(items.length === 0 ? {} : { items }),
    ...(given('anchorOn') === '' ? {} : { anchorOn: given('anchorOn') }),
    ...(given('timeZone') === '' ? {} : { timeZone: given('timeZone') }),
    effective: effectiveOf(values),
    ...policyBody(values),
  };
};

/** The decisions that were made otherwise than the level above has them. */
const policyBody = (values: FormValues): { readonly billingPolicy?: BillingPolicyInput } => {
  const billingPolicy = statedPolicyBody(values);
  return billingPolicy === null ? {} : { billingPolicy };
};

const isMoved = (subscription: ChangeTarget, target: ChangeTarget): boolean =>
  subscription.planId !== target.planId || subscription.planVersion !== target.planVersion;

/** A cancellation as it was typed, for the preview and for the call. */
export const cancellationBody = (values: FormValues): Cancellation => {
  const credit = text(values, 'cancelCredit');
  return {
    effective: effectiveOf(values),
    ...(credit === '' ? {} : { cancelCredit: credit as 'prorated' | 'none' | 'full' }),
    reason: text(values, 'reason').trim() || null,
  };
};

/** A pause as it was typed, for the preview and for the call. */
export const pauseBody = (values: FormValues): NewPause => {
  const resumesOn = text(values, 'resumesOn');
  return {
    effective: effectiveOf(values),
    ...(resumesOn === '' ? {} : { resumesOn }),
    credit: values['credit'] === 'none' ? 'none' : 'prorated',
  };
};
