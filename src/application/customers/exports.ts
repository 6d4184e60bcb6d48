// The names of customers that the package exports.

export type { DeleteCustomerInput } from '#application/customers/delete-customer.ts';
export type * from '#application/customers/ports.ts';
export type * from '#application/customers/queries.ts';
export type { UpdateCustomerInput } from '#application/customers/update-customer.ts';
export type {
  CustomerUseCases,
  GetCustomerInput,
  ListCustomersInput,
} from '#application/customers/use-cases.ts';
export type { BillingTerms, BillingTermsChanges } from '#domain/customers/billing-terms.ts';
export type {
  CustomerChanges,
  CustomerFacts,
  CustomerInput,
  DeletedCustomer,
} from '#domain/customers/customer.ts';
export { Customer } from '#domain/customers/customer.ts';
export * from '#domain/customers/errors.ts';
