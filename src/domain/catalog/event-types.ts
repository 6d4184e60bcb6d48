/** The events of a plan that webhooks and the feed show. */
export const planEventTypes = [
  'plan.created',
  'plan.updated',
  'plan.activated',
  'plan.archived',
  'plan.restored',
] as const;
