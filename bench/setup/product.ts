import { execFileSync } from 'node:child_process';
import type { LoadTenant } from '../load/plan.ts';
import { publicId } from '../shared/public-ids.ts';
import { everyCore } from './cores.ts';
import { productDirectory } from './places.ts';
import { connected } from './postgres.ts';
import { adminOf, password, tenantName, tenantNumbered } from './seed.ts';
import { productSettings, type Server, startServer } from './servers.ts';

/** Compiles the product, as it is run in production. */
export const buildProduct = (): void => {
  execFileSync('npm', ['run', 'build'], { cwd: productDirectory, stdio: ['ignore', 'pipe', 2] });
};

/** Brings an empty database to where the product wants it. */
export const migrate = (databaseUrl: string): void => {
  execFileSync(process.execPath, ['dist/main.js', 'migrate'], {
    cwd: productDirectory,
    env: { ...process.env, ...productSettings, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 2],
  });
};

/** Who asks, and the key that their tokens are verified with. */
export interface Callers {
  readonly tenants: readonly LoadTenant[];
  /** As JSON. */
  readonly publicJwk: string;
}

interface SignedIn {
  readonly accessToken: string;
}

/**
 * Logs in at the product, once for each tenant; tokens live ten minutes, so this is done often.
 * @param running where; without it at one that is started for this, and that leaves no sessions.
 */
export const signIn = async (
  databaseUrl: string,
  tenantNumbers: readonly number[],
  running?: Server,
): Promise<Callers> => {
  if (running !== undefined) return callersOf(databaseUrl, tenantNumbers, running);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore, settings: { WORKER: 'off' } };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    return await callersOf(databaseUrl, tenantNumbers, server);
  } finally {
    await server.stop();
    await connected(databaseUrl, (client) => client.query('truncate sessions'));
  }
};

/**
 * Gives each tenant a webhook endpoint. It asks for what does not happen here, so that messages are
 * left and handed out, and nothing is sent.
 */
export const listen = async ({ port }: Server, { tenants }: Callers): Promise<void> => {
  for (const { token } of tenants) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/webhook-endpoints`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify({ url: 'https://hooks.example/', eventTypes: ['plan.archived'] }),
    });
    if (!response.ok) throw new Error(`Nobody can listen: ${await response.text()}`);
  }
};

const callersOf = async (
  databaseUrl: string,
  tenantNumbers: readonly number[],
  { port }: Server,
): Promise<Callers> => {
  const base = `http://127.0.0.1:${port}`;
  const tokens: string[] = [];
  for (let at = 0; at < tenantNumbers.length; at += 4) {
    const some = tenantNumbers.slice(at, at + 4);
    tokens.push(...(await Promise.all(some.map((number) => tokenFor(base, adminOf(number))))));
  }
  const customerIds = await customersOf(databaseUrl, tenantNumbers);
  const publicJwk = await keyOf(base, tokens[0] ?? '');
  const tenants = tenantNumbers.map((number, at) => ({
    token: tokens[at] ?? '',
    email: adminOf(number),
    customerIds: customerIds[at] ?? [],
  }));
  return { tenants, publicJwk };
};

const tokenFor = async (base: string, email: string): Promise<string> => {
  const response = await fetch(`${base}/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} cannot log in: ${await response.text()}`);
  return ((await response.json()) as SignedIn).accessToken;
};

interface KeySet {
  readonly keys: readonly { readonly kid: string }[];
}

const keyOf = async (base: string, token: string): Promise<string> => {
  const [header = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const response = await fetch(`${base}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as KeySet;
  const key = keys.find((each) => each.kid === kid);
  if (key === undefined) throw new Error('The product does not publish the key of its tokens.');
  return JSON.stringify(key);
};

// Some of each are enough to ask about: of two million the caches would hold as little.
const customersOf = (
  databaseUrl: string,
  tenantNumbers: readonly number[],
): Promise<readonly (readonly string[])[]> =>
  connected(databaseUrl, async (client) => {
    const found: (readonly string[])[] = [];
    for (const number of tenantNumbers) {
      const { rows } = await client.query<{ id: string }>(
        `select id from customers where tenant_id = (${tenantNumbered}) limit 1000`,
        [tenantName(number)],
      );
      found.push(rows.map(({ id }) => publicId('cus', id)));
    }
    return found;
  });
