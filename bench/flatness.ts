import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import { Asker, type Asked } from './setup/asker.ts';
import { everyCore } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { connected, Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { tenantName, tenantNumbered } from './setup/seed.ts';
import { seeded } from './setup/seeded.ts';
import { startServer } from './setup/servers.ts';
import { publicId } from './shared/public-ids.ts';

// Does a list cost the same in a tenant that has twenty times as many customers?

const large = numberFrom('ROWS', 2_000_000);
const small = Math.min(100_000, Math.ceil(large / 20));
const database = 'billing_bench_flat';
const ratioMax = 1.5;

/** A customer of whom the questions are asked: one that nine of ten are newer than. */
interface Old {
  readonly id: string;
  readonly email: string;
  readonly external_id: string;
  readonly created_at: Date;
}

/** One of the two tenants: who asks, and what, by the name of the question. */
interface Side {
  readonly token: string;
  readonly queries: Readonly<Record<string, string>>;
}

const queriesAbout = (old: Old): Readonly<Record<string, string>> => {
  const cursor = Buffer.from(publicId('cus', old.id)).toString('base64url');
  const at = old.created_at.getTime();
  const [from, to] = [at, at + 3_600_000].map((time) => new Date(time).toISOString());
  return {
    'first page': '',
    'page after nine tenths of all': `cursor=${cursor}`,
    'filter: email': `email=${encodeURIComponent(old.email)}`,
    'filter: externalId': `externalId=${old.external_id}`,
    'filter: createdAt, an hour long ago': `createdAt[gte]=${from}&createdAt[lt]=${to}`,
    'filter: createdAt, all but the newest tenth': `createdAt[lte]=${to}`,
    'search: a word of one customer': `search=${old.external_id.slice(4)}`,
    'search: a word of every 50th': 'search=zephyr',
    'search: a word of every 3rd': 'search=northfield',
    'search: a word of all': 'search=example',
    'search: the beginning of an address': 'search=zephyr.00001',
    'search: two words, of every 150th': 'search=zephyr%20northfield',
    'search: two words that no two share': 'search=northfield%20eastbrook',
  };
};

const oldOf = (url: string, tenant: number, customers: number): Promise<Old> =>
  connected(url, async (client) => {
    const serial = String(Math.ceil(customers / 10)).padStart(7, '0');
    const { rows } = await client.query<Old>(
      `select id, email, external_id, created_at from customers
       where tenant_id = (${tenantNumbered}) and external_id = $2`,
      [tenantName(tenant), `crm-${serial}`],
    );
    if (rows[0] === undefined) throw new Error(`${tenantName(tenant)} is not seeded.`);
    return rows[0];
  });

const row = (name: string, [few, many]: readonly Asked[]): readonly string[] => {
  const [one, other] = [medianOf(few?.milliseconds ?? []), medianOf(many?.milliseconds ?? [])];
  const ratio = (other ?? Number.NaN) / (one ?? Number.NaN);
  const said = [few, many].map((asked) => asked?.complaint).find((each) => each !== undefined);
  const verdict = said ?? (ratio > ratioMax ? `above ${ratioMax}` : '');
  const found = `${few?.found ?? 0}, ${many?.found ?? 0}`;
  return [name, verdict, found, figure(one, 2), figure(other, 2), figure(ratio, 2)];
};

const measure = async (postgres: Postgres): Promise<void> => {
  buildProduct();
  const shapes = [small, large].map((customersEach) => ({ tenants: 1, customersEach }));
  await seeded(postgres, database, shapes);
  const databaseUrl = postgres.urlOf(database);
  await postgres.move(everyCore);
  const callers = await signIn(databaseUrl, [1, 2]);
  const sides: Side[] = [];
  for (const [at, customers] of [small, large].entries()) {
    const old = await oldOf(databaseUrl, at + 1, customers);
    sides.push({ token: callers.tenants[at]?.token ?? '', queries: queriesAbout(old) });
  }
  const ground = { databaseUrl, publicJwk: '', cores: everyCore, settings: { WORKER: 'off' } };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    const asker = new Asker(server.port);
    // Whoever is asked about first would pay for the server's warming up.
    for (const { token } of sides) await asker.ask('/v1/customers?limit=50', token);
    const rows: (readonly string[])[] = [];
    for (const name of Object.keys(sides[0]?.queries ?? {})) {
      const asked: Asked[] = [];
      for (const { token, queries } of sides) {
        const query = ['limit=50', queries[name] ?? ''].filter((part) => part !== '').join('&');
        asked.push(await asker.ask(`/v1/customers?${query}`, token));
      }
      rows.push(row(name, asked));
    }
    const sizes = [small, large].map((count) => `${count} rows, ms`);
    print(table(['list of 50', '', 'found', ...sizes, 'ratio'], rows, 3));
    const above = rows.filter(([, verdict]) => verdict !== '').map(([name]) => name);
    print(above.length === 0 ? '\nAll are flat.' : `\nNot flat: ${above.join('; ')}.`);
    if (above.length > 0) process.exitCode = 1;
  } finally {
    await server.stop();
  }
};

const postgres = await Postgres.open();
try {
  await measure(postgres);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.close();
}
