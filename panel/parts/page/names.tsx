import { useRead } from '../../api/queries.ts';
import type { Subscription } from '../../wire/types.ts';
import { AppLink, at } from './links.tsx';

/** The name of a customer, who is read once however many rows name them. */
export const CustomerName = ({ id }: { readonly id: string }) => {
  const customer = useRead('getCustomer', { params: { customerId: id } });
  return <AppLink to={at('customers', id)}>{customer.data?.name ?? shortened(id)}</AppLink>;
};

/** The name of a plan. */
export const PlanName = ({ id }: { readonly id: string }) => {
  const plan = useRead('getPlan', { params: { planId: id } });
  return <AppLink to={at('plans', id)}>{plan.data?.name ?? shortened(id)}</AppLink>;
};

/** The name of a product. */
export const ProductName = ({ id }: { readonly id: string }) => {
  const product = useRead('getProduct', { params: { productId: id } });
  return <AppLink to={at('products', id)}>{product.data?.name ?? shortened(id)}</AppLink>;
};

/** The name of a meter, within a text: color alone does not tell it from that. */
export const MeterName = ({ id }: { readonly id: string }) => {
  const meter = useRead('getMeter', { params: { meterId: id } });
  return (
    <AppLink to={at('meters', id)} underline="always">
      {meter.data?.name ?? shortened(id)}
    </AppLink>
  );
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
  return data === undefined ? (
    <AppLink to={at('subscriptions', id)}>{shortened(id)}</AppLink>
  ) : (
    <SubscriptionLink subscription={data} />
  );
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
