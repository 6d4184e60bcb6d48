import { load } from './load/load.ts';
import type { Plan } from './load/plan.ts';
import { medianOf } from './report/findings.ts';
import { figure, table } from './report/tables.ts';
import { everyCore, residentMegabytes } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, signIn } from './setup/product.ts';
import { password, shape, template } from './setup/seed.ts';
import { seeded } from './setup/seeded.ts';
import { type Server, startServer } from './setup/servers.ts';
import { companyWords } from './setup/words.ts';

// Does the product stay as it is under load, for as long as it is asked?

const minutes = numberFrom('MINUTES', 10);
const sampleSeconds = 10;
// Tokens live ten minutes, so nobody uses one for longer than this.
const stretchSeconds = 240;
const growthMax = 1.1;
const lagMillisecondsMax = 20;
const database = 'billing_bench_soak';

interface Sample {
  readonly second: number;
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
  /** The event loop's p99 since the sample before. */
  readonly lagMilliseconds: number;
}

const sampleOf = async ({ pid, metricsPort }: Server, second: number): Promise<Sample> => {
  const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  const text = await response.text();
  const value = (name: string): number => {
    const [, found] = new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, 'm').exec(text) ?? [];
    if (found === undefined) throw new Error(`There is no metric ${name}.`);
    return Number(found);
  };
  return {
    second,
    residentMegabytes: residentMegabytes(pid),
    heapMegabytes: value('nodejs_heap_size_used_bytes') / 2 ** 20,
    lagMilliseconds: value('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
};

const soak = async (postgres: Postgres): Promise<readonly Sample[]> => {
  buildProduct();
  await seeded(postgres, template, [shape]);
  const databaseUrl = await postgres.create(database, template);
  await postgres.move(everyCore);
  const ground = { databaseUrl, publicJwk: '', cores: everyCore };
  const server = await startServer('product', ground, { path: '/readyz', token: '' });
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const sampling = setInterval(() => {
    const second = Math.round((performance.now() - startedAt) / 1000);
    sampleOf(server, second).then(
      (sample) => samples.push(sample),
      (error: unknown) => print(`A sample failed: ${String(error)}`),
    );
  }, sampleSeconds * 1000);
  try {
    for (let left = minutes * 60; left > 0; left -= stretchSeconds) {
      await stretch(databaseUrl, server, Math.min(left, stretchSeconds));
    }
  } finally {
    clearInterval(sampling);
    await server.stop();
  }
  return samples;
};

const stretch = async (databaseUrl: string, server: Server, seconds: number): Promise<void> => {
  const numbers = Array.from({ length: shape.tenants }, (_, at) => at + 1);
  const { tenants } = await signIn(databaseUrl, numbers, server);
  const plan: Plan = {
    ports: [server.port],
    connections: 32,
    warmSeconds: 0,
    seconds,
    mix: { get: 7, list: 2, create: 1 },
    tenants,
    password,
    words: companyWords,
  };
  const { requests, p50, p99 } = await load('The soak', plan, everyCore);
  const figures = `p50 ${figure(p50, 1)} ms, p99 ${figure(p99, 1)} ms`;
  print(`${seconds} s: ${figure(requests / seconds, 0)} req/s, ${figures}`);
};

/** The reasons against it; none when it passes. */
const faultsOf = (samples: readonly Sample[]): readonly string[] => {
  const third = Math.floor(samples.length / 3);
  if (third === 0) return ['It was too short to tell: MINUTES must be 0.5 at least.'];
  const memory = samples.map((sample) => sample.residentMegabytes);
  const second = medianOf(memory.slice(third, 2 * third)) ?? 0;
  const last = medianOf(memory.slice(2 * third)) ?? 0;
  const lag = medianOf(samples.map((sample) => sample.lagMilliseconds)) ?? 0;
  print(`\nMedian RSS: second third ${figure(second, 0)} MB, last third ${figure(last, 0)} MB`);
  print(`Event loop, median of its p99s: ${figure(lag, 1)} ms`);
  return [
    ...(last > second * growthMax ? ['Memory grew by more than a tenth in the last third.'] : []),
    ...(lag < lagMillisecondsMax ? [] : [`The event loop’s p99 is not below 20 ms.`]),
  ];
};

const postgres = await Postgres.open();
try {
  const samples = await soak(postgres);
  const rows = samples.map((sample) => [
    String(sample.second),
    figure(sample.residentMegabytes, 0),
    figure(sample.heapMegabytes, 0),
    figure(sample.lagMilliseconds, 1),
  ]);
  print(table(['second', 'RSS MB', 'heap MB', 'event loop p99 ms'], rows, 0));
  const faults = faultsOf(samples);
  print(faults.length === 0 ? 'Passed.' : `FAILED. ${faults.join(' ')}`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.drop(database);
  await postgres.close();
}
