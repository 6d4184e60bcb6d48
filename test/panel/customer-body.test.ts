import { describe, expect, test } from 'vitest';
import { customerBody, customerValues, emptyCustomer } from '../../panel/values/customer-body.ts';
import { nested } from '../../panel/values/nested.ts';
import { taxRateBody, taxRateValues } from '../../panel/values/own-tax-rates.ts';

const customer = {
  name: 'Globex',
  email: 'books@globex.example',
  externalId: 'g-1',
  currency: 'EUR',
  timeZone: 'Europe/Vienna',
  taxId: 'ATU12345678',
  address: {
    line1: 'Ring 1',
    line2: null,
    postalCode: '1010',
    city: 'Vienna',
    state: null,
    country: 'AT',
  },
  billing: {
    paymentTermDays: 30,
    isStopped: true,
    emails: ['a@globex.example', 'b@globex.example'],
    taxRateIds: ['tax_1', 'tax_2'],
    locale: 'de',
  },
  metadata: { soldBy: 'Grace' },
};

describe('a customer in a form', () => {
  test('is sent as it is where nothing was typed', () => {
    expect(nested(customerBody(customerValues(customer)))).toEqual(customer);
  });

  test('of whom only name and e-mail were typed has nothing else', () => {
    const typed = { ...emptyCustomer, name: 'Globex', email: 'books@globex.example' };

    expect(nested(customerBody(typed))).toEqual({
      name: 'Globex',
      email: 'books@globex.example',
      externalId: null,
      currency: null,
      timeZone: null,
      taxId: null,
      address: null,
      billing: {
        paymentTermDays: null,
        isStopped: false,
        emails: [],
        taxRateIds: null,
        locale: null,
      },
      metadata: {},
    });
  });

  test('has the e-mails between the commas', () => {
    const typed = { ...emptyCustomer, 'billing.emails': ' a@globex.example ,b@globex.example, ' };

    expect(customerBody(typed)['billing.emails']).toEqual(['a@globex.example', 'b@globex.example']);
  });
});

describe('tax rates of its own', () => {
  test.each([[null], [[]], [['tax_1']], [['tax_1', 'tax_2']]])('are %j there and back', (ids) => {
    expect(taxRateBody(taxRateValues(ids, 'taxRateIds'), 'taxRateIds')).toEqual(ids);
  });

  test('that were chosen before are not sent once the others hold again', () => {
    const values = { ...taxRateValues(['tax_1'], 'taxRateIds'), 'taxRateIds.isOwn': false };

    expect(taxRateBody(values, 'taxRateIds')).toBeNull();
  });
});
