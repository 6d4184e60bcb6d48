import { describe, expect, it } from 'vitest';
import type { CustomerInput } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import {
  CustomerEmailTaken,
  CustomerExternalIdTaken,
  CustomerNotFound,
} from '#domain/customers/errors.ts';
import { parseCountry } from '#domain/shared/address.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { versioned } from '../to-snapshot.ts';

const monday = instantOf(1_795_000_000_000);
const tuesday = instantOf(1_795_086_400_000);
const customerId = idFromUuid('cus', '01900000-0000-7000-8000-0000000000a1');

const input: CustomerInput = {
  name: '  Acme GmbH ',
  email: ' Billing@Acme.example ',
  externalId: 'acme-1',
  currency: 'EUR',
  timeZone: 'europe/vienna',
  address: { line1: 'Ring 1', line2: null, city: ' Wien', postalCode: '1010', country: 'AT' },
  taxId: 'ATU12345678',
  metadata: { crm: '42' },
};

const snapshot = {
  id: customerId,
  name: 'Acme GmbH',
  email: 'Billing@Acme.example',
  externalId: 'acme-1',
  currency: 'EUR',
  timeZone: 'Europe/Vienna',
  address: {
    line1: 'Ring 1',
    line2: null,
    city: 'Wien',
    postalCode: '1010',
    state: null,
    country: 'AT',
  },
  taxId: 'ATU12345678',
  billing: { paymentTermDays: null, isStopped: false, emails: [], taxRateIds: null, locale: null },
  metadata: { crm: '42' },
  createdAt: monday,
  updatedAt: monday,
};

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

/** A stored customer: it has a version, and no events that wait. */
const storedCustomer = (): Customer => {
  const { facts } = Customer.create(customerId, input, monday);
  return new Customer({ ...facts, version: 3 });
};

describe('a customer', () => {
  it('is taken in with its facts checked, and says so', () => {
    const customer = Customer.create(customerId, input, monday);

    expect(customer.facts).toEqual({ ...snapshot, version: 0 });
    expect(customer.events).toEqual([
      {
        type: 'customer.created',
        subjectId: customerId,
        occurredAt: monday,
        before: null,
        after: versioned(1, snapshot),
      },
    ]);
  });

  it('needs a name and an e-mail address only', () => {
    const { facts } = Customer.create(customerId, { name: 'Acme', email: 'a@b.example' }, monday);

    expect(facts).toEqual({
      id: customerId,
      version: 0,
      name: 'Acme',
      email: 'a@b.example',
      externalId: null,
      currency: null,
      timeZone: null,
      address: null,
      taxId: null,
      billing: {
        paymentTermDays: null,
        isStopped: false,
        emails: [],
        taxRateIds: null,
        locale: null,
      },
      metadata: {},
      createdAt: monday,
      updatedAt: monday,
    });
  });

  it('is refused with every fault at once, each at its field', () => {
    const bad: CustomerInput = {
      name: '',
      email: 'acme',
      externalId: 'x'.repeat(201),
      currency: 'EUX',
      timeZone: 'Mars/Olympus',
      address: { line1: 'x'.repeat(201), city: '', country: 'XX' },
      taxId: 'x'.repeat(51),
      metadata: { '': 'x' },
    };

    const faults = faultsOf(() => Customer.create(customerId, bad, monday));

    expect(faults).toEqual([
      '/name too_short',
      '/email invalid_email',
      '/externalId too_long',
      '/currency currency_unknown',
      '/timeZone invalid_time_zone',
      '/address/line1 too_long',
      '/address/city too_short',
      '/address/country invalid_country',
      '/taxId too_long',
      '/metadata/ invalid_key',
    ]);
  });

  it('changes what is stated, and says what it was before', () => {
    const customer = storedCustomer();

    const changed = customer.change({ name: 'Acme AG', email: undefined }, tuesday);

    const after = { ...snapshot, name: 'Acme AG', updatedAt: tuesday };
    expect(changed.facts).toEqual({ ...after, version: 3 });
    expect(changed.events).toEqual([
      {
        type: 'customer.updated',
        subjectId: customerId,
        occurredAt: tuesday,
        before: versioned(3, snapshot),
        after: versioned(4, after),
      },
    ]);
    expect(customer.facts.name).toBe('Acme GmbH');
  });

  it('is itself, with nothing said, where nothing differs', () => {
    const customer = storedCustomer();

    const changed = customer.change(
      { name: ` ${customer.facts.name} `, currency: undefined },
      tuesday,
    );

    expect(changed).toBe(customer);
  });

  it('loses what is cleared with null', () => {
    const cleared = {
      externalId: null,
      currency: null,
      timeZone: null,
      address: null,
      taxId: null,
    };

    const changed = storedCustomer().change(cleared, tuesday);

    expect(changed.facts).toMatchObject(cleared);
  });

  it('has its address and its metadata replaced whole', () => {
    const changes = { address: { country: 'DE' }, metadata: { erp: '7' } };

    const { facts } = storedCustomer().change(changes, tuesday);

    const nothing = { line1: null, line2: null, city: null, postalCode: null, state: null };
    expect(facts.address).toEqual({ ...nothing, country: 'DE' });
    expect(facts.metadata).toEqual({ erp: '7' });
  });

  it('keeps its id, its version and its past, whatever it is told', () => {
    const changes = { id: 'cus_other', version: 9, createdAt: 0 } as object;

    const { facts } = storedCustomer().change(changes, tuesday);

    expect(facts).toMatchObject({ id: customerId, version: 3, createdAt: monday });
  });

  it('is refused a change with every fault at once', () => {
    const faults = faultsOf(() => storedCustomer().change({ name: '', currency: '' }, tuesday));

    expect(faults).toEqual(['/name too_short', '/currency currency_unknown']);
  });

  it('says what it was when it is removed', () => {
    const removed = storedCustomer().delete(tuesday);

    expect(removed).toEqual({
      id: customerId,
      version: 3,
      events: [
        {
          type: 'customer.deleted',
          subjectId: customerId,
          occurredAt: tuesday,
          before: versioned(3, snapshot),
          after: null,
        },
      ],
    });
  });

  it('remembers all that happened to it, in plain JSON, until it is stored', () => {
    const { events } = Customer.create(customerId, input, monday)
      .change({ name: 'Acme AG' }, tuesday)
      .delete(tuesday);

    const types = events.map(({ type }) => type);
    expect(types).toEqual(['customer.created', 'customer.updated', 'customer.deleted']);
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });

  it('is taken as it was stored when it is read back', () => {
    const facts = { ...storedCustomer().facts, name: '' };

    const read = new Customer(facts);

    expect(read.facts).toEqual(facts);
    expect(read.events).toEqual([]);
    expect(faultsOf(() => read.change({ name: '' }, tuesday))).toEqual(['/name too_short']);
  });
});

describe('a country', () => {
  it.each(['AT', 'US', 'GB', 'ZW'])('is %s', (code) => {
    const country = parseCountry(code);

    expect(country).toBe(code);
  });

  it.each(['', 'at', 'AUT', 'UK', 'EU', 'XX', ' AT'])('is not "%s"', (code) => {
    const faults = faultsOf(() => parseCountry(code));

    expect(faults).toEqual([' invalid_country']);
  });
});

it.each([
  [CustomerNotFound, 'notFound', 'customer_not_found'],
  [CustomerEmailTaken, 'conflict', 'customer_email_taken'],
  [CustomerExternalIdTaken, 'conflict', 'customer_external_id_taken'],
] as const)('%o is a refusal of its kind, under its public code', (Refusal, kind, code) => {
  const refusal = new Refusal();

  expect(refusal).toMatchObject({ kind, code, details: {} });
  expect([Refusal.kind, Refusal.code]).toEqual([kind, code]);
});
