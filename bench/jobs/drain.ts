import { type Candidate, message } from './candidate.ts';
import { type Database, transaction } from './database.ts';

/** A backlog: so many messages, in turn one of each key. */
export interface Backlog {
  readonly messages: number;
  readonly keys: number;
}

/** Messages per second that one worker hands to a handler that does nothing. */
export const drainedPerSecond = async (
  database: Database,
  candidate: Candidate,
  backlog: Backlog,
): Promise<number> => {
  await database.clear();
  await fill(database, candidate, backlog);
  await database.vacuum();
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen = new Set<string>();
  const start = performance.now();
  const worker = await candidate.work((eventId) => {
    seen.add(eventId);
    if (seen.size === backlog.messages) resolve();
  });
  await promise;
  const elapsed = performance.now() - start;
  await worker.stop();
  return (backlog.messages * 1000) / elapsed;
};

const fill = async (database: Database, { enqueue }: Candidate, backlog: Backlog) => {
  const client = await database.connect();
  for (let first = 0; first < backlog.messages; first += 500) {
    const places = Array.from({ length: Math.min(500, backlog.messages - first) }, (_, n) => n);
    const messages = places.map((place) => message(`key-${(first + place) % backlog.keys}`));
    await transaction(client, () => enqueue(client, messages));
  }
  await client.end();
};
