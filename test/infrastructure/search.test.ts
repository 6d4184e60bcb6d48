import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { tokensOf as tokensIn, toSearchText } from '#application/shared/search.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { customers as customersInPostgres } from '#infrastructure/typeorm/customers/customers.ts';
import { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { rarestOf } from '#infrastructure/typeorm/search/search-spellings.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';

// The roads that no small test takes: words that more things have than are worth sorting, in one
// spelling or in many.

const fresh = freshDatabase();
const many = 6000;
let composition: Composition;
let context: RequestContext;

beforeAll(async () => {
  composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
  const request = { requestId: 'search' };
  const { tenant, user } = await composition.useCases.authentication.signUp.execute(request, {
    tenantName: 'Acme',
    name: 'Ada',
    email: 'ada@acme.example',
    password: 'correct horse',
  });
  const member = { tenantId: tenant.id, userId: user.id, role: user.role };
  context = contextOfMember(request, member, null);

  const client = new Client({ connectionString: fresh.url() });
  await client.connect();
  const customers = Array.from({ length: many }, (_, index) => numbered(index + 1));
  const tokens = customers.flatMap(({ id, found_as: found }) =>
    tokensIn(found).map((token) => ({ id, token })),
  );
  await client.query(
    `insert into customers (tenant_id, id, version, name, email, email_key, metadata, created_at,
       updated_at, found_as)
     select $1, id, 1, name, email, lower(email), '{}', now(), now(), found_as
     from json_to_recordset($2) as c (id uuid, name text, email text, found_as text)`,
    [uuidOf(tenant.id), JSON.stringify(customers)],
  );
  await client.query(
    `insert into search_tokens (tenant_id, kind, token, subject_id)
     select $1, 'cus', token, id from unnest($2::uuid[], $3::text[]) as found (id, token)`,
    [uuidOf(tenant.id), tokens.map(({ id }) => id), tokens.map(({ token }) => token)],
  );
  await client.end();
});
afterAll(() => composition.close());

const numbered = (n: number) => {
  const name = `Common ${n % 1000 === 0 ? 'rare' : 'other'} ${n}`;
  const more = [`n${n}`, n % 2 === 0 ? 'even' : 'odd', n % 10 === 0 ? 'commonly' : null];
  return {
    id: `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
    name,
    email: `c${n}@x.example`,
    found_as: toSearchText([name, ...more]),
  };
};

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

test('a word that some spellings begin finds each thing once', async () => {
  // 6000 is "common" and "commonly".
  expect(await found('common', 2)).toEqual(['Common rare 6000', 'Common other 5999']);
  expect(await found('n59', 2)).toEqual(['Common other 5999', 'Common other 5998']);
});

test('two words that many have and nobody both are looked for to the end', async () => {
  expect(await found('even odd')).toEqual([]);
  expect(await found('odd even n')).toEqual([]);
});

test('what is found is filtered besides', async () => {
  const list = (input: object) =>
    composition.useCases.customers.list.execute(context, { limit: 2, ...input });
  const namesOf = async (input: object) => (await list(input)).data.map(({ name }) => name);

  for (const search of ['even', 'n', 'n1']) {
    const email = 'c1000@x.example';
    expect(await namesOf({ search, email })).toEqual(['Common rare 1000']);
    expect(await namesOf({ search, email: 'nobody@x.example' })).toEqual([]);
  }
  const gt = instantOf(Date.now());
  expect(await namesOf({ search: 'even', createdAt: { gt } })).toEqual([]);
  expect(await namesOf({ search: 'even', createdAt: { lt: gt } })).toHaveLength(2);
});

test.each(['common', 'n', 'c', 'even', 'n1', 'n 1'])(
  'the pages of %j follow each other to the end',
  async (search) => {
    let cursor: string | undefined;
    const names: string[] = [];
    do {
      const input = { search, limit: 100, cursor };
      const page = await composition.useCases.customers.list.execute(context, input);
      names.push(...page.data.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);

    const words = search.split(' ');
    const expected = Array.from({ length: many }, (_, index) => numbered(many - index));
    expect(names).toEqual(
      expected
        .filter(({ found_as: as }) => words.every((word) => as.includes(`\n${word}`)))
        .map(({ name }) => name),
    );
  },
);

test.each([
  // Of what is spelled in some ways, the newest of each; the rarest of two.
  ['common', ['few', 'rarest', 'followed']],
  ['commonly even', ['few', 'rarest', 'followed']],
  // Nobody both: one look after the other, to the end.
  ['even odd', ['few', 'rarest', 'followed', 'followed', 'followed', 'followed']],
  // A handful, or nobody.
  ['rare', ['few']],
  ['nobody', ['few']],
  ['n59.', ['few']],
  // Many spellings of what some have, and of what all have.
  ['n5', ['few', 'rarest', 'few']],
  ['n', ['few', 'rarest', 'list']],
  ['n even', ['few', 'rarest', 'followed']],
  ['', ['list']],
  // An id, and how it begins: by text, where one round trip finds nothing, and by the primary key.
  ['cus_01900000000070008000000000', ['few', 'list']],
  ['cus_01', ['few', 'list']],
  // Signs before letters are no token: the letters lead.
  ['@x.example', ['few']],
])('%j is looked for by these ways', async (search, ways) => {
  const pool = new Pool({ connectionString: fresh.url() });
  const asked: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called by Reflect
  const { query } = pool;
  pool.query = function watched(...given: [{ readonly name?: string }]): unknown {
    asked.push(/few|rarest|followed/.exec(given[0].name ?? '')?.[0] ?? 'list');
    return Reflect.apply(query, pool, given);
  } as typeof query;
  const reader = new TenantReader(pool, uuidOf(context.tenantId), 'live');
  await customersInPostgres.queries(reader).list({ search }, { limit: 11, after: null });
  await pool.end();

  expect(asked).toEqual(ways);
});

test.each([
  [['common'], ['common', ['common', 'commonly']]],
  [
    ['even', 'commonly'],
    ['commonly', ['commonly']],
  ],
  [
    ['commonly', 'even'],
    ['commonly', ['commonly']],
  ],
  [
    ['rare', 'even'],
    ['rare', ['rare']],
  ],
  [
    ['even', 'rare'],
    ['rare', ['rare']],
  ],
  [
    ['even', 'n59'],
    ['n59', undefined],
  ],
  [
    ['n', 'even'],
    ['even', ['even']],
  ],
  [['nobody'], ['nobody', []]],
  [['n'], undefined],
])('the rarest of %j, and how it is spelled', async (texts, expected) => {
  const pool = new Pool({ connectionString: fresh.url() });
  const reader = new TenantReader(pool, uuidOf(context.tenantId));
  const tokens = texts.map((text) => ({ text, isWhole: false }));
  const rarest = await rarestOf(reader, 'cus', tokens);
  await pool.end();

  expect(rarest && [rarest.token.text, rarest.spellings]).toEqual(expected);
});

test('what is not said of a thing any more leads to it no more', async () => {
  const { customers } = composition.useCases;
  const input = { name: 'Before & after', email: 'z@x.example', externalId: 'z'.repeat(70) };
  const made = await customers.create.execute(context, input);
  const { name } = made;
  expect(await found('z'.repeat(64))).toEqual([name]);
  expect(await found('z'.repeat(70))).toEqual([name]);
  const { version } = await customers.update.execute(context, {
    customerId: made.id,
    version: made.version,
    changes: { name: 'After', externalId: null },
  });

  expect(await tokensOf(made.id)).toEqual(['after', 'example', 'x', 'z']);
  await customers.delete.execute(context, { customerId: made.id, version });
  expect(await tokensOf(made.id)).toEqual([]);
});

const tokensOf = (id: CustomerId): Promise<readonly string[]> =>
  asAdmin(fresh.url(), async (client) => {
    const { rows } = await client.query<{ token: string }>(
      'select token from search_tokens where subject_id = $1 order by token',
      [uuidOf(id)],
    );
    return rows.map(({ token }) => token);
  });
