/** The text about an operation in the OpenAPI document. */
export interface OperationDoc {
  /** Its effect and the consequences, for whoever never called it. */
  readonly description: string;
  /** A query that is worth showing. */
  readonly query?: Readonly<Record<string, string>>;
  /** A body that is accepted. `test/http/examples.test.ts` sends it. */
  readonly body?: object;
}

const id = (prefix: string): string => `${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`;
const password = 'correct horse battery';

const ofPeople: Readonly<Record<string, OperationDoc>> = {
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
  getMe: { description: 'Shows the account, the tenant of the token, and all tenants to go to.' },
  switchTenant: {
    description: 'Begins a session in another tenant that the person is a member of.',
    body: { tenantId: id('ten') },
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
  getTenant: { description: 'Shows the tenant of the token, with its currency and time zone.' },
  updateTenant: {
    description: 'Changes the fields that are given, and leaves the others as they are.',
    body: {
      name: 'Acme Ltd',
      timeZone: 'Europe/Vienna',
      billing: {
        seller: {
          name: 'Acme Ltd',
          address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
          taxId: 'ATU12345678',
        },
        numberPrefix: 'ACME-',
        paymentTermDays: 14,
      },
    },
  },
  getTestClock: {
    description:
      'Shows what time it is in a test tenant, how far an advance has come, and what the last one ' +
      'handled. A live tenant has no clock: 409 `not_a_test_tenant`.',
  },
  advanceTestClock: {
    description:
      'Sends the clock of a test tenant on. All that falls due on the way is handled moment by ' +
      'moment, as it would be in real time; other writes of money are refused meanwhile with 409 ' +
      '`test_clock_advancing`. Answers 200 where it is done at once, else 202: `GET` shows when ' +
      'it is. With an `Idempotency-Key` it is always 202.',
    body: { to: '2027-12-31T00:00:00Z' },
  },
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
  listApiKeys: { description: 'Lists the keys of machines, without their secrets.' },
  createApiKey: {
    description:
      'Makes a key for a machine and tells its token, this once. A key can do no more than who ' +
      'makes it.',
    body: { name: 'CRM', permissions: ['customers:read', 'events:read'] },
  },
  getApiKey: { description: 'Shows what a key may do, and when it was last used.' },
  updateApiKey: {
    description: 'Gives a key another name. What it may do stays as it is.',
    body: { name: 'The new CRM' },
  },
  rotateApiKey: {
    description: 'Makes a key that may do the same, while the old one goes on for a while.',
    body: { overlapSeconds: 3600 },
  },
  revokeApiKey: { description: 'Ends a key: the next request with it is refused.' },
};

const ofCustomers: Readonly<Record<string, OperationDoc>> = {
  listCustomers: {
    description: 'Lists customers. `search` looks in names, e-mail addresses and external ids.',
    query: { search: 'glob' },
  },
  createCustomer: {
    description: 'Stores a customer. The e-mail address and the external id are unique.',
    body: {
      name: 'Globex',
      email: 'billing@globex.example',
      externalId: 'crm-4711',
      currency: 'EUR',
      address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
      metadata: { segment: 'enterprise' },
    },
  },
  getCustomer: { description: 'Shows one customer, with its version as the `ETag`.' },
  updateCustomer: {
    description: 'Changes the fields that are given; null clears one that may be empty.',
    body: {
      name: 'Globex Ltd',
      taxId: 'ATU12345678',
      billing: { paymentTermDays: 30, emails: ['books@globex.example'] },
    },
  },
  deleteCustomer: { description: 'Erases a customer. The audit entries keep what it was.' },
};

const ofCatalog: Readonly<Record<string, OperationDoc>> = {
  listProducts: {
    description: 'Lists products. `search` looks in names and codes.',
    query: { search: 'crm' },
  },
  createProduct: {
    description: 'Stores a product, under a code that is unique in the tenant.',
    body: { code: 'analytics', name: 'Analytics', description: 'All numbers in one place' },
  },
  getProduct: { description: 'Shows one product, with its version as the `ETag`.' },
  updateProduct: {
    description: 'Changes the fields that are given; null clears one that may be empty.',
    body: { name: 'Analytics Pro' },
  },
  deleteProduct: {
    description: 'Erases a product. Refused with 409 while any plan refers to it, archived too.',
  },
  listPlans: {
    description: 'Lists the plans that are not archived, or those of a status.',
    query: { status: 'all' },
  },
  createPlan: {
    description: 'Stores a plan with its prices. It is a draft, or active where `status` says so.',
    body: {
      productId: id('prod'),
      code: 'team-monthly',
      name: 'Team, monthly',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      trialDays: 14,
      prices: [{ name: 'Base', amount: { amount: 4900, currency: 'EUR' } }],
    },
  },
  getPlan: { description: 'Shows one plan, with its version as the `ETag`.' },
  updatePlan: {
    description: 'Changes a plan. Once it is active its terms are fixed: 409 `plan_terms_fixed`.',
    body: { name: 'Team' },
  },
  archivePlan: { description: 'Takes a plan off the list.' },
  restorePlan: { description: 'Puts an archived plan back, unless its code was taken meanwhile.' },
};

const ofEvents: Readonly<Record<string, OperationDoc>> = {
  listAuditEntries: {
    description: 'Lists who did what to which thing, when, and in which request.',
    query: { action: 'customer.created' },
  },
  verifyAuditEntries: { description: 'Computes the chain of hashes anew, and compares.' },
  listEvents: {
    description: 'Reads the event sequence of the tenant.',
    query: { after: 'latest', type: 'customer.created,customer.updated' },
  },
  listWebhookEndpoints: { description: 'Lists the places that are told of events.' },
  createWebhookEndpoint: {
    description:
      'Has events sent to a URL from now on, and tells the secret that they are signed with, ' +
      'this once.',
    body: { url: 'https://example.com/hooks/billing', eventTypes: ['customer.created'] },
  },
  getWebhookEndpoint: { description: 'Shows one endpoint, and why it is disabled, if it is.' },
  updateWebhookEndpoint: {
    description: 'Changes the fields that are given. `isEnabled` switches it on and off.',
    body: { description: 'The CRM', eventTypes: ['*'] },
  },
  testWebhookEndpoint: {
    description: 'Sends an event to one endpoint, to see whether it arrives.',
  },
  deleteWebhookEndpoint: { description: 'Sends nothing there any more.' },
  rotateWebhookSecret: { description: 'Makes a new secret and tells it, this once.' },
  replayWebhookEvents: {
    description:
      'Sends again what failed, and for the first time what was never sent. A call looks at 1000 ' +
      'events; `nextCursor` leads on.',
    body: { since: '2026-01-01T00:00:00Z' },
  },
  listWebhookDeliveries: {
    description: 'Lists deliveries, each with its last 20 attempts.',
    query: { status: 'failed' },
  },
  getWebhookDelivery: { description: 'Shows one delivery with its last 20 attempts.' },
  resendWebhookDelivery: { description: 'Begins the schedule of attempts anew.' },
};

/** By the operation's id. */
export const operationDocs: Readonly<Record<string, OperationDoc>> = {
  ...ofPeople,
  ...ofCustomers,
  ...ofCatalog,
  ...ofEvents,
};

/** @throws {Error} for an operation that nobody described. */
export const operationDoc = (operationId: string): OperationDoc => {
  const found = operationDocs[operationId];
  if (found !== undefined) return found;
  throw new Error(`Describe ${operationId} in src/interfaces/http/operation-docs.ts.`);
};
