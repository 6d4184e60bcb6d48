/**
 * Every right there is. A use case names the one it needs; a role or an API key holds some of them.
 * `account:manage` is what anybody signed in may do with their own account, and `self:read` what
 * everybody may ask who is known: who they are.
 */
export const permissions = [
  'account:manage',
  'self:read',
  'tenant:read',
  'tenant:write',
  'users:read',
  'users:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'customers:read',
  'customers:write',
  'catalog:read',
  'catalog:write',
  'subscriptions:read',
  'subscriptions:write',
  'invoices:read',
  'invoices:write',
  'entitlements:read',
  'usage:read',
  'usage:write',
] as const;

export type Permission = (typeof permissions)[number];

/**
 * Rights that lead to more rights, or lead data elsewhere: who makes use of them must hold them
 * now, not only by a token that was given out a few minutes ago.
 */
export const sensitivePermissions: ReadonlySet<Permission> = new Set<Permission>([
  'account:manage',
  'tenant:write',
  'users:write',
  'keys:write',
  'webhooks:write',
]);
