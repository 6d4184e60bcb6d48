/**
 * The events that webhooks and the feed show. Sessions, keys and webhooks are
 * nobody else's matter: only the audit entries show theirs.
 */
export const publicEventTypes = [
  'tenant.updated',
  'user.joined',
  'user.role_changed',
  'user.details_changed',
  'user.removed',
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'product.created',
  'product.updated',
  'product.deleted',
  'plan.created',
  'plan.updated',
  'plan.activated',
  'plan.archived',
  'plan.restored',
] as const;
