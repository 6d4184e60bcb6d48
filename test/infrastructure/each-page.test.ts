import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { eachPage } from '#infrastructure/typeorm/reads/each-page.ts';
import { lendClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { freshDatabase } from '../support/database.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 1 });
});
afterAll(() => database.close());

const numbers = (through: number) => ({
  name: 'test.numbers-by-page',
  text: 'select n from generate_series(1, $1::integer) n',
  values: [through],
});
const division = {
  name: 'test.division-by-page',
  text: 'select 1 / (3 - n) as n from generate_series(1, $1::integer) n',
  values: [5],
};

interface Row {
  readonly n: number;
}

/** The result of work on one connection, and whether that answers afterwards. */
const onConnection = async <Result>(
  work: (connection: PoolClient) => Promise<Result>,
): Promise<readonly [Result, boolean]> => {
  const connection = await database.pool.connect();
  try {
    await connection.query('begin');
    const result = await work(connection);
    await connection.query('rollback');
    const { rows } = await connection.query<{ one: number }>('select 1 as one');
    return [result, rows[0]?.one === 1];
  } finally {
    connection.release();
  }
};

type Statement = Parameters<typeof eachPage>[1];

const pagesOf = async (connection: PoolClient, statement: Statement, size: number, last = 99) => {
  const pages: number[][] = [];
  const take = (page: readonly Row[]): void => {
    pages.push(page.map(({ n }) => n));
    if (pages.length === last) throw new Error('No more.');
  };
  const outcome = await eachPage<Row>(connection, statement, { size, take }).then(
    (first) => first ?? 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { pages, outcome };
};

test.each([
  [5, 2, [[1, 2], [3, 4], [5]]],
  [
    4,
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [3, 100, [[1, 2, 3]]],
  [0, 2, []],
])('%i rows are handed out in order, by pages of %i', async (through, size, expected) => {
  const [{ pages, outcome }, isAlive] = await onConnection((connection) =>
    pagesOf(connection, numbers(through), size),
  );

  expect(pages).toEqual(expected);
  expect([outcome, isAlive]).toEqual([through === 0 ? 'nothing' : { n: 1 }, true]);
});

test('pages of several statements at once on one connection are not mixed up', async () => {
  const [all] = await onConnection((connection) =>
    Promise.all([5, 0, 7].map((through) => pagesOf(connection, numbers(through), 3))),
  );

  expect(all.map(({ pages }) => pages)).toEqual([
    [
      [1, 2, 3],
      [4, 5],
    ],
    [],
    [[1, 2, 3], [4, 5, 6], [7]],
  ]);
});

test('others in the process have their turn between two pages', async () => {
  const seen: (number | string)[] = [];
  const take = (page: readonly Row[]): void => {
    seen.push(page.length);
    setImmediate(() => seen.push('other'));
  };

  await onConnection((connection) => eachPage<Row>(connection, numbers(6), { size: 2, take }));

  expect(seen.slice(0, 5)).toEqual([2, 'other', 2, 'other', 2]);
});

test('no page is asked for before the one before it was taken', async () => {
  const text = "select n, nextval('test_pages') as asked from generate_series(1, 9) n";
  const counted = { name: 'test.asked', text, values: [] };
  const asked: number[] = [];

  await onConnection(async (connection) => {
    await connection.query('create temporary sequence test_pages');
    const take = (page: readonly { readonly asked: string }[]): void => {
      asked.push(Number(page.at(-1)?.asked));
    };
    await eachPage(connection, counted, { size: 4, take });
  });

  expect(asked).toEqual([4, 8, 9]);
});

test.each([1, 2])(
  'whoever fails on page %i gets no other, and the connection goes on',
  async (n) => {
    const [{ pages, outcome }, isAlive] = await onConnection((connection) =>
      pagesOf(connection, numbers(5), 3, n),
    );

    expect([pages.length, outcome, isAlive]).toEqual([n, 'No more.', true]);
  },
);

test('a statement that PostgreSQL breaks off fails, whatever came of it', async () => {
  const [{ pages, outcome }, isAlive] = await onConnection((connection) =>
    pagesOf(connection, division, 1),
  );

  expect([pages, outcome, isAlive]).toEqual([[[0], [1]], 'division by zero', true]);
});

test('whoever failed may read on in the same transaction', async () => {
  const [outcomes] = await onConnection(async (connection) => [
    (await pagesOf(connection, numbers(5), 2, 1)).outcome,
    (await pagesOf(connection, numbers(3), 2)).pages,
  ]);

  expect(outcomes).toEqual(['No more.', [[1, 2], [3]]]);
});

test('nothing is asked once the transaction is over', async () => {
  const [outcome] = await onConnection((connection) => {
    const { client, end } = lendClient(connection);
    end();
    return pagesOf(client as PoolClient, numbers(3), 2);
  });

  expect(outcome).toEqual({ outcome: 'The transaction is over.', pages: [] });
});
