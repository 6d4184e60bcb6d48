import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onCores } from './cores.ts';
import { benchDirectory, dataDirectory, productDirectory } from './places.ts';

export const serverNames = ['floor', 'product', 'nest'] as const;
export type ServerName = (typeof serverNames)[number];

/** The things that a server is started on. */
export interface Ground {
  readonly databaseUrl: string;
  /** The key that access tokens are verified with, as JSON; the product has its own. */
  readonly publicJwk: string;
  readonly cores: string;
  /** Further variables of the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The request that is sent until it is answered 200: then the server has started. */
export interface FirstQuestion {
  readonly path: string;
  readonly token: string;
}

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly metricsPort: number;
  readonly startMilliseconds: number;
  stop(): Promise<void>;
}

const startSecondsMax = 120;

// Data that everybody can have needs no secret.
const encryptionKey = Buffer.alloc(32, 'benchmark').toString('base64');
const unlimited = '100000000';

/** Everything that the product is told in production; limits count, and are never met. */
export const productSettings: Readonly<Record<string, string>> = {
  ENCRYPTION_KEY: encryptionKey,
  // As in the image.
  MALLOC_ARENA_MAX: '1',
  RATE_LIMIT_TENANT: unlimited,
  RATE_LIMIT_KEY: unlimited,
  RATE_LIMIT_ADDRESS: unlimited,
  // `PRODUCT_WORKER=off` and the like, to see what a part of it costs.
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('PRODUCT_') ? [[name.slice('PRODUCT_'.length), value ?? '']] : [],
    ),
  ),
};

/** The product, and its flags, as its Dockerfile starts it. */
export const productProgram: readonly string[] = [
  '--max-semi-space-size=16',
  '--heap-growing-percent=80',
  `${productDirectory}/dist/main.js`,
];

const programs: Readonly<Record<ServerName, readonly string[]>> = {
  floor: [`${benchDirectory}floor/server.ts`],
  product: productProgram,
  nest: [`${benchDirectory}nest/dist/nest/src/main.js`],
};

/** Starts a server, and waits until it answers. */
export const startServer = async (
  name: ServerName,
  ground: Ground,
  first: FirstQuestion,
): Promise<Server> => {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const log = openSync(`${dataDirectory}logs/${name}.log`, 'a');
  const [command, parameters] = onCores(ground.cores, [process.execPath, ...programs[name]]);
  const beganAt = performance.now();
  const child = spawn(command, parameters, {
    // Away from a .env that may lie in the repository.
    cwd: dataDirectory,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      DATABASE_URL: ground.databaseUrl,
      DATABASE_POOL_MAX: '10',
      HOST: '127.0.0.1',
      PORT: String(port),
      ...(name === 'product'
        ? { ...productSettings, METRICS_PORT: String(metricsPort) }
        : { PUBLIC_JWK: ground.publicJwk }),
      ...ground.settings,
    },
    stdio: ['ignore', log, log],
  });
  await answers(name, child, port, first);
  const startMilliseconds = performance.now() - beganAt;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const gone = once(child, 'exit');
    const late = setTimeout(() => child.kill('SIGKILL'), 35_000);
    await gone;
    clearTimeout(late);
  };
  return { pid: child.pid ?? 0, port, metricsPort, startMilliseconds, stop };
};

const answers = async (
  name: ServerName,
  child: ChildProcess,
  port: number,
  { path, token }: FirstQuestion,
): Promise<void> => {
  const giveUpAt = performance.now() + startSecondsMax * 1000;
  for (;;) {
    const status = await statusOf(port, path, token);
    if (status === 200) return;
    if (child.exitCode === null && performance.now() < giveUpAt) {
      await delay(5);
      continue;
    }
    child.kill();
    const said = status === undefined ? 'nothing' : String(status);
    throw new Error(`${name} does not start (it answers ${said}): see .data/logs/${name}.log.`);
  }
};

const statusOf = (port: number, path: string, token: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const headers = { Authorization: `Bearer ${token}` };
    const asking = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    asking.once('error', () => resolve(undefined));
  });

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
};
