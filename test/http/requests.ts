import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { gathered } from '../support/module-fixtures.ts';
import type { Belongings, Caller } from './world.ts';
import { newEmail, newPlan, password } from './world.ts';

const writtenLine = { description: 'Consulting', quantity: '2.5', unitAmount: '120' };
const writtenInvoice = (customerId: string) => ({
  customerId,
  currency: 'EUR',
  lines: [writtenLine],
});

/** A good body for every endpoint that takes one, by its operation. */
export const bodies: Readonly<Record<string, (own: Belongings, caller: Caller) => object>> = {
  ...gathered.bodies,
  signUp: () => ({ tenantName: 'T', name: 'N', email: newEmail(), password }),
  logIn: (_own, { email }) => ({ email, password }),
  refreshTokens: (_own, { refreshToken }) => ({ refreshToken }),
  logOut: (_own, { refreshToken }) => ({ refreshToken }),
  acceptInvitation: () => ({ token: 'bit_unknown', name: 'N', password }),
  requestPasswordReset: () => ({ email: newEmail() }),
  resetPassword: () => ({ token: 'bpr_unknown', newPassword: password }),
  verifyEmail: () => ({ token: 'bap_unknown' }),
  updateMe: () => ({ name: 'Renamed' }),
  foundTenant: () => ({ name: 'Another' }),
  switchTenant: (_own, { tenantId }) => ({ tenantId }),
  changePassword: () => ({ currentPassword: password, newPassword: password }),
  updateTenant: () => ({ name: 'Renamed' }),
  advanceTestClock: () => ({ to: '2027-01-01T00:00:00Z' }),
  inviteUser: () => ({ email: newEmail(), role: 'USER' }),
  updateUser: () => ({ role: 'ADMIN' }),
  createProduct: () => ({ code: newEmail().replaceAll(/\W/g, '-'), name: 'New' }),
  updateProduct: () => ({ name: 'Renamed' }),
  createPlan: ({ productId }) => newPlan(productId),
  updatePlan: () => ({ name: 'Renamed' }),
  createPlanVersion: () => ({}),
  updatePlanVersion: () => ({ trialDays: 7 }),
  previewPrice: () => ({
    currency: 'EUR',
    price: { model: 'per_unit', unitAmount: '0.0025' },
    quantity: '250',
  }),
  createSubscription: ({ customerId, planId }) => ({ customerId, planId }),
  updateSubscription: () => ({ metadata: { soldBy: 'Ada' } }),
  cancelSubscription: () => ({ effective: 'period_end' }),
  previewCancellation: () => ({ effective: 'period_end' }),
  previewSubscription: ({ customerId, planId }) => ({ customerId, planId }),
  previewPause: () => ({ effective: 'period_end' }),
  pauseSubscription: () => ({ effective: 'period_end' }),
  previewResumption: () => ({ effective: 'now' }),
  resumeSubscription: () => ({ effective: 'now' }),
  changeSubscription: ({ planId }) => ({ planId, effective: 'now' }),
  previewSubscriptionChange: ({ planId }) => ({ planId, effective: 'now' }),
  previewPlanMigration: () => ({ toVersion: 1, effective: 'period_end' }),
  startPlanMigration: () => ({ toVersion: 1, effective: 'period_end' }),
  extendTrial: () => ({ trialEndsAt: '2027-01-31T12:00:00Z' }),
  previewTrialExtension: () => ({ trialEndsAt: '2027-01-31T12:00:00Z' }),
  endTrial: () => ({}),
  previewTrialEnd: () => ({}),
  createInvoice: ({ customerId }) => writtenInvoice(customerId),
  previewInvoice: ({ customerId }) => writtenInvoice(customerId),
  updateInvoice: () => ({ metadata: { project: 'Apollo' } }),
  addInvoiceLine: () => writtenLine,
  updateInvoiceLine: () => ({ quantity: '2' }),
  voidInvoice: () => ({}),
  checkEntitlement: () => ({ feature: 'seats' }),
  recordPayment: () => ({ amount: { amount: 4900, currency: 'EUR' }, paidOn: '2026-11-23' }),
  adjustCustomerBalance: () => ({
    amount: { amount: 1500, currency: 'EUR' },
    reason: 'A present',
  }),
  createApiKey: () => ({ name: 'New', permissions: ['customers:read'] }),
  updateApiKey: () => ({ name: 'Renamed' }),
  rotateApiKey: () => ({}),
  createWebhookEndpoint: () => ({ url: 'https://new.example.com/', eventTypes: ['*'] }),
  updateWebhookEndpoint: () => ({ description: 'Changed' }),
  replayWebhookEvents: () => ({ since: '2026-01-01T00:00:00Z' }),
};

/** The queries of operations that need one. */
const queries: Readonly<Record<string, (ids: Partial<Belongings>) => string>> = {
  search: () => '?q=globex',
  queryUsage: ({ customerId = '', meterId = '' }) => {
    const days = { from: '2026-11-01', to: '2026-12-01' };
    return `?${new URLSearchParams({ customerId, meterId, ...days }).toString()}`;
  },
};

/** Where an endpoint is found for these ids. */
export const pathOf = (
  { path, operationId }: Pick<Endpoint, 'path' | 'operationId'>,
  ids: Partial<Belongings>,
): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name) +
  (queries[operationId]?.(ids) ?? '');

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The operations that take no body. */
export const withoutBody = new Set([
  ...gathered.withoutBody,
  ...words(`getMe getTenant getTestClock listUsers getUser removeUser listInvitations
    withdrawInvitation listProducts getProduct deleteProduct listPlans getPlan
    archivePlan restorePlan listPlanVersions getPlanVersion deletePlanVersion publishPlanVersion
    whoAmI requestEmailVerification previewInvitation listAuditEntries
    verifyAuditEntries getLastAuditVerification search listSessions endSession listApiKeys
    getApiKey revokeApiKey
    listEvents listWebhookEndpoints getWebhookEndpoint deleteWebhookEndpoint
    rotateWebhookSecret testWebhookEndpoint listWebhookDeliveries getWebhookDelivery
    resendWebhookDelivery listSubscriptions getSubscription uncancelSubscription
    previewUpcomingInvoice showCurrentUsage listSubscriptionTimeline forecastBilling listInvoices
    listInvoiceLines getInvoice getInvoicePdf explainInvoiceLine getCustomerBalance
    listBalanceTransactions verifyInvoices finalizeInvoice
    listBillingIssues retryBillingIssue listSubscriptionChanges takeBackSubscriptionChange
    deleteInvoice deleteInvoiceLine markInvoiceUncollectible
    listPlanMigrations getPlanMigration listMigratedSubscriptions listEntitlements`),
]);

/** The operations that a USER may call: everything else is refused to them with 403. */
export const openToUser = new Set([
  ...gathered.openToUser,
  ...words(`getMe whoAmI search updateMe requestEmailVerification foundTenant switchTenant
    changePassword
    getTenant getTestClock listProducts getProduct listPlans getPlan listPlanVersions
    getPlanVersion previewPrice listSessions
    endSession listWebhookEndpoints getWebhookEndpoint listWebhookDeliveries getWebhookDelivery
    listSubscriptions getSubscription previewUpcomingInvoice showCurrentUsage
    listSubscriptionTimeline
    forecastBilling listInvoices listInvoiceLines getInvoice getInvoicePdf explainInvoiceLine
    getCustomerBalance listBalanceTransactions verifyInvoices listBillingIssues
    listSubscriptionChanges listPlanMigrations getPlanMigration listMigratedSubscriptions
    listEntitlements checkEntitlement`),
]);
