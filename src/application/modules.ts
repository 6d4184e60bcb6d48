// All modules, a line for each. Every group of use cases ends with `UseCases`, behind the name that
// callers know; these, and the repositories and queries that they need of a storage, follow from
// this list. A plain resource has a `module.ts`, which also names what the package exports of it.

export { auditUseCases } from '#application/audit/use-cases.ts';
export {
  planUseCases as plansUseCases,
  priceUseCases as pricesUseCases,
  productUseCases as productsUseCases,
} from '#application/catalog/use-cases.ts';
export * from '#application/customers/module.ts';
export { eventUseCases as eventsUseCases } from '#application/events/use-cases.ts';
export {
  accountUseCases,
  apiKeyUseCases as apiKeysUseCases,
  authenticationUseCases,
  invitationUseCases as invitationsUseCases,
  userUseCases as usersUseCases,
} from '#application/identity/use-cases.ts';
export { invoiceUseCases as invoicesUseCases } from '#application/invoicing/use-cases.ts';
export { subscriptionUseCases as subscriptionsUseCases } from '#application/subscriptions/use-cases.ts';
export {
  tenantUseCases,
  testClockUseCases,
} from '#application/tenants/use-cases.ts';
export {
  webhookDeliveryUseCases as webhookDeliveriesUseCases,
  webhookEndpointUseCases as webhookEndpointsUseCases,
} from '#application/webhooks/use-cases.ts';
