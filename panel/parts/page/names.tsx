import type { OperationId } from '../../api/client.ts';
import { useCan, useRead } from '../../api/queries.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Subscription } from '../../wire/types.ts';
import { AppLink, at } from './links.tsx';

interface NameLinkProps {
  /** The read of its page: who may not do it gets no link that would lead to nothing. */
  readonly operation: OperationId;
  readonly place: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly underline?: 'always';
}

const NameLink = ({ operation, place, id, name, ...look }: NameLinkProps) => {
  const mayRead = useCan(operation);
  if (!mayRead) return <span className="code">{shortened(id)}</span>;
  return (
    <AppLink to={at(place, id)} {...look}>
      {name ?? shortened(id)}
    </AppLink>
  );
};

/** The name of a customer, who is read once however many rows name them. */
export const CustomerName = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getCustomer', { params: { customerId: id } });
  return <NameLink operation="getCustomer" place="customers" id={id} name={data?.name} />;
};

/** The name of a plan. */
export const PlanName = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getPlan', { params: { planId: id } });
  return <NameLink operation="getPlan" place="plans" id={id} name={data?.name} />;
};

/** The name of a product. */
export const ProductName = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getProduct', { params: { productId: id } });
  return <NameLink operation="getProduct" place="products" id={id} name={data?.name} />;
};

/** The name of a meter, within a text: color alone does not tell it from that. */
export const MeterName = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getMeter', { params: { meterId: id } });
  return (
    <NameLink operation="getMeter" place="meters" id={id} name={data?.name} underline="always" />
  );
};

/** The number of an invoice; a draft has none yet. */
export const InvoiceNumber = ({ id }: { readonly id: string }) => {
  const { billing } = useTexts();
  const { data } = useRead('getInvoice', { params: { invoiceId: id } });
  const name = data && (data.number ?? billing.draft);
  return <NameLink operation="getInvoice" place="invoices" id={id} name={name} />;
};

type Named = Pick<Subscription, 'name' | 'customerId' | 'planId'>;

/** A subscription is called by its own name, else by customer and plan; undefined at first. */
export const useSubscriptionTitle = (subscription: Named | undefined): string | undefined => {
  const { customerId = '', planId = '' } = subscription ?? {};
  const isKnown = subscription !== undefined;
  const customer = useRead('getCustomer', { params: { customerId } }, { enabled: isKnown });
  const plan = useRead('getPlan', { params: { planId } }, { enabled: isKnown });
  const names = [customer.data?.name, subscription?.name ?? plan.data?.name];
  return isKnown ? names.filter((name) => name !== undefined).join(' · ') || undefined : undefined;
};

/** A subscription, by its own name or that of its plan. */
export const SubscriptionName = ({ id }: { readonly id: string }) => {
  const { data } = useRead('getSubscription', { params: { subscriptionId: id } });
  if (data !== undefined) return <SubscriptionLink subscription={data} />;
  return <NameLink operation="getSubscription" place="subscriptions" id={id} name={undefined} />;
};

/** A link to a subscription that is at hand. */
export const SubscriptionLink = ({
  subscription: { id, name, planId },
}: {
  readonly subscription: Pick<Subscription, 'id' | 'name' | 'planId'>;
}) => {
  const plan = useRead('getPlan', { params: { planId } });
  return <AppLink to={at('subscriptions', id)}>{name ?? plan.data?.name ?? shortened(id)}</AppLink>;
};

const shortened = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-4)}`;
