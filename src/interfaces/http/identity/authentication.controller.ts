import { z } from 'zod';
import type { AuthenticationUseCases } from '#application/identity/use-cases.ts';
import {
  AlreadyMember,
  EmailTaken,
  InvalidCredentials,
  InvalidInvitation,
  InvalidRefreshToken,
  NoMembership,
  SignupClosed,
  TenantRequired,
  TooManyAttempts,
} from '#domain/identity/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { openEndpoint } from '#interfaces/http/endpoint.ts';
import {
  knownEmailWire,
  newPasswordWire,
  passwordWire,
  signedInWire,
  tokensShape,
  tokenWire,
} from '#interfaces/http/identity/identity-wire.ts';
import { tenantStartInput } from '#interfaces/http/tenants/tenants.controller.ts';
import { emailWire, idWire, nameWire } from '#interfaces/http/wire/wire.ts';

const newTenant = z
  .strictObject({
    tenantName: nameWire,
    name: nameWire,
    email: emailWire,
    password: newPasswordWire,
    ...tenantStartInput,
  })
  .meta({ id: 'Signup' });

const credentials = z
  .strictObject({
    email: knownEmailWire,
    password: passwordWire,
    tenantId: idWire('ten')
      .optional()
      .meta({ description: 'Which of your tenants, when you have several.' }),
  })
  .meta({ id: 'Credentials' });

const refreshBody = z.strictObject({ refreshToken: tokenWire }).meta({ id: 'RefreshToken' });

const acceptance = z
  .strictObject({
    token: tokenWire,
    name: nameWire.meta({ description: 'For a new account; who has one keeps their name.' }),
    password: passwordWire.meta({ description: 'A new one, or that of the account you have.' }),
  })
  .meta({ id: 'InvitationAcceptance' });

const tokens = z.strictObject(tokensShape).meta({ id: 'Tokens' });
const tag = 'Auth';

/** The ways in and out, over HTTP. */
export const authenticationEndpoints = (
  authentication: AuthenticationUseCases,
): readonly Endpoint[] => [...waysIn(authentication), ...ofSessions(authentication)];

const waysIn = (authentication: AuthenticationUseCases): readonly Endpoint[] => [
  openEndpoint({
    method: 'post',
    path: '/v1/auth/signup',
    operationId: 'signUp',
    summary: 'Found a tenant and become its first ADMIN',
    description: `Who has an account and is a member nowhere any more gives its address and
password. The name stays as it is then. Everybody else who has an account signs in and founds the
tenant with \`POST /v1/tenants\`.`,
    tag,
    body: newTenant,
    view: signedInWire,
    status: 201,
    session: 'begins',
    errors: [SignupClosed, EmailTaken, TooManyAttempts],
    handle: ({ context, body }) => authentication.signUp.execute(context, body),
  }),
  openEndpoint({
    method: 'post',
    path: '/v1/auth/login',
    operationId: 'logIn',
    summary: 'Sign in',
    tag,
    body: credentials,
    view: signedInWire,
    session: 'begins',
    errors: [InvalidCredentials, NoMembership, TenantRequired, TooManyAttempts],
    handle: ({ context, body }) => authentication.signIn.execute(context, body),
  }),
  openEndpoint({
    method: 'post',
    path: '/v1/auth/accept-invitation',
    operationId: 'acceptInvitation',
    summary: 'Join a tenant that invited you',
    description: `The token of the mail proves the address: an account that has it, and never proved
it, gives it up. The token that the inviter passed on proves nothing, so such an account stays.`,
    tag,
    body: acceptance,
    view: signedInWire,
    session: 'begins',
    errors: [InvalidInvitation, InvalidCredentials, AlreadyMember, EmailTaken, TooManyAttempts],
    handle: ({ context, body }) => authentication.acceptInvitation.execute(context, body),
  }),
];

const ofSessions = (authentication: AuthenticationUseCases): readonly Endpoint[] => [
  openEndpoint({
    method: 'post',
    path: '/v1/auth/refresh',
    operationId: 'refreshTokens',
    summary: 'Trade a refresh token for new tokens',
    tag,
    body: refreshBody,
    view: tokens,
    session: 'renews',
    errors: [InvalidRefreshToken],
    handle: ({ context, body }) => authentication.refreshSession.execute(context, body),
  }),
  openEndpoint({
    method: 'post',
    path: '/v1/auth/logout',
    operationId: 'logOut',
    summary: 'End the session of a refresh token',
    tag,
    body: refreshBody,
    session: 'ends',
    errors: [InvalidRefreshToken],
    handle: ({ context, body }) => authentication.signOut.execute(context, body),
  }),
];
