/** The events of a member that webhooks and the feed show. */
export const userEventTypes = [
  'user.joined',
  'user.role_changed',
  'user.details_changed',
  'user.removed',
] as const;
