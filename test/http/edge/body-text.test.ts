import { beforeAll, describe, expect, test } from 'vitest';
import { isExactNumber } from '#interfaces/http/request/json-number.ts';
import { jsonLimits } from '#interfaces/http/request/json-text.ts';
import { reportedFaultsMax } from '#interfaces/http/response/problem.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newEmail, signUp } from '../world.ts';

// Facts that only the text of a body shows, and the most that a body may have.

const app = appUnderTest('memory');
let admin: Caller;
let productId: string;
beforeAll(async () => {
  admin = await signUp(app);
  const body = { code: 'crm', name: 'CRM' };
  productId = (await app.send('post', '/v1/products', { token: admin.token, body })).body.id;
});

const post = (path: string, raw: string) => app.send('post', path, { token: admin.token, raw });
const faultsIn = (body: { errors: readonly { pointer: string; code: string }[] }) =>
  body.errors.map(({ pointer, code }) => [pointer, code]);

let plans = 0;
const plan = (amount: string, trialDays = '0'): string => {
  plans += 1;
  return `{"productId":"${productId}","code":"p-${plans}","name":"P","currency":"EUR",
    "interval":{"unit":"month","count":1},"trialDays":${trialDays},
    "prices":[{"name":"Base","amount":{"amount":${amount},"currency":"EUR"}}]}`;
};

describe('a number is what its text says', () => {
  test.each([
    ['4900', 4900],
    ['1.0', 1],
    ['1E2', 100],
    ['1e+2', 100],
    ['12.5e1', 125],
    ['100e-2', 1],
    ['-0', 0],
    ['-0.0', 0],
    ['0e5', 0],
    ['4900.000000000000000000000000', 4900],
    ['1000000000.0', 1_000_000_000],
  ])('%s is kept as %d', async (text, amount) => {
    const response = await post('/v1/plans', plan(text));

    expect([response.status, response.body.prices?.[0].amount.amount]).toEqual([201, amount]);
  });

  test.each([
    ['9007199254740990.6', 'inexact_number'],
    ['9007199254740993', 'inexact_number'],
    ['4900.00000000000000000001', 'inexact_number'],
    ['0.99999999999999999999', 'inexact_number'],
    ['1e400', 'inexact_number'],
    ['-1e400', 'inexact_number'],
    ['1e-400', 'inexact_number'],
    ['123456789012345678901234567890', 'inexact_number'],
    [`1${'0'.repeat(500)}`, 'inexact_number'],
    ['9007199254740992', 'too_big'],
    ['1e21', 'too_big'],
    ['1e-7', 'invalid_type'],
    ['0.5', 'invalid_type'],
  ])('%s is refused, and where it stands is told', async (text, code) => {
    const response = await post('/v1/plans', plan(text));

    expect([response.status, response.body.code]).toEqual([400, 'invalid_request']);
    expect(faultsIn(response.body)).toContainEqual(['/prices/0/amount/amount', code]);
  });

  test('all of them at once', async () => {
    const response = await post('/v1/plans', plan('1e400', '7.000000000000000000001'));

    expect(faultsIn(response.body)).toEqual([
      ['/trialDays', 'inexact_number'],
      ['/prices/0/amount/amount', 'inexact_number'],
    ]);
  });

  test.each([
    ['0.1', true],
    ['1e22', true],
    ['5e-324', true],
    ['1.7976931348623157e308', true],
    ['0.30000000000000004', true],
    ['123e-20', true],
    ['1e23', true],
    ['0.1000000000000000055511151231257827', false],
    ['1.7976931348623159e308', false],
    ['9007199254740993.0', false],
    ['-9007199254740993', false],
  ])('so %s is exact: %s', (text, isExact) => {
    expect(isExactNumber(text)).toBe(isExact);
  });
});

describe('a field that an object has twice is refused', () => {
  const email = '"email":"a@example.com"';
  const many = Array.from({ length: 30 }, (_, index) => `"f${index}":0`).join(',');

  test.each([
    ['at the top', `{"name":"A",${email},"name":"B"}`, '/name'],
    ['with the same value', `{"name":"A",${email},"name":"A"}`, '/name'],
    ['in another spelling', `{"name":"A",${email},"n\\u0061me":"B"}`, '/name'],
    ['in capitals of the spelling', `{"n/":"A",${email},"\\u006E\\/":"B"}`, '/n~1'],
    ['further in', `{"name":"A",${email},"metadata":{"a":"1","b":"2","a":"3"}}`, '/metadata/a'],
    ['in a list', `{"name":"A",${email},"list":[{},{"x":{"a":1,"b":[],"a":2}}]}`, '/list/1/x/a'],
    ['that is empty', `{"name":"A",${email},"":1,"":2}`, '/'],
    ['first of many', `{"name":"A",${email},"list":{${many},"f0":1}}`, '/list/f0'],
    ['last of many', `{"name":"A",${email},"list":{${many},"f29":1}}`, '/list/f29'],
    [
      'behind a quote',
      `{"name":"\\"",${email},"metadata":{"\\"a":"{","\\"a":"["}}`,
      '/metadata/"a',
    ],
  ])('%s', async (_, raw, pointer) => {
    const response = await post('/v1/customers', raw);

    expect([response.status, response.body.code]).toEqual([400, 'invalid_request']);
    expect(faultsIn(response.body)).toEqual([[pointer, 'duplicate_field']]);
  });

  test('but not what only looks like it', async () => {
    const metadata = '{"a":"\\"a\\":1","b":"a","c":"{\\"a\\":1,\\"a\\":2}"}';
    const raw = `{"name":"a","email":"${newEmail()}","address":{"country":"AT","line1":"name"},
      "metadata":${metadata}}`;

    const response = await post('/v1/customers', raw);

    expect([response.status, response.body.metadata]).toEqual([201, JSON.parse(metadata)]);
  });
});

describe('a body has at most', () => {
  const nested = (levels: number): string =>
    `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  const fields = (count: number): string =>
    `{${Array.from({ length: count }, (_, index) => `"f${index}":1`).join()}}`;
  const entries = (count: number): string =>
    `{"list":[${Array(count - 1)
      .fill('""')
      .join()}]}`;

  test.each([
    ['its levels', nested(jsonLimits.depth), ['/x', 'unknown_field']],
    ['its fields', fields(jsonLimits.fields), ['/f0', 'unknown_field']],
    ['its entries', entries(jsonLimits.entries), ['/list', 'unknown_field']],
  ])('%s', async (_, raw, fault) => {
    expect(faultsIn((await post('/v1/customers', raw)).body)).toContainEqual(fault);
  });

  test.each([
    ['levels', nested(jsonLimits.depth + 1), [`/x${'/0'.repeat(31)}`, 'too_deep']],
    ['levels without end', '['.repeat(1_000_000), ['/0'.repeat(32), 'too_deep']],
    ['fields', fields(jsonLimits.fields + 1), ['', 'too_many']],
    ['entries', entries(jsonLimits.entries + 2), ['/list', 'too_many']],
    ['entries of lists in lists', `[${'[],'.repeat(6000)}[]]`, ['', 'too_many']],
  ])('and no more %s', async (_, raw, fault) => {
    const response = await post('/v1/customers', raw);

    expect([response.status, faultsIn(response.body)]).toEqual([400, [fault]]);
  });

  test('as many entries as a list may have: of one with more none is read', async () => {
    const body = { url: 'https://example.com/', eventTypes: Array(9000).fill('') };
    const response = await post('/v1/webhook-endpoints', JSON.stringify(body));
    const { length } = response.text;

    expect(faultsIn(response.body)).toEqual([['/eventTypes', 'too_many']]);
    expect(length).toBeLessThan(1000);
  });

  test('and a thing that is named by texts as many names as it may have', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]);
    const body = { name: 'N', email: newEmail(), metadata: Object.fromEntries(names) };
    const response = await post('/v1/customers', JSON.stringify(body));

    expect(faultsIn(response.body)).toEqual([['/metadata', 'too_many']]);
  });
});

describe('of many faults', () => {
  test('a hundred are told, and how many others there are', async () => {
    const unknown = Array.from({ length: 5000 }, (_, index) => `"f${index}":1`).join();
    const response = await app.send('post', '/v1/auth/login', { raw: `{${unknown}}` });

    // The e-mail address and the password are missing, too.
    expect(response.body.errors).toHaveLength(reportedFaultsMax);
    expect(response.body.moreErrors).toBe(5000 + 2 - reportedFaultsMax);
    expect(response.text.length).toBeLessThan(20_000);
  });

  test('in the entries of a list, too', async () => {
    const body = { ...JSON.parse(plan('1')), prices: undefined };
    const prices = Array.from({ length: 50 }, () => ({
      name: '',
      amount: { amount: -1, currency: 'USD' },
    }));
    const response = await post('/v1/plans', JSON.stringify({ ...body, prices }));

    expect(response.body.errors.length + (response.body.moreErrors ?? 0)).toBeGreaterThan(100);
    expect(response.body.errors.length).toBeLessThanOrEqual(reportedFaultsMax);
  });

  test('a name as long as a body is cut where it is told', async () => {
    const response = await post('/v1/customers', `{"${'n'.repeat(500_000)}":1}`);

    expect(response.body.errors.at(-1).pointer).toBe(`/${'n'.repeat(200)}…`);
    expect(response.text.length).toBeLessThan(2000);
  });
});
