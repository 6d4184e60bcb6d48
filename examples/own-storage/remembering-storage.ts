import type { CustomerQueries, StoragePorts } from 'billing-service/storage';

/**
 * An adapter of our own over any storage: it remembers the customers that were found, and forgets
 * all of them with every run, which may have changed any. The suites say whether that is right:
 * without the forgetting they fail.
 */
export const remembering = (storage: StoragePorts): StoragePorts => {
  const remembered = new Map<string, ReturnType<CustomerQueries['find']>>();
  return {
    ...storage,
    unitOfWork: {
      run: async (context, work) => {
        try {
          return await storage.unitOfWork.run(context, work);
        } finally {
          remembered.clear();
        }
      },
    },
    reads: {
      read: (context, work) =>
        storage.reads.read(context, (queries) => {
          const { customers } = queries;
          const find: CustomerQueries['find'] = (customerId) => {
            const key = `${context.tenantId}/${customerId}`;
            const known = remembered.get(key) ?? customers.find(customerId);
            remembered.set(key, known);
            return known;
          };
          const list: CustomerQueries['list'] = (filter, slice) => customers.list(filter, slice);
          return work({ ...queries, customers: { find, list } });
        }),
    },
  };
};
