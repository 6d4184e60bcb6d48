import { z } from 'zod';
import type { AccountUseCases } from '#application/identity/use-cases.ts';
import {
  MembershipEnded,
  NoMembership,
  SignupClosed,
  TooManyAttempts,
} from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { apiKeyWire } from '#interfaces/http/identity/api-keys.controller.ts';
import {
  newPasswordWire,
  passwordWire,
  roleWire,
  signedInWire,
} from '#interfaces/http/identity/identity-wire.ts';
import { modeWire, tenantStartInput } from '#interfaces/http/tenants/tenants.controller.ts';
import {
  currencyWire,
  emailWire,
  idWire,
  listWire,
  nameWire,
  timeZoneWire,
} from '#interfaces/http/wire/wire.ts';

const choice = z
  .strictObject({ id: idWire('ten'), name: z.string(), role: roleWire })
  .meta({ id: 'TenantChoice', description: 'A tenant that you are a member of.' });

const me = z
  .strictObject({
    user: z.strictObject({
      id: idWire('usr'),
      email: emailWire,
      isEmailVerified: z.boolean(),
      name: z.string(),
    }),
    tenant: choice
      .extend({ mode: modeWire, timeZone: timeZoneWire, defaultCurrency: currencyWire })
      .meta({ id: 'OwnTenant', description: 'The tenant of the token, and your role there.' }),
    permissions: listWire(z.enum(permissions)),
    tenants: listWire(choice),
  })
  .meta({ id: 'Me' });

const accountChanges = z
  .strictObject({
    name: nameWire.optional(),
    email: emailWire.optional().meta({
      description: 'Counts once you follow the link that is sent there.',
    }),
    currentPassword: passwordWire.optional().meta({ description: 'Needed for another address.' }),
  })
  .meta({ id: 'AccountChanges' });

const newTenant = z.strictObject({ name: nameWire, ...tenantStartInput }).meta({ id: 'NewTenant' });

const caller = z
  .strictObject({
    kind: z.enum(['user', 'apiKey', 'system']),
    tenant: z.strictObject({ id: idWire('ten'), name: z.string(), mode: modeWire }),
    permissions: listWire(z.enum(permissions)),
    user: z.strictObject({ id: idWire('usr'), email: emailWire, name: z.string() }).nullable(),
    apiKey: apiKeyWire.nullable(),
  })
  .meta({ id: 'Caller', description: 'Whose a credential is, and what it may do.' });

const switchBody = z.strictObject({ tenantId: idWire('ten') }).meta({ id: 'TenantSwitch' });

const passwordChange = z
  .strictObject({ currentPassword: passwordWire, newPassword: newPasswordWire })
  .meta({ id: 'PasswordChange' });

const tag = 'Auth';

/** The caller's own account, over HTTP. */
export const accountEndpoints = (account: AccountUseCases): readonly Endpoint[] => [
  ...ofOneself(account),
  ...ofCredentials(account),
  ...ofPlaces(account),
];

const ofOneself = (account: AccountUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/auth/me',
    operationId: 'getMe',
    summary: 'Show who you are, where, and where else you may go',
    tag,
    permission: account.get.permission,
    view: me,
    errors: [MembershipEnded],
    handle: ({ context }) => account.get.execute(context),
  }),
  endpoint({
    method: 'patch',
    path: '/v1/auth/me',
    operationId: 'updateMe',
    summary: 'Change your name, or have a link sent to the address that you want to have',
    description: `Another address takes your password. Until you follow the link the old one stays;
it is told of the change.`,
    tag,
    permission: account.update.permission,
    body: accountChanges,
    view: me,
    errors: [VersionMismatch, TooManyAttempts],
    handle: ({ context, body }) => account.update.execute(context, body),
  }),
];

const ofCredentials = (account: AccountUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/v1/auth/resend-verification',
    operationId: 'requestEmailVerification',
    summary: 'Have the link sent once more that proves your address',
    tag,
    permission: account.requestEmailVerification.permission,
    errors: [TooManyAttempts],
    handle: ({ context }) => account.requestEmailVerification.execute(context),
  }),
  endpoint({
    method: 'get',
    path: '/v1/whoami',
    operationId: 'whoAmI',
    summary: 'Show whose a credential is: a person’s token or an API key',
    tag,
    permission: account.whoAmI.permission,
    view: caller,
    errors: [TenantNotFound],
    handle: ({ context }) => account.whoAmI.execute(context),
  }),
];

const ofPlaces = (account: AccountUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/v1/tenants',
    operationId: 'foundTenant',
    summary: 'Found another tenant of yours, and sign in to it',
    tag: 'Tenant',
    permission: account.createTenant.permission,
    body: newTenant,
    view: signedInWire,
    status: 201,
    session: 'begins',
    errors: [SignupClosed, NoMembership],
    handle: ({ context, body }) => account.createTenant.execute(context, body),
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
    session: 'begins',
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
