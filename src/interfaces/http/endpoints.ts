import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import * as modules from '#interfaces/http/modules.ts';

/** The chapters that the document begins with, in this order. Others follow by their names. */
const firstChapters: readonly string[] = [
  'Auth',
  'Tenant',
  'Users',
  'API keys',
  'Customers',
  'Products',
  'Plans',
  'Subscriptions',
  'Invoices',
  'Audit',
  'Events',
  'Webhooks',
];

/** Every endpoint that there is, in the order of the document. */
export const allEndpoints = (useCases: BillingUseCases): readonly Endpoint[] =>
  Object.entries(modules)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { endpoints }]) => endpoints(useCases))
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .flat();

const placeOf = ([first]: readonly Endpoint[]): number => {
  const place = firstChapters.indexOf(first?.tag ?? '');
  return place === -1 ? firstChapters.length : place;
};
