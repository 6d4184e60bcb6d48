import type { CustomerInput } from '#domain/customers/customer.ts';
import type { TaxRateInput } from '#domain/taxes/tax-rate.ts';
import type { SellerChanges } from '#domain/tenants/billing-settings.ts';

// A company that does not exist, with customers that do not either. Nothing here is random.

export const demoTenant = {
  tenantName: 'Northwind Analytics',
  name: 'Nora Wind',
  email: 'demo@northwind.example',
  password: 'demo-password',
} as const;

export const demoColleague = { name: 'Sven Hansen', email: 'sven@northwind.example' } as const;

export const demoSeller: SellerChanges = {
  name: 'Northwind Analytics GmbH',
  address: { line1: 'Windgasse 7', postalCode: '1060', city: 'Vienna', country: 'AT' },
  taxId: 'ATU12345678',
  email: 'invoices@northwind.example',
  color: '#1f6f8b',
};

/** One rate comes on top of prices, the other is included in them. */
export const demoTaxRates = {
  onTop: { name: 'VAT 20 %', rate: '0.20' },
  included: { name: 'Consumption tax 10 %', rate: '0.10', isInclusive: true },
} as const satisfies Readonly<Record<string, TaxRateInput>>;

/** The tax of a customer: the seller's own, one that prices include, or none. */
export type DemoTax = 'standard' | 'included' | 'none';

const firstWords = [
  'Alpine',
  'Blue',
  'Cedar',
  'Delta',
  'Ember',
  'Fjord',
  'Granite',
  'Harbour',
  'Indigo',
  'Juniper',
  'Kestrel',
  'Lumen',
];
const secondWords = ['Foods', 'Logistics', 'Robotics', 'Media', 'Health'];
const places = [
  { country: 'AT', city: 'Vienna', currency: 'EUR', timeZone: 'Europe/Vienna', tax: 'standard' },
  { country: 'DE', city: 'Berlin', currency: 'EUR', timeZone: 'Europe/Berlin', tax: 'standard' },
  { country: 'US', city: 'Chicago', currency: 'USD', timeZone: 'America/Chicago', tax: 'none' },
  { country: 'JP', city: 'Osaka', currency: 'JPY', timeZone: 'Asia/Tokyo', tax: 'included' },
  { country: 'GB', city: 'Leeds', currency: 'GBP', timeZone: 'Europe/London', tax: 'none' },
  { country: 'KW', city: 'Kuwait City', currency: 'KWD', timeZone: 'Asia/Kuwait', tax: 'none' },
] as const;

interface DemoCustomer {
  readonly tax: DemoTax;
  readonly input: CustomerInput & { readonly externalId: string };
}

/** Sixty customers: every first word with every second. They are `crm-1001` to `crm-1060`. */
export const demoCustomers: readonly DemoCustomer[] = firstWords.flatMap((first, row) =>
  secondWords.map((second, column): DemoCustomer => {
    const number = row * secondWords.length + column;
    const place = places[number % places.length] ?? places[0];
    const { country, city, currency, timeZone, tax } = place;
    const input = {
      name: `${first} ${second}`,
      email: `billing@${first}-${second}.example`.toLowerCase(),
      externalId: `crm-${1001 + number}`,
      currency,
      timeZone,
      address: { line1: `${number + 1} Main Street`, city, country },
      metadata: { segment: number % 3 === 0 ? 'enterprise' : 'self-serve' },
      billing: { locale: city === 'Vienna' || city === 'Berlin' ? 'de' : 'en' },
    };
    return { tax, input };
  }),
);
