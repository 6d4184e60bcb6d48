import { z } from 'zod';
import type { AuthenticationUseCases } from '#application/identity/use-cases.ts';
import {
  EmailTaken,
  InvalidInvitation,
  InvalidLink,
  TooManyAttempts,
} from '#domain/identity/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { openEndpoint } from '#interfaces/http/endpoint.ts';
import {
  knownEmailWire,
  newPasswordWire,
  roleWire,
  tokenWire,
} from '#interfaces/http/identity/identity-wire.ts';
import { emailWire, instantWire } from '#interfaces/http/wire/wire.ts';

const resetRequest = z.strictObject({ email: knownEmailWire }).meta({ id: 'PasswordResetRequest' });

const reset = z
  .strictObject({
    token: tokenWire.meta({ description: 'Of the link in the mail: what follows `#token=`.' }),
    newPassword: newPasswordWire,
  })
  .meta({ id: 'PasswordReset' });

const emailProof = z
  .strictObject({
    token: tokenWire.meta({ description: 'Of the link in the mail: what follows `#token=`.' }),
  })
  .meta({ id: 'EmailProof' });

const preview = z
  .strictObject({
    tenantName: z.string(),
    email: emailWire,
    role: roleWire,
    expiresAt: instantWire,
  })
  .meta({ id: 'InvitationPreview', description: 'What an invitation offers.' });

const tag = 'Auth';

/** The endpoints that take tokens out of mails. */
export const recoveryEndpoints = (authentication: AuthenticationUseCases): readonly Endpoint[] => [
  openEndpoint({
    method: 'post',
    path: '/v1/auth/forgot-password',
    operationId: 'requestPasswordReset',
    summary: 'Have a link sent to choose another password with',
    description: `The answer is the same, and takes the same time, whether there is such an account
or not. Five mails an hour go to an address.`,
    tag,
    body: resetRequest,
    errors: [TooManyAttempts],
    handle: ({ context, body }) => authentication.requestPasswordReset.execute(context, body),
  }),
  openEndpoint({
    method: 'post',
    path: '/v1/auth/reset-password',
    operationId: 'resetPassword',
    summary: 'Choose another password, and end all your sessions',
    description: 'The link serves once, within an hour.',
    tag,
    body: reset,
    errors: [InvalidLink],
    handle: ({ context, body }) => authentication.resetPassword.execute(context, body),
  }),
  openEndpoint({
    method: 'post',
    path: '/v1/auth/verify-email',
    operationId: 'verifyEmail',
    summary: 'Prove that an address is yours',
    description: `It is the address of your account, or the one that you asked to have instead,
which becomes that of your account now.`,
    tag,
    body: emailProof,
    errors: [InvalidLink, EmailTaken],
    handle: ({ context, body }) => authentication.verifyEmail.execute(context, body),
  }),
  openEndpoint({
    method: 'get',
    path: '/v1/auth/invitations/{token}',
    operationId: 'previewInvitation',
    summary: 'Show what an invitation offers, by its token',
    tag,
    params: z.strictObject({ token: tokenWire }),
    view: preview,
    errors: [InvalidInvitation],
    handle: ({ context, params: { token } }) =>
      authentication.previewInvitation.execute(context, { token }),
  }),
];
