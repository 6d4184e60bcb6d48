import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { load } from './load/load.ts';
import { routes as allRoutes } from './load/plan.ts';
import { type Cost, type CpuProfile, costsOf } from './profiling/cpu-profile.ts';
import { table } from './report/tables.ts';
import { pinned } from './setup/cores.ts';
import { dataDirectory, namesFrom, numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { password, shape, template } from './setup/seed.ts';
import { seeded } from './setup/seeded.ts';
import { startServer } from './setup/servers.ts';
import { companyWords } from './setup/words.ts';

// Where does the product's time go? One route under load, and what V8 saw of it.

const seconds = numberFrom('SECONDS', 10);
const top = numberFrom('TOP', 40);
const [route = 'get'] = namesFrom('ROUTES', allRoutes);
const database = 'billing_bench_profile';
const profiles = `${dataDirectory}profiles/`;

const profiled = async (postgres: Postgres): Promise<CpuProfile> => {
  buildProduct();
  await seeded(postgres, template, [shape]);
  const numbers = Array.from({ length: shape.tenants }, (_, at) => at + 1);
  const { tenants, publicJwk } = await signIn(postgres.urlOf(template), numbers);
  const databaseUrl = await postgres.create(database, template);
  await postgres.move(pinned.database);
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  const settings = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` };
  const ground = { databaseUrl, publicJwk, cores: pinned.server, settings };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    const connections = route === 'login' ? 4 : 32;
    const mix = { [route]: 1 };
    const ports = [server.port];
    const who = { tenants, password, words: companyWords };
    const plan = { ports, connections, warmSeconds: 0, seconds, mix, ...who };
    const { requests } = await load(route, plan, pinned.load);
    print(`${route}: ${(requests / seconds).toFixed(0)} req/s while it was profiled`);
  } finally {
    await server.stop();
  }
  const [file = ''] = readdirSync(profiles);
  return JSON.parse(readFileSync(`${profiles}${file}`, 'utf8')) as CpuProfile;
};

const percent = (share: number): string => (share * 100).toFixed(1);

const shown = (costs: readonly Cost[]): string =>
  table(
    ['function', 'self %', 'with what it calls %'],
    costs.slice(0, top).map(({ name, self, total }) => [name, percent(self), percent(total)]),
  );

const postgres = await Postgres.open();
try {
  const costs = costsOf(await profiled(postgres));
  print(`\n${shown(costs.toSorted((one, other) => other.self - one.self))}`);
  print(`\n${shown(costs)}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.drop(database);
  await postgres.close();
}
