import * as fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { RequestContext } from '#application/shared/context.ts';
import {
  matchesSearch,
  searchWordsOf,
  tokensOf,
  toSearchText,
} from '#application/shared/search.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { freshDatabase } from '../support/database.ts';

// Few characters, so that searches find something: letters with and without a mark, signs, signs
// that PostgreSQL or our marks could read, what Unicode writes in more than one way, and letters of
// scripts that set no space between words.
const characters = [
  'a',
  'b',
  'B',
  'ä',
  'a\u0308',
  '7',
  '.',
  '@',
  '-',
  '%',
  '_',
  '\\',
  "'",
  'ß',
  '𝒶',
  '京',
  '都',
  'ガ',
  'ｶ\uff9e',
  '한',
  'ก',
  '\u0e38',
  '𠮷',
  '\u200b',
];
const text = (maxLength: number) =>
  fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...characters) }, fc.constant(' ')), {
      maxLength,
    })
    .map((drawn) => drawn.join(''));
const texts = fc.array(text(12), { maxLength: 3 });
const searches = text(6);

const isSign = (character: string | undefined): boolean =>
  character === undefined || !/[\p{L}\p{M}\p{N}]/u.test(character);

const unspaced = new Set('京都ガ한ก\u0e38𠮷');

/** The same, said the long way. */
const begins = (piece: string, word: string): boolean => {
  const first = Array.from(word)[0];
  const isSignBeforeLetter = isSign(first) && Array.from(word).some((each) => !isSign(each));
  return Array.from(piece).some((character, index, all) => {
    const before = all[index - 1];
    const isBegin =
      index === 0 ||
      isSignBeforeLetter ||
      unspaced.has(character) ||
      (!isSign(character) && (isSign(before) || unspaced.has(before ?? '')));
    return isBegin && all.slice(index).join('').startsWith(word);
  });
};

const folded = (said: string): string =>
  said
    .normalize('NFKD')
    .replaceAll(/[\u0308\u200b]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFC');

const piecesOf = (said: string): readonly string[] =>
  folded(said)
    .split(' ')
    .filter((piece) => piece !== '');

describe('a search', () => {
  test('finds what has, for each of its words, one that begins so', () => {
    fc.assert(
      fc.property(texts, searches, (given, search) => {
        const pieces = given.flatMap(piecesOf);
        const expected = piecesOf(search).every((word) =>
          pieces.some((piece) => begins(piece, word)),
        );
        expect(matchesSearch(search, toSearchText(given))).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  test('finds a thing by whatever it is called, cut anywhere', () => {
    fc.assert(
      fc.property(text(200), fc.nat(), (given, at) => {
        const word = piecesOf(given)[0] ?? '';
        const beginning = Array.from(word).slice(0, 1 + (at % (word.length + 1)));
        expect(matchesSearch(beginning.join(''), toSearchText([given]))).toBe(true);
      }),
    );
  });

  test('has up to 8 words of up to 64 characters, and a thing up to 256 tokens', () => {
    const words = searchWordsOf(`${'x'.repeat(65)} ${'a '.repeat(10)}`);
    expect(words.map(({ marked }) => marked.length)).toEqual([65, 2, 2, 2, 2, 2, 2, 2]);
    const found = toSearchText([Array.from({ length: 257 }, (_, index) => `w${index}`).join(' ')]);
    expect([matchesSearch('w255', found), matchesSearch('w256', found)]).toEqual([true, false]);
  });
});

describe('PostgreSQL', () => {
  const fresh = freshDatabase();
  const drawn = fc.sample(texts, { numRuns: 400, seed: 7 });
  const customers = drawn.map((given, index) => ({
    id: `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    name: String(index),
    email: `${index}@x.example`,
    found_as: toSearchText(given),
  }));
  let composition: Composition;
  let context: RequestContext;

  beforeAll(async () => {
    composition = await compose({ storage: { databaseUrl: fresh.url(), poolMax: 2 } });
    const { tenant, user } = await composition.useCases.authentication.signUp.execute(
      { requestId: 'search' },
      { tenantName: 'Acme', name: 'Ada', email: 'ada@acme.example', password: 'correct horse' },
    );
    const member = { tenantId: tenant.id, userId: user.id, role: user.role };
    context = contextOfMember({ requestId: 'search' }, member, null);
    const client = new Client({ connectionString: fresh.url() });
    await client.connect();
    await client.query(
      `insert into customers (tenant_id, id, version, name, email, email_key, metadata,
         created_at, updated_at, found_as)
       select $1, id, 1, name, email, lower(email), '{}', now(), now(), found_as
       from json_to_recordset($2) as c (id uuid, name text, email text, found_as text)`,
      [uuidOf(tenant.id), JSON.stringify(customers)],
    );
    const tokens = customers.flatMap(({ id, found_as: found }) =>
      tokensOf(found).map((token) => ({ id, token })),
    );
    await client.query(
      `insert into search_tokens (tenant_id, kind, token, subject_id)
       select $1, 'cus', token, id from unnest($2::uuid[], $3::text[]) as found (id, token)`,
      [uuidOf(tenant.id), tokens.map(({ id }) => id), tokens.map(({ token }) => token)],
    );
    await client.end();
  });
  afterAll(() => composition.close());

  test('finds exactly what everybody finds', async () => {
    await fc.assert(
      fc.asyncProperty(searches, async (search) => {
        const page = await composition.useCases.customers.list.execute(context, {
          search,
          limit: 100,
        });
        const expected = customers.filter(({ found_as: found }) => matchesSearch(search, found));
        const newest = expected.toReversed().slice(0, 100);
        expect(page.data.map(({ name }) => name)).toEqual(newest.map(({ name }) => name));
      }),
      { numRuns: 300 },
    );
  });
});
