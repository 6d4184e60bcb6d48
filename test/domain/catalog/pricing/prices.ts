import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, tier } from './builders.ts';

// A price of each model.

export const flat: PreviewedPriceInput = { amount: cents(4900) };
export const perUnit: PreviewedPriceInput = { model: 'per_unit', unitAmount: '0.0025' };
const tiers = [tier('100', '0.10'), tier('500', '0.08', 500), tier(null, '0.05', 1000)];
export const graduated: PreviewedPriceInput = { model: 'graduated', tiers };
export const volume: PreviewedPriceInput = { model: 'volume', tiers };
export const stairs: PreviewedPriceInput = {
  model: 'stairstep',
  tiers: [tier('10', null, 2000), tier('50', null, 7000), tier(null, null, 20000)],
};
export const packages: PreviewedPriceInput = {
  model: 'package',
  packageSize: '1000',
  amount: cents(500),
  freeUnits: '250',
};
export const tieredPackages: PreviewedPriceInput = {
  model: 'package',
  tiers: [
    { upTo: '100', packageSize: '10', amount: cents(500) },
    { upTo: null, packageSize: '50', amount: cents(2000) },
  ],
};
export const percentage: PreviewedPriceInput = {
  model: 'percentage',
  rate: '0.015',
  fixedAmount: '0.30',
  perEventMinimum: '0.50',
  perEventMaximum: '9.00',
};
export const shares: PreviewedPriceInput = {
  model: 'graduated_percentage',
  tiers: [
    { upTo: '100', rate: '0.05' },
    { upTo: null, rate: '0.02', flatAmount: cents(1000) },
  ],
};
export const capacity: PreviewedPriceInput = {
  model: 'capacity',
  tiers: [
    { upTo: { cpu: '4', disk: '100' }, flatAmount: cents(1000) },
    { upTo: { cpu: '16', disk: '100' }, flatAmount: cents(3000) },
    { upTo: null, flatAmount: cents(9000) },
  ],
};
export const matrix: PreviewedPriceInput = {
  model: 'matrix',
  dimensions: ['region', 'kind'],
  cells: [
    { when: { region: 'eu', kind: 'sms' }, unitAmount: '0.07' },
    { when: { region: 'us', kind: 'sms' }, unitAmount: '0.01' },
  ],
};
export const sent = (region: string, value: string) => ({
  value,
  properties: { region, kind: 'sms' },
});
