import type {
  Alignment,
  BillingPolicyInput,
  Cancellation,
  Effective,
  NewPause,
  NewSubscription,
  NewSubscriptionChange,
  Price,
} from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import type { ChangedSubscription, ChangeTarget } from './item-body.ts';
import { defaultItems, isMoved, itemsAfter, itemsBody } from './item-body.ts';
import { statedPolicyBody, statedPolicyValues } from './stated-policy.ts';
import { text } from './typed-fields.ts';

// A preview and its call get one body, made here: what is shown is what is done.

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
