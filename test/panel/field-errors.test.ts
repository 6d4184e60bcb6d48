import { expect, test } from 'vitest';
import { emptyFields, fieldOfPointer, sortFaults } from '../../panel/values/field-errors.ts';

const fault = (pointer: string, detail = 'No.') => ({ pointer, code: 'invalid', detail });

test.each([
  ['/name', 'name'],
  ['/prices/0/amount/amount', 'prices.0.amount.amount'],
  ['/metadata/a~1b~0c', 'metadata.a/b~c'],
  ['', ''],
])('the pointer %s is the field %s', (pointer, field) => {
  expect(fieldOfPointer(pointer)).toBe(field);
});

test('a fault stands at its field, or at the nearest that holds it', () => {
  const faults = [fault('/email'), fault('/prices/0/amount/currency', 'Other currency.')];

  expect(sortFaults(faults, ['email', 'prices.0.amount'])).toEqual({
    fields: { email: 'No.', 'prices.0.amount': 'Other currency.' },
    others: [],
  });
});

test('a fault that no field shows stands above the form', () => {
  const faults = [fault(''), fault('/planId')];

  expect(sortFaults(faults, ['email'])).toEqual({ fields: {}, others: faults });
});

test('two faults of one field are both told', () => {
  const faults = [fault('/code', 'Too long.'), fault('/code', 'No spaces.')];

  expect(sortFaults(faults, ['code']).fields).toEqual({ code: 'Too long. No spaces.' });
});

test('fields without a visible character are empty, and so are those that are not there', () => {
  const values = { name: 'Team', code: ' ' };

  expect(emptyFields(values, ['name', 'code', 'productId'], 'Needed.')).toEqual({
    code: 'Needed.',
    productId: 'Needed.',
  });
});
