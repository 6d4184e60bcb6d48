import type { Subscription } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { metadataBody, metadataValues } from './metadata.ts';
import { text } from './typed-fields.ts';

// The part of a subscription that people write beside what is agreed to.

type Written = Pick<Subscription, 'name' | 'externalId' | 'purchaseOrder' | 'metadata'>;

/** The texts of a subscription, as values of a form. */
export const subscriptionTextValues = (subscription: Written): FormValues => ({
  name: subscription.name ?? '',
  externalId: subscription.externalId ?? '',
  purchaseOrder: subscription.purchaseOrder ?? '',
  ...metadataValues(subscription.metadata),
});

/** The texts as the API takes them; an empty one is null. */
export const subscriptionTextBody = (values: FormValues) => {
  const given = (name: string): string | null => text(values, name).trim() || null;
  return {
    name: given('name'),
    externalId: given('externalId'),
    purchaseOrder: given('purchaseOrder'),
    metadata: metadataBody(values),
  };
};
