/** The events of a customer that others are told of. */
export const customerEventTypes = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
] as const;
