import type { Price, Subscription, SubscriptionItem } from '../wire/types.ts';
import { emptyFields } from './field-errors.ts';
import type { FormValues } from './form-values.ts';
import { localDateOf } from './times.ts';
import { text } from './typed-fields.ts';

// An item may end before its subscription does: on the first local day without it. An item that
// has ended stays, and says so, until a change begins it anew.

/** The field that says whether an item ends by itself. */
export const hasEndField = (priceId: string): string => `items.${priceId}.hasEnd`;

/** The field of the first day without an item. */
export const endField = (priceId: string): string => `items.${priceId}.endsOn`;

/** Whether items of a price can end by themselves: what is charged once cannot. */
export const canEnd = ({ kind }: Pick<Price, 'kind'>): boolean => kind !== 'one_time';

/** The end of an item as values of a form. */
export const endValues = (priceId: string, endsOn: string | null): FormValues => ({
  [hasEndField(priceId)]: endsOn !== null,
  [endField(priceId)]: endsOn ?? '',
});

/** The end that was typed; null of an item without, and empty while its day is missing. */
export const typedEnd = (values: FormValues, priceId: string): string | null =>
  values[hasEndField(priceId)] === true ? text(values, endField(priceId)) : null;

/** The end where it is another than the one that comes without a word. */
export const endDelta = (
  typed: string | null,
  without: string | null,
): Pick<SubscriptionItem, 'endsOn'> | undefined =>
  typed === without || typed === '' ? undefined : { endsOn: typed };

/** Where a form shows a fault of the end. */
export const endFieldOf = (values: FormValues, priceId: string): string =>
  values[hasEndField(priceId)] === true ? endField(priceId) : hasEndField(priceId);

/** Ends whose day is missing. */
export const emptyEnds = (
  values: FormValues,
  prices: readonly Price[],
  needed: string,
): Readonly<Record<string, string>> => {
  const ending = prices.filter(({ id }) => typedEnd(values, id) !== null);
  return emptyFields(
    values,
    ending.map(({ id }) => endField(id)),
    needed,
  );
};

/** Whether an item has ended by itself by a local day. */
export const hasEnded = (endsOn: string | null | undefined, by: string): boolean =>
  typeof endsOn === 'string' && endsOn <= by;

type Dated = Pick<Subscription, 'currentPeriod' | 'termEndsAt' | 'timeZone'>;

/** The local day from which a change counts, as a form has it; empty while it is missing. */
export const effectiveDay = (
  values: FormValues,
  { currentPeriod, termEndsAt, timeZone }: Dated,
  now: string,
): string => {
  const effective = text(values, 'effective');
  if (effective === 'on') return text(values, 'effective.on');
  if (effective === 'period_end' && currentPeriod !== null) return currentPeriod.end;
  const isTerm = effective === 'term_end' && termEndsAt !== null;
  return localDateOf(isTerm ? termEndsAt : now, timeZone);
};
