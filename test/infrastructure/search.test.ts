import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextOfMember } from '#application/identity/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { freshDatabase } from '../support/database.ts';

// A word that more things have than are worth sorting is found by walking the list from the newest:
// the road that no small test takes.

const fresh = freshDatabase();
const many = 6000;
let composition: Composition;
let context: RequestContext;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
  const request = { requestId: 'search' };
  const { tenant, user } = await composition.useCases.entrance.signUp.execute(request, {
    tenantName: 'Acme',
    name: 'Ada',
    email: 'ada@acme.example',
    password: 'correct horse',
  });
  const member = { tenantId: tenant.id, userId: user.id, role: user.role };
  context = contextOfMember(request, member, null);

  const client = new Client({ connectionString: fresh.url() });
  await client.connect();
  const numbers = `generate_series(1, ${many}) n`;
  const id = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  await client.query(
    `insert into customers (tenant_id, id, version, name, email, metadata, created_at, updated_at)
     select $1, ${id}, 1,
       'Common ' || case when n % 1000 = 0 then 'rare' else 'other' end || ' ' || n,
       'c' || n || '@x.example', '{}', now(), now() from ${numbers}`,
    [uuidOf(tenant.id)],
  );
  await client.query(
    `insert into search_terms (tenant_id, subject_id, kind, term)
     select c.tenant_id, c.id, 'cus', term from customers c,
       unnest(string_to_array(lower(c.name), ' ') || ('n' || split_part(c.name, ' ', 3)) ||
         case when right(c.name, 1) = '0' then array['commonly'] end) term`,
  );
  await client.end();
});
afterAll(() => composition.close());

const found = async (search: string, limit = 3): Promise<readonly string[]> => {
  const input = { search, limit };
  const { data } = await composition.useCases.customers.list.execute(context, input);
  return data.map(({ name }) => name);
};

test('a word that everybody has finds the newest', async () => {
  expect(await found('common')).toEqual([
    'Common rare 6000',
    'Common other 5999',
    'Common other 5998',
  ]);
});

test('of two words the rare one counts, whatever their order', async () => {
  const newest = ['Common rare 6000', 'Common rare 5000', 'Common rare 4000'];

  expect(await found('common rare')).toEqual(newest);
  expect(await found('rare common')).toEqual(newest);
});

test('two words that many have are both looked for', async () => {
  expect(await found('comm oth')).toEqual([
    'Common other 5999',
    'Common other 5998',
    'Common other 5997',
  ]);
  expect(await found('common nobody')).toEqual([]);
});

test('a word that each spells otherwise finds the newest that have it', async () => {
  expect(await found('n')).toEqual(['Common rare 6000', 'Common other 5999', 'Common other 5998']);
  expect(await found('n commonly', 2)).toEqual(['Common rare 6000', 'Common other 5990']);
});

test.each(['common', 'n', 'c'])('the pages of %j follow each other to the end', async (search) => {
  let cursor: string | undefined;
  const names: string[] = [];
  do {
    const input = { search, limit: 100, cursor };
    const page = await composition.useCases.customers.list.execute(context, input);
    names.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);

  const numbers = names.map((name) => Number(name.split(' ')[2]));
  expect(numbers).toEqual(Array.from({ length: many }, (_, index) => many - index));
});
