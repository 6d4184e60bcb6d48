/** The events of a plan that webhooks and the feed show. */
export const planEventTypes = [
  'plan.created',
  'plan.updated',
  'plan.activated',
  'plan.archived',
  'plan.restored',
] as const;

/** The events of a version of a plan that webhooks and the feed show. */
export const planVersionEventTypes = [
  'plan.version_created',
  'plan.version_updated',
  'plan.version_deleted',
  'plan.version_published',
] as const;
