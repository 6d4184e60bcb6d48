import type { UseQueryResult } from '@tanstack/react-query';
import { isSettled, useCan, useRead } from '../../api/queries.ts';
import { at } from '../page/links.tsx';

/** A step of setting up, told by what is stored and not by a flag. */
export interface ChecklistStep {
  readonly name:
    | 'seller'
    | 'product'
    | 'plan'
    | 'customer'
    | 'subscription'
    | 'invoice'
    | 'apiKey'
    | 'webhook';
  /** Undefined until it is known. */
  readonly isDone: boolean | undefined;
  readonly to: string;
}

interface Checklist {
  readonly steps: readonly ChecklistStep[];
  /** Whether nothing more is to come. */
  readonly isRead: boolean;
}

/** The steps that the person may take, from who issues invoices to the first webhook. */
export const useChecklist = (): Checklist => {
  const one = { query: { limit: '1' } };
  const tenant = useRead('getTenant', {});
  const seller = tenant.data?.billing.seller;
  const products = useRead('listProducts', one);
  const plans = useRead('listPlans', one);
  const customers = useRead('listCustomers', one);
  const subscriptions = useRead('listSubscriptions', one);
  const invoices = useRead('listInvoices', one);
  const keys = useRead('listApiKeys', one);
  const webhooks = useRead('listWebhookEndpoints', one);
  const steps: readonly (readonly [boolean, ChecklistStep])[] = [
    [
      useCan('createProduct'),
      { name: 'product', isDone: hasSome(products), to: at('products', 'new') },
    ],
    [useCan('createPlan'), { name: 'plan', isDone: hasSome(plans), to: at('plans', 'new') }],
    [
      useCan('createCustomer'),
      { name: 'customer', isDone: hasSome(customers), to: at('customers', 'new') },
    ],
    [
      useCan('updateTenant'),
      {
        name: 'seller',
        isDone: seller === undefined ? undefined : seller.name !== null && seller.address !== null,
        to: at('settings'),
      },
    ],
    [
      useCan('createSubscription'),
      { name: 'subscription', isDone: hasSome(subscriptions), to: at('subscriptions', 'new') },
    ],
    [useCan('listInvoices'), { name: 'invoice', isDone: hasSome(invoices), to: at('invoices') }],
    [useCan('createApiKey'), { name: 'apiKey', isDone: hasSome(keys), to: at('api-keys', 'new') }],
    [
      useCan('createWebhookEndpoint'),
      { name: 'webhook', isDone: hasSome(webhooks), to: at('webhooks', 'new') },
    ],
  ];
  const reads = [tenant, products, plans, customers, subscriptions, invoices, keys, webhooks];
  return {
    steps: steps.flatMap(([isAllowed, step]) => (isAllowed ? [step] : [])),
    isRead: reads.every(isSettled),
  };
};

const hasSome = (query: UseQueryResult<{ readonly data: readonly unknown[] }>) =>
  query.data === undefined ? undefined : query.data.data.length > 0;
