import type { Shop } from '../shop.ts';

/** Writes an invoice by hand. */
export const write = (shop: Shop, lines: readonly object[], given: object = {}) =>
  shop.send('post', '/v1/invoices', {
    customerId: shop.customerId,
    currency: 'EUR',
    lines,
    ...given,
  });
