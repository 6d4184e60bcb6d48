import { Customer } from '#domain/customers/customer.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { newEmail } from '../http/identity/new-email.ts';
import { moduleFixtures } from '../support/module-fixtures.ts';

const everything = { limit: 100, after: null };

export const fixtures = moduleFixtures({
  openToUser: [
    'listCustomers',
    'createCustomer',
    'getCustomer',
    'updateCustomer',
    'deleteCustomer',
  ],
  withoutBody: ['listCustomers', 'getCustomer', 'deleteCustomer'],
  bodies: {
    createCustomer: () => ({ name: 'New', email: newEmail() }),
    updateCustomer: () => ({ name: 'Renamed' }),
  },
  furnish: async (create) => {
    const customer = await create('/v1/customers', {
      name: 'Globex',
      email: newEmail('customer'),
    });
    return { customerId: customer.id };
  },
  tables: { customers: 'delete, insert, select, update' },
  fill: (useCases, context) =>
    useCases.customers.create.execute(context, {
      name: 'Shared name',
      email: 'shared@customer.example',
    }),
  seen: async ({ customers }) => {
    const [customer] = await customers.list({ search: 'shared' }, everything);
    if (customer === undefined) throw new Error('There is no customer.');
    return customer;
  },
  stored: async ({ customers }, { id }) => {
    const customer = await customers.find(id);
    if (customer === undefined) throw new Error('The customer is not found.');
    // Without an account, so that nothing but the fence keeps anybody from deleting it.
    const input = { name: 'Free', email: newEmail() };
    const free = await customers.save(Customer.create(buildId('cus'), input, someday));
    return { customer, free };
  },
  repositoryProbes: {
    customers: {
      find: (customers, { seen }) => customers.find(seen.id),
      findAll: (customers, { seen }) => customers.findAll([seen.id]),
      save: (customers, { stored, now }) =>
        customers.save(stored.customer.change({ name: 'Taken' }, now)),
      delete: (customers, { stored, now }) => customers.delete(stored.free.delete(now)),
    },
  },
  queryProbes: {
    customers: {
      find: (customers, { seen }) => customers.find(seen.id),
      list: (customers, { seen }) => customers.list({ search: seen.name }, everything),
    },
  },
});
