/**
 * Every right there is. A use case names the one it needs; a role or an API key holds some of them.
 * `account:manage` is what anybody signed in may do with their own account.
 */
export const permissions = [
  'account:manage',
  'tenant:read',
  'tenant:write',
  'users:read',
  'users:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
  'customers:read',
  'customers:write',
  'catalog:read',
  'catalog:write',
] as const;

export type Permission = (typeof permissions)[number];
