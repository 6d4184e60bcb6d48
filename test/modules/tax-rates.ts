import { moduleFixtures } from '../support/module-fixtures.ts';

const everything = { limit: 100, after: null };
const vat = { name: 'VAT 20 %', rate: '0.20' };

export const fixtures = moduleFixtures({
  openToUser: ['listTaxRates', 'getTaxRate'],
  withoutBody: ['listTaxRates', 'getTaxRate', 'archiveTaxRate'],
  bodies: {
    createTaxRate: () => vat,
    updateTaxRate: () => ({ name: 'VAT (standard)' }),
  },
  furnish: async (create) => {
    const taxRate = await create('/v1/tax-rates', vat);
    return { taxRateId: taxRate.id };
  },
  tables: { tax_rates: 'insert, select, update' },
  fill: (useCases, context) =>
    useCases.taxRates.create.execute(context, { ...vat, name: 'Shared VAT' }),
  seen: async ({ taxRates }) => {
    const [taxRate] = await taxRates.list({ search: 'shared' }, everything);
    if (taxRate === undefined) throw new Error('There is no tax rate.');
    return taxRate;
  },
  stored: async ({ taxRates }, { id }) => {
    const taxRate = await taxRates.find(id);
    if (taxRate?.status !== 'active') throw new Error('The tax rate is not found.');
    return taxRate;
  },
  repositoryProbes: {
    taxRates: {
      find: (taxRates, { seen }) => taxRates.find(seen.id),
      findAll: (taxRates, { seen }) => taxRates.findAll([seen.id]),
      active: async (taxRates, { seen }) => [...(await taxRates.active([seen.id]))],
      save: (taxRates, { stored, now }) => taxRates.save(stored.change({ name: 'Taken' }, now)),
    },
  },
  queryProbes: {
    taxRates: {
      find: (taxRates, { seen }) => taxRates.find(seen.id),
      list: (taxRates, { seen }) => taxRates.list({ search: seen.name }, everything),
    },
  },
});
