// Sends the lines of a growing log as usage. A Kafka consumer does the same with a partition: `next`
// is its offset, and `commit` commits it.
//
//   BILLING_URL=http://localhost:3000 BILLING_KEY=… node main.ts access.ndjson
//
// A line is JSON:
//   {"requestId": "…", "at": "2026-11-26T08:00:00Z", "account": "acme-1", "bytes": 5}
// Run it again at any time, from cron or a supervisor: it goes on where it stopped.
import { createReadStream } from 'node:fs';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import type { Answer, Message, UsageEvent } from './ship.ts';
import { ship } from './ship.ts';

const [path] = process.argv.slice(2);
const { BILLING_URL: url, BILLING_KEY: key } = process.env;
if (path === undefined || url === undefined || key === undefined) {
  process.stderr.write('Usage: BILLING_URL=… BILLING_KEY=… node main.ts <file of JSON lines>\n');
  process.exit(2);
}

/** The whole lines of the file from a byte on. A last line without an end is not written yet. */
async function* linesFrom(begin: number): AsyncGenerator<Message> {
  let [rest, next] = [Buffer.alloc(0), begin];
  for await (const part of createReadStream(path ?? '', { start: begin })) {
    rest = Buffer.concat([rest, part as Buffer]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      next += end + 1;
      yield { text: rest.subarray(0, end).toString(), next };
      rest = rest.subarray(end + 1);
    }
  }
}

const toEvent = ({ text, next }: Message): UsageEvent | undefined => {
  try {
    const { requestId, at, account, bytes } = JSON.parse(text) as Record<string, unknown>;
    return {
      id: String(requestId),
      source: 'access-log',
      type: 'http.request',
      time: String(at),
      customerExternalId: String(account),
      data: { bytes },
    };
  } catch {
    process.stderr.write(`Before byte ${next}: no JSON.\n`);
    return undefined;
  }
};

const send = async (events: readonly UsageEvent[]): Promise<Answer> => {
  const response = await fetch(`${url}/v1/usage-events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ events }),
    signal: AbortSignal.timeout(30_000),
  });
  const { results = [] } = (await response.json()) as Partial<Answer>;
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  return { status: response.status, results, retryAfter };
};

const placeOf = `${path}.position`;
const begin = Number(await readFile(placeOf, 'utf8').catch(() => '0'));

await ship(linesFrom(begin), {
  toEvent,
  send,
  setAside: (event, outcome) =>
    appendFile(`${path}.refused`, `${JSON.stringify({ ...outcome, event })}\n`),
  // A file that is half written would lose the place.
  commit: async (next) => {
    await writeFile(`${placeOf}.new`, String(next));
    await rename(`${placeOf}.new`, placeOf);
  },
});
