import type { Mail } from '#application/shared/mail.ts';
import { invitationLifeDays } from '#domain/identity/invitation.ts';
import type { EmailAddress } from '#domain/shared/text.ts';

// No name that somebody typed stands in a subject or before a link, but for that of the tenant: who
// writes "Your bank: sign in at …" for a name must not have us send it.

export const passwordReset = (to: EmailAddress, url: string): Mail => ({
  to,
  subject: 'Choose a new password',
  text: `Somebody, most likely you, asked for a new password for this address.

Choose it here, within an hour:

${url}

The link serves once. If it was not you, do nothing: your password stays as it is.
`,
});

export const addressProof = (to: EmailAddress, url: string): Mail => ({
  to,
  subject: 'Confirm your e-mail address',
  text: `Somebody, most likely you, entered this address as theirs.

Confirm it here, within a day:

${url}

If it was not you, do nothing: the address is not taken for theirs.
`,
});

export const addressChanged = (to: EmailAddress, changedTo: EmailAddress): Mail => ({
  to,
  subject: 'Your e-mail address was changed',
  text: `You sign in with ${changedTo} from now on. This address is not yours here any more.

If it was not you, tell whoever runs this service at once.
`,
});

export const passwordChanged = (to: EmailAddress): Mail => ({
  to,
  subject: 'Your password was changed',
  text: `The password of your account was changed, and all sessions have ended.

If it was not you, ask for a new password at once, and tell whoever runs this service.
`,
});

export const invitation = (to: EmailAddress, tenantName: string, url: string): Mail => ({
  to,
  subject: 'You are invited',
  text: `You are invited to join ${quoted(tenantName)}.

Accept within ${invitationLifeDays} days:

${url}

If you do not know who invites you, do nothing.
`,
});

// On one line, and no address that a mail program would make a link of.
const quoted = (name: string): string =>
  `“${name.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').replaceAll(/[./:@]/g, ' ')}”`;
