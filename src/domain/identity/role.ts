import type { Permission } from '#domain/shared/permissions.ts';
import { permissions } from '#domain/shared/permissions.ts';

export const roles = ['ADMIN', 'USER'] as const;
/** The role of a person in one tenant. */
export type Role = (typeof roles)[number];

/** The permissions of each role. ADMIN may do everything in the tenant. */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  ADMIN: new Set(permissions),
  USER: new Set<Permission>([
    'account:manage',
    'self:read',
    'tenant:read',
    'customers:read',
    'customers:write',
    'catalog:read',
    'subscriptions:read',
    'invoices:read',
    'webhooks:read',
  ]),
};
