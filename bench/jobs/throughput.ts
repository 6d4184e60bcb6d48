import type pg from 'pg';
import { type Enqueue, message } from './candidate.ts';
import { type Database, transaction } from './database.ts';

const connections = 8;

/**
 * Transactions per second of `begin; insert a row; enqueue one message; commit`, each on a key of
 * its own, on eight connections at once.
 */
export const transactionsPerSecond = async (
  database: Database,
  enqueue: Enqueue,
  seconds: number,
): Promise<number> => {
  await database.clear();
  const clients: pg.Client[] = [];
  for (let place = 0; place < connections; place += 1) clients.push(await database.connect());
  let committed = 0;
  const start = performance.now();
  const write = async (client: pg.Client): Promise<void> => {
    while (performance.now() - start < seconds * 1000) {
      await transaction(client, () => writeRow(client, enqueue));
      committed += 1;
    }
  };
  await Promise.all(clients.map((client) => write(client)));
  const elapsed = performance.now() - start;
  await Promise.all(clients.map((client) => client.end()));
  return (committed * 1000) / elapsed;
};

const writeRow = async (client: pg.Client, enqueue: Enqueue): Promise<void> => {
  const id = crypto.randomUUID();
  const text = 'insert into bench.written (id, data) values ($1, $2)';
  await client.query({ name: 'write', text, values: [id, '{"name":"Ada Ltd"}'] });
  await enqueue(client, [message(id)]);
};
