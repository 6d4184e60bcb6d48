import { expect, it } from 'vitest';
import { permissionsOf } from '#domain/identity/role.ts';
import { permissions } from '#domain/shared/permissions.ts';

it('an ADMIN may do everything in the tenant', () => {
  const held = [...permissionsOf.ADMIN];

  expect(held).toEqual([...permissions]);
});

it('a USER reads all but people, and writes customers and the own account', () => {
  const held = [...permissionsOf.USER];

  expect(held).toEqual([
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
  ]);
});
