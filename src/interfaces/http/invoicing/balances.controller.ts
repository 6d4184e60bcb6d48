import { z } from 'zod';
import type { BalanceUseCases } from '#application/invoicing/collection/balance-use-cases.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { balanceMoves, reasonLengthMax } from '#domain/invoicing/balance.ts';
import { BalanceTooLow } from '#domain/invoicing/errors.ts';
import type { balanceEventTypes } from '#domain/invoicing/event-types.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  instantWire,
  listWire,
  moneyWire,
  pageQuery,
  pageWire,
  textWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const balanceWire = z
  .strictObject({
    balances: listWire(moneyWire).meta({
      description: 'An amount for each currency that there ever was one in; none is below zero.',
    }),
  })
  .meta({ id: 'CustomerBalance', description: 'The customer’s credit: the next invoice uses it.' });

const amountWire = moneyWire.meta({ description: 'Positive: more for the customer.' });

const transactionWire = z
  .strictObject({
    id: idWire('bal'),
    customerId: idWire('cus'),
    amount: amountWire,
    balanceAfter: moneyWire.meta({ description: 'The balance in this currency afterwards.' }),
    kind: z.enum(balanceMoves).meta({
      description:
        '`invoice_credit`: what an invoice below zero moved there. `applied`: what an invoice ' +
        'used. `overpayment`: what was paid too much. `adjustment`: what a person decided.',
    }),
    reason: z.string().nullable().meta({ description: 'Of an adjustment.' }),
    invoiceId: idWire('inv').nullable(),
    createdAt: instantWire,
  })
  .meta({ id: 'BalanceTransaction', description: 'A change of a customer’s balance.' });

const adjustmentWire = z
  .strictObject({
    amount: amountWire.meta({ description: 'Positive: more for the customer. Not zero.' }),
    reason: textWire(reasonLengthMax).meta({ description: 'Why, for whoever asks later.' }),
  })
  .meta({ id: 'BalanceAdjustment' });

const adjustedWire = z
  .strictObject({
    transactionId: idWire('bal'),
    customerId: idWire('cus'),
    amount: amountWire,
    balance: moneyWire.meta({ description: 'The balance afterwards.' }),
    reason: z.string(),
    createdAt: instantWire,
  })
  .meta({ id: 'AdjustedBalance', description: 'A balance that a person adjusted.' });

const params = z.strictObject({ customerId: idWire('cus') });
const path = '/v1/customers/{customerId}/balance';
const tag = 'Balances';

const subject = { prefix: 'cus', snapshot: adjustedWire } as const;

/** Balances of customers over HTTP. */
export const balanceHttp: HttpModule<
  { readonly balances: BalanceUseCases },
  (typeof balanceEventTypes)[number]
> = {
  endpoints: ({ balances }) => [...readEndpoints(balances), adjustEndpoint(balances)],
  operations: {
    getCustomerBalance: {
      description:
        'Shows a customer’s credit with the tenant. The next invoice in the currency uses it ' +
        'before anything is due.',
    },
    listBalanceTransactions: {
      description:
        'Lists every change of a customer’s balance. A balance is the sum of its transactions.',
    },
    adjustCustomerBalance: {
      description:
        'Gives a customer credit, or takes some back, and says why. A balance does not go below ' +
        'zero.',
      body: { amount: { amount: 1500, currency: 'EUR' }, reason: 'Sorry for the outage of 3 May' },
    },
  },
  events: {
    'customer.balance_adjusted': ['A person adjusted a customer’s balance', subject, 'made'],
  },
};

const readEndpoints = (balances: BalanceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'getCustomerBalance',
    summary: 'Show the balance of a customer',
    tag,
    permission: balances.get.permission,
    params,
    view: balanceWire,
    errors: [CustomerNotFound],
    handle: async ({ context, params: { customerId } }) =>
      toWire(await balances.get.execute(context, { customerId })),
  }),
  endpoint({
    method: 'get',
    path: `${path}/transactions`,
    operationId: 'listBalanceTransactions',
    summary: 'List the changes of a balance, newest first',
    tag,
    permission: balances.listTransactions.permission,
    params,
    query: z.strictObject({ ...pageQuery, ...createdAtQuery }),
    view: pageWire(transactionWire, 'BalanceTransactionPage'),
    errors: [CustomerNotFound],
    handle: async ({ context, params: { customerId }, query }) =>
      asPage(
        await balances.listTransactions.execute(context, { customerId, ...withCreatedAt(query) }),
      ),
  }),
];

const adjustEndpoint = (balances: BalanceUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${path}/adjustments`,
    operationId: 'adjustCustomerBalance',
    summary: 'Adjust the balance of a customer',
    tag,
    permission: balances.adjust.permission,
    params,
    body: adjustmentWire,
    view: transactionWire,
    status: 201,
    errors: [CustomerNotFound, BalanceTooLow, TestClockAdvancing, CustomerBusy],
    handle: ({ context, params: { customerId }, body }) =>
      balances.adjust.execute(context, { customerId, ...body }),
  });

// The wire wants what it may write to; a view is for reading only.
const toWire = ({ balances }: Awaited<ReturnType<BalanceUseCases['get']['execute']>>) => ({
  balances: [...balances],
});
