// The contracts of all resources, a line for each file. `storageContracts` runs them all.

export { planQueriesContract, productQueriesContract } from './catalog-queries.contract.ts';
export { customerQueriesContract } from './customer-queries.contract.ts';
export { customerRepositoryContract } from './customer-repository.contract.ts';
export { customerSearchContract } from './customer-search.contract.ts';
export { planRepositoryContract } from './plan-repository.contract.ts';
export { productRepositoryContract } from './product-repository.contract.ts';
