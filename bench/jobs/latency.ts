import { setTimeout as delay } from 'node:timers/promises';
import { type Candidate, message } from './candidate.ts';
import { type Database } from './database.ts';

const messagesPerSecond = 20;

/** Milliseconds from sending COMMIT to the handler, one for each message of a trickle. */
export const latencies = async (
  database: Database,
  candidate: Candidate,
  seconds: number,
): Promise<readonly number[]> => {
  await database.clear();
  const found: number[] = [];
  const sent = new Map<string, number>();
  const worker = await candidate.work((eventId) => {
    const at = sent.get(eventId);
    if (at !== undefined) found.push(performance.now() - at);
  });
  await delay(1000);
  const client = await database.connect();
  for (let place = 0; place < messagesPerSecond * seconds; place += 1) {
    const eventId = crypto.randomUUID();
    await client.query('begin');
    await candidate.enqueue(client, [message(`key-${place}`, eventId)]);
    sent.set(eventId, performance.now());
    await client.query('commit');
    await delay(1000 / messagesPerSecond);
  }
  await delay(2000);
  await client.end();
  await worker.stop();
  if (found.length !== sent.size) throw new Error(`${candidate.name} lost or repeated a message.`);
  return found;
};
