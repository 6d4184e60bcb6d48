import { z } from 'zod';
import type { InvitationUseCases, UserUseCases } from '#application/identity/use-cases.ts';
import {
  AlreadyMember,
  InvitationNotFound,
  LastAdmin,
  RightsExceeded,
  UserNotFound,
} from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { roleWire, userWire } from '#interfaces/http/identity/identity-wire.ts';
import {
  asPage,
  createdAtQuery,
  emailWire,
  idWire,
  instantWire,
  pageQuery,
  pageWire,
  searchWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const invitation = z
  .strictObject({
    id: idWire('ivt'),
    email: emailWire,
    role: roleWire,
    invitedBy: idWire('usr').nullable(),
    expiresAt: instantWire,
    createdAt: instantWire,
  })
  .meta({ id: 'Invitation', description: 'An invitation that nobody took up yet.' });

/** An invitation and the token that accepts it, on the wire. */
export const issuedInvitationWire = z
  .strictObject({
    invitation,
    token: z.string().meta({ description: 'Told this once: send it to the person.' }),
    isMailed: z.boolean().meta({
      description:
        'Whether a mail with a link goes to the person: not before you proved your own address.',
    }),
  })
  .meta({ id: 'IssuedInvitation' });

const invitationBody = z
  .strictObject({ email: emailWire, role: roleWire })
  .meta({ id: 'NewInvitation' });

const userChanges = z.strictObject({ role: roleWire.optional() }).meta({ id: 'UserChanges' });

const listQuery = z.strictObject({
  ...pageQuery,
  ...createdAtQuery,
  email: emailWire.optional(),
  role: roleWire.optional(),
  search: searchWire
    .optional()
    .meta({ description: 'A part of the name or address, or an id or how it begins.' }),
});

const params = z.strictObject({ userId: idWire('usr') });
const path = '/v1/users';
const tag = 'Users';

/** The members of the tenant, over HTTP. */
export const userEndpoints = (users: UserUseCases): readonly Endpoint[] => [
  ...collectionEndpoints(users),
  ...memberEndpoints(users),
];

const collectionEndpoints = (users: UserUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listUsers',
    summary: 'List the members of your tenant, latest to join first',
    tag,
    permission: users.list.permission,
    query: listQuery,
    view: pageWire(userWire, 'UserPage'),
    handle: async ({ context, query }) =>
      asPage(await users.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'inviteUser',
    summary: 'Invite a person to your tenant',
    description: 'Inviting an address again gives a new token and voids the one before.',
    tag,
    permission: users.invite.permission,
    body: invitationBody,
    view: issuedInvitationWire,
    status: 201,
    errors: [AlreadyMember, RightsExceeded, VersionMismatch],
    handle: ({ context, body }) => users.invite.execute(context, body),
  }),
];

const memberEndpoints = (users: UserUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{userId}`,
    operationId: 'getUser',
    summary: 'Show a member',
    tag,
    permission: users.get.permission,
    params,
    view: userWire,
    etag: 'of-all',
    errors: [UserNotFound],
    handle: ({ context, params: { userId } }) => users.get.execute(context, { userId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{userId}`,
    operationId: 'updateUser',
    summary: "Change a member's role",
    description: `What they gave and could not give in the new role ends: API keys and open
invitations.`,
    tag,
    permission: users.update.permission,
    params,
    body: userChanges,
    view: userWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [UserNotFound, RightsExceeded, VersionMismatch, LastAdmin],
    handle: ({ context, params: { userId }, version, body: changes }) =>
      users.update.execute(context, { userId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{userId}`,
    operationId: 'removeUser',
    summary: 'Remove a member and end their sessions here',
    description: `The API keys that they made and their open invitations end with them. Rotate a key
before, and it is yours.`,
    tag,
    permission: users.remove.permission,
    params,
    ifMatch: true,
    errors: [UserNotFound, RightsExceeded, VersionMismatch, LastAdmin],
    handle: ({ context, params: { userId }, version }) =>
      users.remove.execute(context, { userId, version }),
  }),
];

const invitationParams = z.strictObject({ invitationId: idWire('ivt') });

/** Open invitations, over HTTP. */
export const invitationEndpoints = (invitations: InvitationUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/invitations',
    operationId: 'listInvitations',
    summary: 'List open invitations, newest first',
    tag,
    permission: invitations.list.permission,
    query: z.strictObject({ ...pageQuery, ...createdAtQuery }),
    view: pageWire(invitation, 'InvitationPage'),
    handle: async ({ context, query }) =>
      asPage(await invitations.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'delete',
    path: '/v1/invitations/{invitationId}',
    operationId: 'withdrawInvitation',
    summary: 'Withdraw an invitation',
    tag,
    permission: invitations.withdraw.permission,
    params: invitationParams,
    errors: [InvitationNotFound, RightsExceeded, VersionMismatch],
    handle: ({ context, params: { invitationId } }) =>
      invitations.withdraw.execute(context, { invitationId }),
  }),
];
