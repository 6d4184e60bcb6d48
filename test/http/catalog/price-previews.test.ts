import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('memory');
const path = '/v1/prices/preview';
const price = { kind: 'usage', model: 'per_unit', unitAmount: '10', isProrated: true };
const period = { start: '2026-06-01', end: '2026-07-01' };
const levels = [{ from: '2026-06-01', quantity: '2' }];
const request = { currency: 'EUR', price, period, levels };

test('levels come to the steps that the guide shows', async () => {
  const { send } = await openShop(app);
  const guide = readFileSync(new URL('../../../docs/billing.md', import.meta.url), 'utf8');
  const [, asked = ''] = guide.split(
    `"$B${path}" -H "$A" -H 'Content-Type: application/json' -d '`,
  );
  const [, table = ''] = guide.split('| step of seats that are held | amount |\n|---|---|\n');

  const { status, body } = await send('post', path, JSON.parse(asked.split("'\n")[0] ?? ''));

  const steps = body.steps as readonly { readonly text: string; readonly amount: string }[];
  expect(status).toBe(200);
  expect(steps.map(({ text, amount }) => `| ${text} | ${amount} |`)).toEqual(
    table.split('\n\n')[0]?.split('\n'),
  );
  expect(body).toMatchObject({ exact: '36', amount: { amount: 3600, currency: 'EUR' } });
});

test('levels are of instants, too, in a time zone and by seconds', async () => {
  const { send } = await openShop(app);
  const until = { from: '2026-06-16T00:00:00+02:00', quantity: '0' };

  const { status, body } = await send('post', path, {
    ...request,
    levels: [...levels, until],
    timeZone: 'Europe/Vienna',
    countedBy: 'second',
  });

  expect([status, body.exact]).toEqual([200, '10']);
});

test('each fault of a preview of levels is told with its place', async () => {
  const { send } = await openShop(app);
  const faultsOf = async (given: object) => {
    const { status, body } = await send('post', path, { ...request, ...given });
    const errors = body.errors as readonly { readonly pointer: string; readonly code: string }[];
    return [status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  const level = (from: string, quantity = '1') => ({ from, quantity });
  const many = Array.from({ length: 1001 }, () => level('2026-06-01'));

  expect(await faultsOf({ levels: [level('June'), level('2026-06-02', '-1')] })).toEqual([
    400,
    '/levels/0/from invalid_date',
    '/levels/1/quantity decimal_negative',
  ]);
  expect(await faultsOf({ levels: [level('2026-06-02'), level('2026-06-01')] })).toEqual([
    400,
    '/levels/1/from levels_not_ascending',
  ]);
  expect(await faultsOf({ levels: [level('2026-07-01')] })).toEqual([
    400,
    '/levels/0/from outside_period',
  ]);
  expect(await faultsOf({ levels: many })).toEqual([400, '/levels too_many']);
  expect(await faultsOf({ levels: undefined })).toEqual([400, '/levels required']);
  expect(await faultsOf({ period: undefined })).toEqual([400, '/period required']);
  expect(await faultsOf({ period: { start: '2026-06-01', end: '2026-06-01' } })).toEqual([
    400,
    '/period/end period_without_length',
  ]);
  expect(await faultsOf({ timeZone: 'Mars', countedBy: 'moon', until: 1 })).toEqual([
    400,
    '/timeZone invalid_time_zone',
    '/countedBy invalid_value',
    '/until unknown_field',
  ]);
  expect(await faultsOf({ price: { ...price, kind: 'recurring' }, quantity: '1' })).toEqual([
    400,
    '/price/kind only_usage',
    '/quantity unknown_field',
  ]);
  expect(await faultsOf({ price: { ...price, isProrated: false } })).toEqual([
    400,
    '/levels unknown_field',
  ]);
});
