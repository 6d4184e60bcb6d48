/** The events of a customer that webhooks and the feed show. */
export const customerEventTypes = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
] as const;
