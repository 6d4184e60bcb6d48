import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { BillingChanges } from '#domain/tenants/billing-settings.ts';
import { changeBilling, standardBilling } from '#domain/tenants/billing-settings.ts';
import { Tenant } from '#domain/tenants/tenant.ts';

const monday = instantOf(1_795_000_000_000);
const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

const changed = (changes: BillingChanges | null) => changeBilling(standardBilling, changes);

const told: BillingChanges = {
  seller: {
    name: ' Acme GmbH ',
    address: { line1: 'Ring 1', city: 'Wien', country: 'AT' },
    taxId: 'ATU12345678',
    email: 'billing@acme.example',
    color: '#0b7285',
    logo: 'a0'.repeat(32),
  },
  numberPrefix: '2026/A-',
  numberResets: 'yearly',
  paymentTermDays: 14,
  finalization: 'manual',
  graceDays: 3,
  upcomingNoticeDays: 9,
  booksClosedOn: '2026-10-31',
  isStopped: true,
  taxRateIds: ['tax_01jd4x7h2cf5prw8mzk0qv9tns'],
};

describe('how a tenant bills', () => {
  it('begins as is assumed where nobody says anything', () => {
    const { facts } = Tenant.create(tenantId, { name: 'Acme' }, monday);

    expect(facts.billing).toEqual({
      seller: { name: null, address: null, taxId: null, email: null, color: null, logo: null },
      numberPrefix: 'INV-',
      numberResets: 'never',
      paymentTermDays: 30,
      finalization: 'automatic',
      graceDays: 0,
      upcomingNoticeDays: 0,
      booksClosedOn: null,
      isStopped: false,
      taxRateIds: [],
    });
  });

  it('is what was said of each field', () => {
    expect(changed(told)).toEqual({
      ...told,
      seller: {
        ...told.seller,
        name: 'Acme GmbH',
        address: {
          line1: 'Ring 1',
          line2: null,
          city: 'Wien',
          postalCode: null,
          state: null,
          country: 'AT',
        },
      },
    });
  });

  it.each(Object.keys(told) as (keyof BillingChanges)[])(
    'changes %s alone; null is how it began',
    (name) => {
      const all = changed(told);

      const one = changed({ [name]: told[name] });
      const none = changeBilling(all, { [name]: null });

      expect(one).toEqual({ ...standardBilling, [name]: all[name] });
      expect(one).not.toEqual(standardBilling);
      expect(none).toEqual({ ...all, [name]: standardBilling[name] });
      expect(changeBilling(all, { [name]: undefined })).toEqual(all);
    },
  );

  it('changes the seller field by field, and the address as a whole', () => {
    const all = changed(told);

    const moved = changeBilling(all, { seller: { address: { country: 'DE' }, taxId: null } });

    const nowhere = { line1: null, line2: null, city: null, postalCode: null, state: null };
    expect(moved.seller).toEqual({
      name: 'Acme GmbH',
      address: { ...nowhere, country: 'DE' },
      taxId: null,
      email: 'billing@acme.example',
      color: '#0b7285',
      logo: 'a0'.repeat(32),
    });
  });

  it.each([
    ['#0B7285', '#0b7285'],
    ['#ffffff', '#ffffff'],
  ])('reads a color in any case: %s', (given, color) => {
    expect(changed({ seller: { color: given } }).seller.color).toBe(color);
  });

  it.each([
    '',
    'red',
    '#fff',
    '#0b728',
    '#0b72855',
    '0b7285',
    '#0b728g',
    'rgb(0,0,0)',
    '#0b7285\n',
  ])('takes no color like %j', (color) => {
    expect(faultsOf(() => changed({ seller: { color } }))).toEqual(['/seller/color invalid_color']);
  });

  it('goes back to the beginning as a whole', () => {
    expect(changeBilling(changed(told), null)).toEqual(standardBilling);
  });

  it('is refused with every fault at once, each where it stands', () => {
    const bad = {
      name: '',
      billing: {
        seller: {
          name: ' ',
          address: { country: 'Austria' },
          taxId: '',
          email: 'nobody',
          color: 'teal',
        },
        numberPrefix: 'Nº',
        numberResets: 'monthly',
        paymentTermDays: 366,
        finalization: 'never',
        graceDays: -1,
        upcomingNoticeDays: 1.5,
        booksClosedOn: '2026-02-30',
        isStopped: 'yes' as unknown as boolean,
        taxRateIds: ['VAT'],
      },
    };

    const tenant = Tenant.create(tenantId, { name: 'Acme' }, monday);

    const faults = faultsOf(() => tenant.change(bad, monday));

    expect(faults.toSorted()).toEqual(
      [
        '/name too_short',
        '/billing/seller/name too_short',
        '/billing/seller/address/country invalid_country',
        '/billing/seller/taxId too_short',
        '/billing/seller/email invalid_email',
        '/billing/seller/color invalid_color',
        '/billing/numberPrefix invalid_number_prefix',
        '/billing/numberResets invalid_choice',
        '/billing/paymentTermDays out_of_range',
        '/billing/finalization invalid_choice',
        '/billing/graceDays out_of_range',
        '/billing/upcomingNoticeDays out_of_range',
        '/billing/booksClosedOn invalid_date',
        '/billing/isStopped invalid_flag',
        '/billing/taxRateIds/0 invalid_id',
      ].toSorted(),
    );
  });

  it.each([
    ['paymentTermDays', 365],
    ['graceDays', 60],
    ['upcomingNoticeDays', 90],
  ] as const)('has bounds: %s is at most %d', (name, max) => {
    expect(changed({ [name]: max })[name]).toBe(max);
    expect(changed({ [name]: 0 })[name]).toBe(0);
    expect(faultsOf(() => changed({ [name]: max + 1 }))).toEqual([`/${name} out_of_range`]);
    expect(faultsOf(() => changed({ [name]: Number.NaN }))).toEqual([`/${name} out_of_range`]);
  });

  it.each([
    ['', []],
    ['a'.repeat(20), []],
    ['a'.repeat(21), ['/numberPrefix invalid_number_prefix']],
  ])('takes a prefix of up to 20 characters: %j', (numberPrefix, faults) => {
    expect(faultsOf(() => changed({ numberPrefix }))).toEqual(faults);
  });

  it('is in the event of the change, before and after', () => {
    const stored = new Tenant({
      ...Tenant.create(tenantId, { name: 'Acme' }, monday).facts,
      version: 1,
    });

    const { events } = stored.change({ billing: told }, monday);

    expect(events).toHaveLength(1);
    expect(events[0]?.before).toMatchObject({ billing: standardBilling });
    expect(events[0]?.after).toMatchObject({
      billing: { seller: { taxId: 'ATU12345678' }, booksClosedOn: '2026-10-31', isStopped: true },
    });
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });

  it('that changes nothing is no change', () => {
    const stored = Tenant.create(tenantId, { name: 'Acme' }, monday);

    const same = { seller: { name: null }, paymentTermDays: 30, isStopped: null };

    expect(stored.change({ billing: same }, monday)).toBe(stored);
    expect(stored.change({ billing: null }, monday)).toBe(stored);
  });
});
