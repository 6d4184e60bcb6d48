/** The events of a member that others are told of. */
export const userEventTypes = [
  'user.joined',
  'user.role_changed',
  'user.details_changed',
  'user.removed',
] as const;
