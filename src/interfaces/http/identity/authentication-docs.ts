import type { OperationDocs } from '#interfaces/http/module.ts';
import { exampleId } from '#interfaces/http/module.ts';

const password = 'correct horse battery';

/** The document's text about authentication and one's own account. */
export const authenticationDocs: OperationDocs = {
  signUp: {
    description:
      'Creates a tenant and an account, and signs the account in as the ADMIN of the tenant. ' +
      'Refused with 403 where the installation takes no new tenants.',
    body: {
      tenantName: 'Acme',
      name: 'Ada Lovelace',
      email: 'ada@acme.example',
      password,
      mode: 'test',
      clockStartsAt: '2026-01-01T00:00:00Z',
      defaultCurrency: 'EUR',
      timeZone: 'Europe/Vienna',
    },
  },
  logIn: {
    description:
      'Signs a person in to one tenant. Who is a member of several and names none gets 409 with ' +
      'the choices in `tenants`.',
    body: { email: 'ada@acme.example', password },
  },
  acceptInvitation: {
    description:
      'Joins the tenant that the invitation is for, and signs in. Who has an account already ' +
      'gives its password.',
    body: { token: 'bit_the-token-of-the-invitation', name: 'Grace Hopper', password },
  },
  refreshTokens: {
    description:
      'Gives a new access token and a new refresh token. The old refresh token is used up by it.',
    body: { refreshToken: 'brt_the-refresh-token' },
  },
  logOut: {
    description: 'Ends the session that the refresh token belongs to.',
    body: { refreshToken: 'brt_the-refresh-token' },
  },
  getMe: {
    description:
      'Shows the account, the tenant of the token with its time zone, currency and mode, what ' +
      'the token may do there, and all tenants to go to.',
  },
  switchTenant: {
    description: 'Begins a session in another tenant that the person is a member of.',
    body: { tenantId: exampleId('ten') },
  },
  changePassword: {
    description: 'Sets a new password. All other sessions of the person end, in every tenant.',
    body: { currentPassword: password, newPassword: 'another horse, another battery' },
  },
  requestPasswordReset: {
    description: 'Mails a link to choose another password with, where there is such an account.',
    body: { email: 'ada@acme.example' },
  },
  resetPassword: {
    description: 'Sets the password that the link was for, and ends all sessions of the person.',
    body: { token: 'the-token-of-the-link', newPassword: 'another horse, another battery' },
  },
  verifyEmail: {
    description: 'Proves an address by the link that was mailed there.',
    body: { token: 'the-token-of-the-link' },
  },
  requestEmailVerification: {
    description: 'Mails the link that proves the address of the account once more.',
  },
  previewInvitation: {
    description: 'Shows which tenant somebody is invited to, before they accept or sign in.',
  },
  updateMe: {
    description: 'Changes the name and the address of the account, in all its tenants.',
    body: { name: 'Ada King' },
  },
  foundTenant: {
    description: 'Creates another tenant of the person, and signs them in to it as its ADMIN.',
    body: { name: 'Acme Labs', mode: 'test', clockStartsAt: '2026-01-01T00:00:00Z' },
  },
  whoAmI: {
    description: 'Shows whose the token or the key is that is sent, and what it may do.',
  },
  listSessions: { description: 'Lists where the person is signed in to this tenant.' },
  endSession: { description: 'Signs out one of the sessions, such as that of a lost device.' },
};
