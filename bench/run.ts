import { load } from './load/load.ts';
import { type Plan, type Route, routes as allRoutes } from './load/plan.ts';
import { type Finding, Findings, medianOf } from './report/findings.ts';
import { circumstances, writeResults } from './report/results.ts';
import { figure, routeTable, table } from './report/tables.ts';
import { targetTable } from './report/targets.ts';
import { responsesOf, compareResponses } from './setup/agreement.ts';
import {
  cpuMilliseconds,
  everyCore,
  pinned,
  residentMegabytes,
  shareOfOthers,
  workedMilliseconds,
} from './setup/cores.ts';
import { entitled } from './setup/entitled.ts';
import { namesFrom, numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, type Callers, listen, signIn } from './setup/product.ts';
import { password, shape, template } from './setup/seed.ts';
import { seeded } from './setup/seeded.ts';
import { type Server, type ServerName, serverNames, startServer } from './setup/servers.ts';
import { companyWords } from './setup/words.ts';

const rounds = numberFrom('ROUNDS', 3);
const seconds = numberFrom('SECONDS', 8);
const routes = namesFrom('ROUTES', allRoutes);
const servers = namesFrom('SERVERS', serverNames);
const warmSeconds = Math.min(3, seconds);
const connectionsMax: Readonly<Record<Route, number>> = {
  get: 32,
  list: 32,
  create: 32,
  search: 32,
  // Each takes a core for as long as it is hashed: more would only wait for one another.
  login: 4,
  check: 32,
};

const database = 'billing_bench';
const tenantNumbers = Array.from({ length: shape.tenants }, (_, at) => at + 1);

const findings = new Findings();
let othersMost = 0;
const responses = new Map<ServerName, ReadonlyMap<string, unknown>>();

const planFor = (route: Route, ports: readonly number[], { tenants }: Callers): Plan => ({
  ports,
  connections: connectionsMax[route],
  warmSeconds,
  seconds,
  mix: { [route]: 1 },
  tenants,
  password,
  words: companyWords,
});

const firstQuestion = ({ tenants: [tenant] }: Callers) => ({
  path: `/v1/customers/${tenant?.customerIds[0] ?? ''}`,
  token: tenant?.token ?? '',
});

const measureRoute = async (
  name: ServerName,
  route: Route,
  server: Server,
  callers: Callers,
): Promise<Finding> => {
  let before = { server: 0, database: 0 };
  const worked = () => ({
    server: cpuMilliseconds(server.pid),
    database: workedMilliseconds(pinned.database),
  });
  const plan = planFor(route, [server.port], callers);
  const { requests, p50, p99 } = await load(`${name}, ${route}`, plan, pinned.load, () => {
    before = worked();
  });
  const after = worked();
  const used = after.server - before.server;
  return {
    perSecond: requests / seconds,
    p50,
    p99,
    cpuMilliseconds: used / requests,
    busy: used / (seconds * 1000),
    databaseBusy: (after.database - before.database) / (seconds * 1000),
    residentMegabytes: residentMegabytes(server.pid),
  };
};

// A copy of the seeded database for each, so that nobody works on what another left.
const measureServer = async (postgres: Postgres, name: ServerName): Promise<void> => {
  const callers = await signIn(postgres.urlOf(template), tenantNumbers);
  const databaseUrl = await postgres.create(database, template);
  await postgres.move(pinned.database);
  const { publicJwk } = callers;
  const ground = { databaseUrl, publicJwk, cores: pinned.server };
  othersMost = Math.max(othersMost, await shareOfOthers());
  const server = await startServer(name, ground, firstQuestion(callers));
  try {
    // Who makes an endpoint must be signed in still, so they sign in where they are measured.
    if (name === 'product' && process.env['LISTENING']) {
      await listen(server, await signIn(databaseUrl, tenantNumbers, server));
    }
    responses.set(name, await responsesOf(server, callers.tenants));
    compareResponses(responses);
    for (const route of routes) {
      // A route that the product alone has is held against the floor of another one.
      if (route === 'check' && name !== 'product') continue;
      const tenants =
        route === 'check' ? await entitled(server, databaseUrl, callers.tenants) : callers.tenants;
      const finding = await measureRoute(name, route, server, { ...callers, tenants });
      findings.add(name, route, finding);
      const { perSecond, p50, p99 } = finding;
      const figures = [figure(perSecond, 0), figure(p50, 2), figure(p99, 2)];
      print(`  ${name.padEnd(8)}${route.padEnd(8)}${figures.join('  ')}`);
    }
    const { startMilliseconds } = server;
    const megabytes = residentMegabytes(server.pid);
    findings.addFootprint(name, { residentMegabytes: megabytes, startMilliseconds });
  } finally {
    await server.stop();
  }
};

/** Requests per second of so many processes of the product, with every core to share. */
const perSecondOf = async (postgres: Postgres, processes: number, route: Route) => {
  const callers = await signIn(postgres.urlOf(template), tenantNumbers);
  const databaseUrl = await postgres.create(database, template);
  await postgres.move(everyCore);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore };
  const started: Server[] = [];
  try {
    for (let at = 0; at < processes; at += 1) {
      started.push(await startServer('product', ground, firstQuestion(callers)));
    }
    const ports = started.map(({ port }) => port);
    const plan = planFor(route, ports, callers);
    const { requests } = await load(`${processes} of the product, ${route}`, plan, everyCore);
    return requests / seconds;
  } finally {
    for (const server of started) await server.stop();
  }
};

const measureScaling = async (postgres: Postgres): Promise<string> => {
  const rows: string[][] = [];
  for (const route of routes.filter((each) => each === 'get' || each === 'list')) {
    const found: Record<1 | 2, number[]> = { 1: [], 2: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const processes of [1, 2] as const) {
        found[processes].push(await perSecondOf(postgres, processes, route));
      }
    }
    const [one, two] = [medianOf(found[1]) ?? 0, medianOf(found[2]) ?? 0];
    rows.push([route, figure(one, 0), figure(two, 0), figure(two / one, 2)]);
  }
  return table(['route', '1 process, req/s', '2 processes, req/s', '2 ÷ 1'], rows);
};

const measureAll = async (postgres: Postgres): Promise<void> => {
  buildProduct();
  await seeded(postgres, template, [shape]);
  for (let round = 0; round < rounds; round += 1) {
    print(`Round ${round + 1} of ${rounds}: req/s, p50, p99`);
    const turn = round % servers.length;
    for (const name of [...servers.slice(turn), ...servers.slice(0, turn)]) {
      await measureServer(postgres, name);
    }
  }
  const parts = [
    circumstances(postgres.version, othersMost),
    routeTable(findings, routes, servers),
    '## Targets',
    targetTable(findings),
  ];
  if (servers.includes('product') && routes.some((each) => each === 'get' || each === 'list')) {
    parts.push('## From one process to two, nothing pinned', await measureScaling(postgres));
  }
  print(`\n${parts.join('\n\n')}`);
  writeResults(parts);
};

const postgres = await Postgres.open();
try {
  await measureAll(postgres);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.drop(database);
  await postgres.close();
}
