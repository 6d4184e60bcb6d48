import { z } from 'zod';
import type { AccountUseCases } from '#application/identity/use-cases.ts';
import { MembershipEnded, NoMembership, TooManyAttempts } from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  newPasswordWire,
  passwordWire,
  roleWire,
  signedInWire,
} from '#interfaces/http/identity/identity-wire.ts';
import { emailWire, idWire } from '#interfaces/http/wire.ts';

const choice = z
  .strictObject({ id: idWire('ten'), name: z.string(), role: roleWire })
  .meta({ id: 'TenantChoice', description: 'A tenant that you are a member of.' });

const me = z
  .strictObject({
    user: z.strictObject({ id: idWire('usr'), email: emailWire, name: z.string() }),
    tenant: choice,
    tenants: z.array(choice),
  })
  .meta({ id: 'Me' });

const switchBody = z.strictObject({ tenantId: idWire('ten') }).meta({ id: 'TenantSwitch' });

const passwordChange = z
  .strictObject({ currentPassword: passwordWire, newPassword: newPasswordWire })
  .meta({ id: 'PasswordChange' });

const tag = 'Auth';

/** The caller's own account, over HTTP. */
export const accountEndpoints = (account: AccountUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/auth/me',
    operationId: 'getMe',
    summary: 'Show who you are, where, and where else you may go',
    tag,
    permission: account.get.permission,
    view: me,
    errors: [MembershipEnded],
    handle: async ({ context }) => {
      const view = await account.get.execute(context);
      return { ...view, tenants: [...view.tenants] };
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/auth/switch-tenant',
    operationId: 'switchTenant',
    summary: 'Sign in to another of your tenants',
    tag,
    permission: account.switchTenant.permission,
    body: switchBody,
    view: signedInWire,
    errors: [NoMembership],
    handle: ({ context, body }) => account.switchTenant.execute(context, body),
  }),
  endpoint({
    method: 'post',
    path: '/v1/auth/password',
    operationId: 'changePassword',
    summary: 'Change your password and end your other sessions',
    tag,
    permission: account.changePassword.permission,
    body: passwordChange,
    errors: [VersionMismatch, TooManyAttempts],
    handle: ({ context, body }) => account.changePassword.execute(context, body),
  }),
];
