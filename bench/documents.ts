import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import type { Asked } from './setup/asker.ts';
import { Asker } from './setup/asker.ts';
import { everyCore, residentMegabytes } from './setup/cores.ts';
import { seedDocuments } from './setup/document-seed.ts';
import { numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { filled } from './setup/seeded.ts';
import type { Server } from './setup/servers.ts';
import { startServer } from './setup/servers.ts';

// Do lists of invoices and subscriptions cost the same in a tenant that has a hundred times as
// many? How long do a PDF, a CSV, an upcoming invoice and a change that settles take?

const few = numberFrom('FEW', 10_000);
const many = numberFrom('ROWS', 1_000_000);
const csvRows = Math.min(many, numberFrom('CSV', 100_000));
const database = 'billing_bench_documents';
const flatRatioMax = 1.5;
const pdfMillisecondsMax = 150;
const upcomingMillisecondsMax = 15;
const csvSecondsMax = 10;
const csvMegabytesMax = 60;
const changeRatioMin = 0.1;

const missed: string[] = [];
const expectThat = (holds: boolean, otherwise: string): void => {
  if (!holds) missed.push(otherwise);
};

type Json = Readonly<Record<string, unknown>>;

interface Caller {
  readonly base: string;
  readonly token: string;
}

const call = async ({ base, token }: Caller, path: string, body?: object): Promise<Response> => {
  const response = await fetch(`${base}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
};

const listed = async (caller: Caller, path: string): Promise<readonly Json[]> =>
  ((await (await call(caller, path)).json()) as { readonly data: readonly Json[] }).data;

/** The requests to a tenant, about its newest invoice and subscription. */
const questionsOf = async (caller: Caller): Promise<ReadonlyMap<string, string>> => {
  const [invoice] = await listed(caller, '/v1/invoices?limit=1');
  const [subscription] = await listed(caller, '/v1/subscriptions?limit=1');
  const { customerId, number, dueOn } = invoice ?? {};
  const { id, planId } = subscription ?? {};
  return new Map([
    ['invoices', '/v1/invoices?'],
    ['invoices that are finalized', '/v1/invoices?status=finalized'],
    ['invoices of a customer', `/v1/invoices?customerId=${customerId}`],
    ['invoices of a subscription', `/v1/invoices?subscriptionId=${id}`],
    ['an invoice by its number', `/v1/invoices?number=${number}`],
    ['invoices due on a day', `/v1/invoices?dueOn[gte]=${dueOn}&dueOn[lte]=${dueOn}`],
    ['invoices of a total', '/v1/invoices?currency=EUR&total[gte]=5000&total[lte]=9000'],
    ['invoices of no total', '/v1/invoices?currency=EUR&total[gte]=9000000'],
    ['subscriptions', '/v1/subscriptions?'],
    ['subscriptions that are active', '/v1/subscriptions?status=active'],
    ['subscriptions of a customer', `/v1/subscriptions?customerId=${subscription?.['customerId']}`],
    ['subscriptions to a plan', `/v1/subscriptions?planId=${planId}`],
  ]);
};

const flatRow = (name: string, [small, large]: readonly Asked[]): readonly string[] => {
  const [one, other] = [small, large].map((asked) => medianOf(asked?.milliseconds ?? []));
  const ratio = (other ?? Number.NaN) / (one ?? Number.NaN);
  const complaint = small?.complaint ?? large?.complaint;
  expectThat(complaint === undefined, `${name}: ${complaint}.`);
  // Where one has more to show, it may cost more.
  const isLike = complaint === undefined && small?.found === large?.found;
  expectThat(!isLike || ratio <= flatRatioMax, `${name}: ${figure(ratio, 2)}.`);
  const found = `${small?.found ?? 0}, ${large?.found ?? 0}`;
  return [name, found, figure(one, 2), figure(other, 2), figure(ratio, 2)];
};

const compareLists = async (port: number, [small, large]: readonly Caller[]): Promise<void> => {
  if (small === undefined || large === undefined) return;
  const asker = new Asker(port);
  const questions = [await questionsOf(small), await questionsOf(large)];
  for (const { token } of [small, large]) await asker.ask('/v1/invoices?limit=50', token);
  const rows: (readonly string[])[] = [];
  for (const name of questions[0]?.keys() ?? []) {
    const asked: Asked[] = [];
    for (const [at, { token }] of [small, large].entries()) {
      asked.push(await asker.ask(`${questions[at]?.get(name)}&limit=50`, token));
    }
    rows.push(flatRow(name, asked));
  }
  print(table(['list of 50', 'found', `${few}, ms`, `${many}, ms`, 'ratio'], rows));
};

/** How long each call takes, one after another, without the first few. */
const timesOf = async (
  count: number,
  ask: (turn: number) => Promise<unknown>,
): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const beganAt = performance.now();
    await ask(turn);
    if (turn >= count / 5) times.push(performance.now() - beganAt);
  }
  return times;
};

const measureOne = async (
  caller: Caller,
): Promise<readonly (readonly [name: string, milliseconds: number])[]> => {
  const [invoice] = await listed(caller, '/v1/invoices?limit=1');
  const subscriptions = await listed(caller, '/v1/subscriptions?limit=100');
  const [first] = subscriptions;
  const priceId = (first?.['items'] as readonly Json[] | undefined)?.[0]?.['priceId'];
  const pdf = await timesOf(50, async () => {
    const response = await call(caller, `/v1/invoices/${invoice?.['id']}/pdf`);
    await response.arrayBuffer();
  });
  const upcoming = await timesOf(100, async () => {
    const path = `/v1/subscriptions/${first?.['id']}/upcoming-invoice`;
    await (await call(caller, path)).json();
  });
  const change = await timesOf(subscriptions.length, async (turn) => {
    const path = `/v1/subscriptions/${subscriptions[turn]?.['id']}/changes`;
    const body = { effective: 'now', items: [{ priceId, quantity: String(turn + 2) }] };
    await (await call(caller, path, body)).json();
  });
  return [
    ['PDF of an invoice', medianOf(pdf) ?? Number.NaN],
    ['upcoming invoice', medianOf(upcoming) ?? Number.NaN],
    ['change that settles', medianOf(change) ?? Number.NaN],
  ];
};

/** The least that a create could take, by the same caller. */
const floorCreate = async (databaseUrl: string): Promise<number> => {
  const { tenants, publicJwk } = await signIn(databaseUrl, [1]);
  const token = tenants[0]?.token ?? '';
  const ground = { databaseUrl, publicJwk, cores: everyCore };
  const server = await startServer('floor', ground, { path: '/v1/customers?limit=1', token });
  try {
    const caller = { base: `http://127.0.0.1:${server.port}`, token };
    const times = await timesOf(100, async (turn) => {
      const email = `${process.pid}.${turn}@floor.example`;
      await (await call(caller, '/v1/customers', { name: 'Floor', email })).json();
    });
    return medianOf(times) ?? Number.NaN;
  } finally {
    await server.stop();
  }
};

const measureCsv = async (server: Server, caller: Caller): Promise<readonly string[]> => {
  const before = residentMegabytes(server.pid);
  const beganAt = performance.now();
  const { base, token } = caller;
  const headers = { Authorization: `Bearer ${token}`, Accept: 'text/csv' };
  const response = await fetch(`${base}/v1/invoices`, { headers });
  let [lines, most] = [0, before];
  const reading = response.body ?? new ReadableStream<Uint8Array>();
  for await (const part of reading as unknown as AsyncIterable<Uint8Array>) {
    for (const byte of part) if (byte === 10) lines += 1;
    most = Math.max(most, residentMegabytes(server.pid));
    if (lines > csvRows) break;
  }
  const seconds = (performance.now() - beganAt) / 1000;
  const grown = most - before;
  expectThat(lines >= csvRows, `CSV: ${lines} lines came.`);
  expectThat(seconds <= csvSecondsMax, `CSV of ${csvRows}: ${figure(seconds, 1)} s.`);
  expectThat(grown <= csvMegabytesMax, `CSV: memory grew by ${figure(grown, 0)} MB.`);
  return [`CSV of ${csvRows} invoices`, figure(seconds * 1000, 0), `${figure(grown, 0)} MB more`];
};

const measure = async (postgres: Postgres): Promise<void> => {
  buildProduct();
  const today = new Date().toISOString().slice(0, 10);
  const shape = { few, many, withLines: Math.min(many, 100_000) };
  const databaseUrl = postgres.urlOf(database);
  await filled(postgres, database, `documents ${today}: ${JSON.stringify(shape)}`, (client) =>
    seedDocuments(databaseUrl, client, shape),
  );
  const floor = await floorCreate(databaseUrl);
  const { tenants } = await signIn(databaseUrl, [1, 2]);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore, settings: { WORKER: 'off' } };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  try {
    const base = `http://127.0.0.1:${server.port}`;
    const callers = tenants.map(({ token }) => ({ base, token }));
    await compareLists(server.port, callers);
    const [small, large] = callers;
    if (small === undefined || large === undefined) return;
    const times = await measureOne(small);
    const rows = times.map(([name, time]) => [name, figure(time, 1), '']);
    rows.push(['create of the floor', figure(floor, 1), '']);
    const [pdf = 0, upcoming = 0, change = 0] = times.map(([, time]) => time);
    expectThat(pdf <= pdfMillisecondsMax, `PDF: ${figure(pdf, 0)} ms.`);
    expectThat(upcoming <= upcomingMillisecondsMax, `Upcoming: ${figure(upcoming, 1)} ms.`);
    const ratio = floor / change;
    expectThat(ratio >= changeRatioMin, `A change: ${figure(ratio, 2)} of the floor's create.`);
    rows.push(['change, of the floor’s create', figure(ratio, 2), '']);
    print(`\n${table(['', 'ms', ''], [...rows, [...(await measureCsv(server, large))]])}`);
    for (const each of missed) print(`Target missed. ${each}`);
    if (missed.length === 0) print('\nAll targets are met.');
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
