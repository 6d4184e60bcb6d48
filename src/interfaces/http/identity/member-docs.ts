import type { OperationDocs } from '#interfaces/http/module.ts';

/** The document's text about members and invitations. */
export const memberDocs: OperationDocs = {
  listUsers: {
    description: 'Lists who is a member of the tenant, and in which role.',
    query: { role: 'ADMIN' },
  },
  inviteUser: {
    description:
      'Makes an invitation and tells its token, this once: pass it on to the person, who joins ' +
      'with it within a week.',
    body: { email: 'grace@acme.example', role: 'USER' },
  },
  getUser: { description: 'Shows one member of the tenant.' },
  updateUser: {
    description: 'Gives a member another role. The last ADMIN cannot be demoted.',
    body: { role: 'ADMIN' },
  },
  removeUser: {
    description: 'Takes a member out of the tenant. The last ADMIN cannot be removed.',
  },
  listInvitations: { description: 'Lists the invitations that nobody has taken up yet.' },
  withdrawInvitation: { description: 'Makes the token of an invitation void.' },
};
