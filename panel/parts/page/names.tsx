import type { UseQueryResult } from '@tanstack/react-query';
import type { OperationId } from '../../api/client.ts';
import { isSettled, useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Subscription } from '../../wire/types.ts';
import { AppLink, at } from './links.tsx';

interface NameLinkProps {
  /** The read of its page: who may not do it gets no link that would lead to nothing. */
  readonly operation: OperationId;
  readonly place: string;
  readonly id: string;
  readonly name: string | undefined;
  /** The read of the name. */
  readonly read: UseQueryResult;
  readonly underline?: 'always';
}

const NameLink = ({ operation, place, id, name, read, ...look }: NameLinkProps) => {
  const mayRead = useCan(operation);
  if (!mayRead) return <span className="code">{shortened(id)}</span>;
  if (!isSettled(read)) return <span className="name" />;
  return (
    <span className="name">
      <AppLink to={at(place, id)} {...look}>
        {name ?? shortened(id)}
      </AppLink>
    </span>
  );
};

/** The name of a customer, who is read once however many rows name them. */
export const CustomerName = ({ id }: { readonly id: string }) => {
  const read = useRead('getCustomer', { params: { customerId: id } });
  return (
    <NameLink operation="getCustomer" place="customers" {...{ id, read, name: read.data?.name }} />
  );
};

/** The name of a plan. */
export const PlanName = ({ id }: { readonly id: string }) => {
  const read = useRead('getPlan', { params: { planId: id } });
  return <NameLink operation="getPlan" place="plans" {...{ id, read, name: read.data?.name }} />;
};

/** The name of a product. */
export const ProductName = ({ id }: { readonly id: string }) => {
  const read = useRead('getProduct', { params: { productId: id } });
  return (
    <NameLink operation="getProduct" place="products" {...{ id, read, name: read.data?.name }} />
  );
};

/** The name of a meter, within a text: color alone does not tell it from that. */
export const MeterName = ({ id }: { readonly id: string }) => {
  const read = useRead('getMeter', { params: { meterId: id } });
  const name = read.data?.name;
  return (
    <NameLink operation="getMeter" place="meters" {...{ id, read, name }} underline="always" />
  );
};

/** The number of an invoice; a draft has none yet. */
export const InvoiceNumber = ({ id }: { readonly id: string }) => {
  const { billing } = useTexts();
  const read = useRead('getInvoice', { params: { invoiceId: id } });
  const name = read.data && (read.data.number ?? billing.draft);
  return <NameLink operation="getInvoice" place="invoices" {...{ id, read, name }} />;
};

type Named = Pick<Subscription, 'name' | 'customerId' | 'planId'>;

/** A subscription is called by its own name, else by customer and plan; undefined until read. */
export const useSubscriptionTitle = (subscription: Named | undefined): string | undefined => {
  const { customerId = '', planId = '' } = subscription ?? {};
  const isKnown = subscription !== undefined;
  const customer = useRead('getCustomer', { params: { customerId } }, { enabled: isKnown });
  const plan = useRead('getPlan', { params: { planId } }, { enabled: isKnown });
  // Of a part of the name the heading of a page would become another one.
  if (!isSettled(customer) || !isSettled(plan)) return undefined;
  const names = [customer.data?.name, subscription?.name ?? plan.data?.name];
  return isKnown ? names.filter((name) => name !== undefined).join(' · ') || undefined : undefined;
};

/** A subscription, by its own name or that of its plan. */
export const SubscriptionName = ({ id }: { readonly id: string }) => {
  const read = useRead('getSubscription', { params: { subscriptionId: id } });
  if (read.data !== undefined) return <SubscriptionLink subscription={read.data} />;
  const link = { id, read, name: undefined };
  return <NameLink operation="getSubscription" place="subscriptions" {...link} />;
};

/** A link to a subscription that is at hand. */
export const SubscriptionLink = ({
  subscription: { id, name, planId },
}: {
  readonly subscription: Pick<Subscription, 'id' | 'name' | 'planId'>;
}) => {
  const plan = useRead('getPlan', { params: { planId } });
  if (name === null && !isSettled(plan)) return <span className="name" />;
  return (
    <span className="name">
      <AppLink to={at('subscriptions', id)}>{name ?? plan.data?.name ?? shortened(id)}</AppLink>
    </span>
  );
};

const shortened = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-4)}`;
