import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundAs } from '#application/shared/search.ts';
import { migrate } from '#infrastructure/typeorm/migrate.ts';
import { rowsAsAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';
import { revertTo } from '../support/migrations.ts';

// What was there before a search went by tokens is found by it afterwards, and the way back.

const fresh = freshDatabase();
const tenant = '01900000-0000-7000-8000-000000000001';
const customer = '01900000-0000-7000-8000-00000000000c';
const searchTokens = '1764700000000';

const rowsOf = <Row extends object>(text: string): Promise<readonly Row[]> =>
  rowsAsAdmin<Row>(fresh.url(), text);

beforeAll(async () => {
  await revertTo(fresh.url(), searchTokens);
  await rowsOf(`
    insert into tenants (id, version, name, default_currency, time_zone, created_at, updated_at)
    values ('${tenant}', 1, 'Acme', 'EUR', 'Europe/Vienna', now(), now());
    insert into customers (tenant_id, id, version, name, email, metadata, created_at, updated_at)
    values ('${tenant}', '${customer}', 1, 'Ädä & Co', 'Ada.L@acme.example', '{}', now(), now());
    insert into products (tenant_id, id, version, code, name, metadata, created_at, updated_at)
    values ('${tenant}', '${tenant}', 1, 'api_2', 'API', '{}', now(), now());`);
  await migrate(fresh.url());
});
afterAll(() => migrate(fresh.url()));

test('what was there before is found', async () => {
  expect(await rowsOf('select found_as from customers')).toEqual([
    { found_as: foundAs(['Ädä & Co', 'Ada.L@acme.example', null]) },
  ]);
  expect(
    await rowsOf('select kind, token, subject_id from search_tokens order by kind, token'),
  ).toEqual([
    ...['&', 'acme', 'ada', 'co', 'example', 'l', 'ädä'].map((token) => ({
      kind: 'cus',
      token,
      subject_id: customer,
    })),
    ...['2', 'api'].map((token) => ({ kind: 'prod', token, subject_id: tenant })),
  ]);
});

test('the migration can be taken back', async () => {
  await revertTo(fresh.url(), searchTokens);

  expect(await rowsOf('select kind, term from search_terms order by kind, term')).toEqual([
    ...['&', 'acme.example', 'ada.l@acme.example', 'co', 'example', 'l@acme.example', 'ädä'].map(
      (term) => ({ kind: 'cus', term }),
    ),
    ...['2', 'api', 'api_2'].map((term) => ({ kind: 'prod', term })),
  ]);
  const [fenced] = await rowsOf(`select every(relforcerowsecurity) as forced from pg_class
    where relname in ('customers', 'products', 'plans', 'search_terms')`);
  expect(fenced).toEqual({ forced: true });
});
