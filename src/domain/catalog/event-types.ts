/** The events of a product that others are told of. */
export const productEventTypes = ['product.created', 'product.updated', 'product.deleted'] as const;

/** The events of a plan that others are told of. */
export const planEventTypes = [
  'plan.created',
  'plan.updated',
  'plan.activated',
  'plan.archived',
  'plan.restored',
] as const;
