import type { UseQueryResult } from '@tanstack/react-query';
import { useCan, useRead } from '../../api/queries.ts';
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

/** The steps that the person may take, from who issues invoices to the first webhook. */
export const useChecklist = (): readonly ChecklistStep[] => {
  const one = { query: { limit: '1' } };
  const tenant = useRead('getTenant', {});
  const seller = tenant.data?.billing.seller;
  const products = hasSome(useRead('listProducts', one));
  const plans = hasSome(useRead('listPlans', one));
  const customers = hasSome(useRead('listCustomers', one));
  const subscriptions = hasSome(useRead('listSubscriptions', one));
  const invoices = hasSome(useRead('listInvoices', one));
  const keys = hasSome(useRead('listApiKeys', one));
  const webhooks = hasSome(useRead('listWebhookEndpoints', one));
  const steps: readonly (readonly [boolean, ChecklistStep])[] = [
    [useCan('createProduct'), { name: 'product', isDone: products, to: at('products', 'new') }],
    [useCan('createPlan'), { name: 'plan', isDone: plans, to: at('plans', 'new') }],
    [useCan('createCustomer'), { name: 'customer', isDone: customers, to: at('customers', 'new') }],
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
      { name: 'subscription', isDone: subscriptions, to: at('subscriptions', 'new') },
    ],
    [useCan('listInvoices'), { name: 'invoice', isDone: invoices, to: at('invoices') }],
    [useCan('createApiKey'), { name: 'apiKey', isDone: keys, to: at('api-keys', 'new') }],
    [
      useCan('createWebhookEndpoint'),
      { name: 'webhook', isDone: webhooks, to: at('webhooks', 'new') },
    ],
  ];
  return steps.flatMap(([isAllowed, step]) => (isAllowed ? [step] : []));
};

const hasSome = (query: UseQueryResult<{ readonly data: readonly unknown[] }>) =>
  query.data === undefined ? undefined : query.data.data.length > 0;
