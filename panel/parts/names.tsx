import { useRead } from '../api/queries.ts';
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

const shortened = (id: string): string => `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-4)}`;
