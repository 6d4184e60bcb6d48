import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { eachRow } from '#infrastructure/typeorm/reads/each-row.ts';
import { lendClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { freshDatabase } from '../support/database.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 1 });
});
afterAll(() => database.close());

const numbers = (through: number) => ({
  name: 'test.numbers',
  text: 'select n from generate_series(1, $1::integer) n',
  values: [through],
});
const division = { text: 'select 1 / (3 - n) as n from generate_series(1, $1::integer) n' };

/** The numbers that one connection hands out, and whether it answers afterwards. */
const onConnection = async <Result>(
  work: (connection: PoolClient) => Promise<Result>,
): Promise<readonly [Result, boolean]> => {
  const connection = await database.pool.connect();
  try {
    const result = await work(connection);
    const { rows } = await connection.query<{ one: number }>('select 1 as one');
    return [result, rows[0]?.one === 1];
  } finally {
    connection.release();
  }
};

type Row = { readonly n: number };

const taken = async (work: (take: (row: Row) => void) => Promise<Row | undefined>) => {
  const seen: number[] = [];
  const outcome = await work(({ n }) => seen.push(n)).then(
    (first) => first ?? 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { outcome, seen };
};

test('rows are handed out in order, and none where there are none', async () => {
  const [[some, none], isAlive] = await onConnection(async (connection) => [
    await taken((take) => eachRow(connection, numbers(3), take)),
    await taken((take) => eachRow(connection, numbers(0), take)),
  ]);

  expect(some).toEqual({ outcome: { n: 1 }, seen: [1, 2, 3] });
  expect(none).toEqual({ outcome: 'nothing', seen: [] });
  expect(isAlive).toBe(true);
});

test('rows of several at once on one connection are not mixed up', async () => {
  const [all] = await onConnection((connection) =>
    Promise.all(
      [2, 0, 500].map((through) => taken((take) => eachRow(connection, numbers(through), take))),
    ),
  );

  expect(all.map(({ seen }) => seen.length)).toEqual([2, 0, 500]);
});

test('whoever takes a row and fails gets no other, and the connection goes on', async () => {
  const seen: number[] = [];
  const failing = ({ n }: { readonly n: number }): void => {
    seen.push(n);
    if (n === 2) throw new Error('No more.');
  };

  const [outcome, isAlive] = await onConnection((connection) =>
    taken(() => eachRow(connection, numbers(2000), failing)),
  );

  expect([outcome.outcome, seen, isAlive]).toEqual(['No more.', [1, 2], true]);
});

test('a statement that PostgreSQL breaks off fails, whatever came of it', async () => {
  const [outcome, isAlive] = await onConnection((connection) =>
    taken((take) => eachRow(connection, { ...division, values: [5] }, take)),
  );

  expect([outcome.outcome, isAlive]).toEqual(['division by zero', true]);
});

test('nothing is asked once the transaction is over', async () => {
  const [outcome] = await onConnection((connection) => {
    const { client, end } = lendClient(connection);
    end();
    return taken((take) => eachRow(client, numbers(3), take));
  });

  expect(outcome).toEqual({ outcome: 'The transaction is over.', seen: [] });
});
