// The contracts of all resources, a line for each file. `storageContracts` runs them all.

export { billingAccountContract, dueAccountsContract } from './billing-account.contract.ts';
export { planQueriesContract, productQueriesContract } from './catalog-queries.contract.ts';
export { chargeRepositoryContract } from './charge-repository.contract.ts';
export { customerQueriesContract } from './customer-queries.contract.ts';
export { customerRepositoryContract } from './customer-repository.contract.ts';
export { customerSearchContract } from './customer-search.contract.ts';
export { invoiceRepositoryContract } from './invoice-repository.contract.ts';
export {
  billingIssueQueriesContract,
  billingRunQueriesContract,
  invoiceQueriesContract,
} from './invoicing-queries.contract.ts';
export {
  balanceRepositoryContract,
  billingIssueRepositoryContract,
  numberSeriesContract,
  paymentRepositoryContract,
} from './invoicing-repositories.contract.ts';
export { planRepositoryContract } from './plan-repository.contract.ts';
export { productRepositoryContract } from './product-repository.contract.ts';
export { subscriptionQueriesContract } from './subscription-queries.contract.ts';
export {
  planVersionContract,
  subscriptionCursorContract,
  subscriptionRepositoryContract,
} from './subscription-repository.contract.ts';
