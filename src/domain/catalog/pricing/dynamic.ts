import type { PricedEvent } from '#domain/catalog/pricing/event.ts';
import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, summed } from '#domain/catalog/pricing/sum.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { invariant } from '#domain/shared/invariant.ts';

/** The amount that an event carries: beside its value, or in the property that is named. */
export const amountCarriedBy = (
  { amountProperty }: Pick<TermsOf<'dynamic'>, 'amountProperty'>,
  { amount, properties }: PricedEvent,
): string | undefined => amount ?? fieldOf(properties, amountProperty);

/** The sum of the amounts that the events carry. Each has one. */
export const dynamicPrice = (
  terms: TermsOf<'dynamic'>,
  digits: Digits,
  events: readonly PricedEvent[],
): Priced =>
  summed(
    events.map((event, index) => {
      const carried = amountCarriedBy(terms, event);
      invariant(carried !== undefined, 'An event of a dynamic price carries its amount.');
      const amount = minorOf(fractionOf(carried), digits);
      return { kind: 'carried', number: index + 1, amount };
    }),
  );
