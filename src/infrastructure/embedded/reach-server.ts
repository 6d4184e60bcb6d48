import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { inWordsOf } from '#infrastructure/embedded/directory.ts';
import { codeOf, EmbeddedPostgresFailure, reasonOf } from '#infrastructure/embedded/failure.ts';
import { type Login, logins, passwordOf } from '#infrastructure/embedded/logins.ts';
import {
  type Launch,
  launchPostmaster,
  livePostmaster,
  type ServerSite,
} from '#infrastructure/embedded/postmaster.ts';
import { readOwnFile, replaceFile } from '#infrastructure/system/own-files.ts';

/** `pg` has these two, its types do not: whether the connection alone keeps the process alive. */
export type SupervisingClient = Client & { ref(): void; unref(): void };

/** A connection to a server that answers, and how it came to be there. */
export interface ReachedServer {
  readonly client: SupervisingClient;
  readonly port: number;
  readonly wasLaunched: boolean;
}

const responseSecondsMax = 60;
const launchSecondsMax = 10;
const pollMilliseconds = 50;

/**
 * Connects to the server of the cluster: to the one that runs, else to one that it launches. Waits
 * out what passes by itself: a server that is starting or stopping, the orphans of a killed one.
 * @param fixedPort where it must listen again, for those who know its URL already.
 * @throws {EmbeddedPostgresFailure} with the end of the server's log, when it does not answer.
 */
export const reachServer = async (
  site: ServerSite,
  signal: AbortSignal,
  fixedPort?: number,
): Promise<ReachedServer> => {
  const attempt: Attempt = { beganAt: performance.now(), answer: 'no connections yet' };
  try {
    while (secondsSince(attempt.beganAt) < responseSecondsMax) {
      signal.throwIfAborted();
      const reached = await tryOnce(site, attempt, fixedPort);
      if (reached !== undefined) return reached;
      await delay(pollMilliseconds, undefined, { signal });
    }
    const log = inWordsOf(site.files, site.files.log);
    const output = (await attempt.launch?.output()) ?? '';
    throw new EmbeddedPostgresFailure(
      `PostgreSQL did not answer for ${responseSecondsMax} s: ${attempt.answer}. ` +
        `Its log is ${log}.${tailOf(output)}`,
    );
  } catch (error) {
    await attempt.launch?.abandon();
    throw error;
  }
};

/** The URL of one of the cluster's databases, as one of its logins. No password needs escaping. */
export const urlOf = (
  { password }: ServerSite,
  port: number,
  { login, database }: { readonly login: Login; readonly database: string },
): string =>
  `postgres://${logins[login]}:${passwordOf(login, password)}@127.0.0.1:${port}/${database}`;

interface Attempt {
  readonly beganAt: number;
  launch?: Launch;
  answer: string;
}

const secondsSince = (beganAt: number): number => (performance.now() - beganAt) / 1000;

const tryOnce = async (
  site: ServerSite,
  attempt: Attempt,
  fixedPort: number | undefined,
): Promise<ReachedServer | undefined> => {
  const postmaster = await livePostmaster(site.files);
  if (postmaster?.port !== undefined) {
    const { port } = postmaster;
    const client = await connectIfReady(site, port, attempt);
    return client && { client, port, wasLaunched: attempt.launch?.hasEnded() === false };
  }
  if (postmaster === undefined && attempt.launch?.hasEnded() !== false) {
    await refuseIfHopeless(attempt);
    const port = fixedPort ?? (await storedPort(site));
    attempt.launch = await launchPostmaster(site, port);
  }
  return undefined;
};

const connectIfReady = async (
  site: ServerSite,
  port: number,
  attempt: Attempt,
): Promise<SupervisingClient | undefined> => {
  const client = new Client({
    connectionString: urlOf(site, port, { login: 'admin', database: 'postgres' }),
    connectionTimeoutMillis: 2000,
    application_name: `billing-service embedded ${process.pid}`,
    keepAlive: true,
  }) as SupervisingClient;
  // Without a listener a connection that breaks later would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new EmbeddedPostgresFailure(
        `The PostgreSQL of ${inWordsOf(site.files, site.files.cluster)} does not take the ` +
          `password in ${inWordsOf(site.files, site.files.adminPassword)}, ` +
          'so it is not ours to use.',
        { cause: error },
      );
    }
    attempt.answer = reasonOf(error);
    return undefined;
  }
};

const passing = /still in use|already exists|could not bind|is empty/;

const refuseIfHopeless = async ({ launch, beganAt }: Attempt): Promise<void> => {
  if (launch === undefined) return;
  const output = await launch.output();
  const mayPass = launch.wasKilled() || passing.test(output);
  if (mayPass && secondsSince(beganAt) < launchSecondsMax) return;
  throw new EmbeddedPostgresFailure(`PostgreSQL does not start.${tailOf(output)}`);
};

const tailOf = (output: string): string => {
  const lines = output.trim().split('\n').slice(-20);
  return lines.join('') === '' ? '' : ` The end of its log:\n${lines.join('\n')}`;
};

// The port of the last time if nobody has taken it, so that a URL noted down yesterday still works.
const storedPort = async ({ files }: ServerSite): Promise<number> => {
  const noted = Number((await readOwnFile(files.port)) ?? '0');
  const free = isPort(noted) ? await freePort(noted).catch(() => freePort(0)) : await freePort(0);
  if (free !== noted) await replaceFile(files.port, `${free}\n`);
  return free;
};

const isPort = (value: number): boolean => Number.isInteger(value) && value > 0 && value < 65_536;

const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: wanted }, () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => (port === undefined ? reject(new Error('no port')) : resolve(port)));
    });
  });
