import type { Permission } from '#domain/shared/permissions.ts';
import { permissions } from '#domain/shared/permissions.ts';

export const roles = ['ADMIN', 'FINANCE', 'USER'] as const;
/** The role of a person in one tenant. */
export type Role = (typeof roles)[number];

const ofUser: readonly Permission[] = [
  'account:manage',
  'self:read',
  'tenant:read',
  'customers:read',
  'customers:write',
  'catalog:read',
  'subscriptions:read',
  'invoices:read',
  'entitlements:read',
  'usage:read',
  'webhooks:read',
];

const isOpenToFinance = (permission: Permission): boolean =>
  permission.endsWith(':read') && permission !== 'keys:read' && permission !== 'users:read';

/**
 * The permissions of each role. ADMIN may do everything in the tenant. FINANCE reads everything but
 * API keys and members, and writes customers and billing documents: neither what is sold nor what
 * was agreed.
 */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  ADMIN: new Set(permissions),
  FINANCE: new Set<Permission>([
    ...ofUser,
    ...permissions.filter(isOpenToFinance),
    'invoices:write',
  ]),
  USER: new Set(ofUser),
};
