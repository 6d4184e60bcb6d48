import { setTimeout as delay } from 'node:timers/promises';
import { attemptsMax, type Candidate, message } from './candidate.ts';
import { type Database, transaction } from './database.ts';

// graphile-worker waits 2.7 s before the second attempt and 7.4 s before the third.
const waitSeconds = 14;

/** The calls of the handler when the first of two messages of a key fails `failures` times. */
const seenWithFailures = async (database: Database, candidate: Candidate, failures: number) => {
  await database.clear();
  const client = await database.connect();
  const messages = ['first', 'second'].map((eventId) => message('key', eventId));
  for (const each of messages) await transaction(client, () => candidate.enqueue(client, [each]));
  await client.end();
  const seen: string[] = [];
  const worker = await candidate.work((eventId) => {
    const attempts = seen.filter((entry) => entry.startsWith(eventId)).length;
    const fails = eventId === 'first' && attempts < failures;
    seen.push(fails ? `${eventId} (fails)` : eventId);
    if (fails) throw new Error('The handler was told to fail.');
  });
  await delay(waitSeconds * 1000);
  await worker.stop();
  return seen.join(', ');
};

export const seenAfterTwoFailures = (database: Database, candidate: Candidate): Promise<string> =>
  seenWithFailures(database, candidate, 2);

export const seenAfterDeadLetter = (database: Database, candidate: Candidate): Promise<string> =>
  seenWithFailures(database, candidate, attemptsMax);

/**
 * Two transactions change the same aggregate, one after the other, and the one that changes it last
 * began first: what the handler saw of messages named after the order of the changes.
 */
export const seenAfterLateChange = async (
  database: Database,
  candidate: Candidate,
): Promise<string> => {
  await database.clear();
  const early = await database.connect();
  const late = await database.connect();
  await early.query('begin');
  await delay(10);
  await transaction(late, () => candidate.enqueue(late, [message('key', 'first')]));
  await candidate.enqueue(early, [message('key', 'second')]);
  await early.query('commit');
  await Promise.all([early.end(), late.end()]);
  const seen: string[] = [];
  const worker = await candidate.work((eventId) => {
    seen.push(eventId);
  });
  await delay(3000);
  await worker.stop();
  return seen.join(', ');
};
