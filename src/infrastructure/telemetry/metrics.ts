import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Jobs, QueueState } from '#application/shared/jobs.ts';

/** A request that is over, by the template of its route. */
export interface ObservedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** How a connection pool stands. */
export interface PoolState {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

interface Sources {
  readonly pool: () => PoolState;
  readonly jobs: Jobs;
}

// From a cached read to a slow report, in seconds.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads of one instance (text format 0.0.4). */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #jobFailures: Counter<'queue'>;

  constructor(sources: Sources) {
    const registers = [this.#registry];
    // Of the process and its event loop.
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests by route template: rate, errors (status) and duration.',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers,
    });
    this.#jobFailures = new Counter({
      name: 'billing_job_failures_total',
      help: 'Attempts at a job that failed; most are tried again.',
      labelNames: ['queue'],
      registers,
    });
    watchPool(registers, sources.pool);
    watchJobs(registers, sources.jobs);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  observe({ method, route, status, seconds }: ObservedRequest): void {
    this.#requests.labels(method, route, String(status)).observe(seconds);
  }

  countJobFailure(queue: string): void {
    this.#jobFailures.labels(queue).inc();
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

const watchPool = (registers: Registry[], pool: () => PoolState): Gauge =>
  new Gauge({
    name: 'billing_db_pool_connections',
    help: 'Connections to PostgreSQL, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      const { total, idle, waiting } = pool();
      this.labels('busy').set(total - idle);
      this.labels('idle').set(idle);
      this.labels('waiting').set(waiting);
    },
  });

const watchJobs = (registers: Registry[], jobs: Jobs): readonly Gauge[] => {
  // Asked once for both, and without the database there is nothing to tell of it.
  let asking: Promise<readonly QueueState[]> | undefined;
  const states = (): Promise<readonly QueueState[]> => {
    asking ??= jobs
      .states()
      .catch(() => [])
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const lag = new Gauge({
    name: 'billing_queue_lag_seconds',
    help: 'How long the oldest job that is due has waited; of the outbox, its lag.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const told = await states();
      // What nobody can tell is missing, rather than old.
      this.reset();
      for (const { name, lagSeconds } of told) this.labels(name).set(lagSeconds);
    },
  });
  const counts = new Gauge({
    name: 'billing_queue_jobs',
    help: 'Jobs by state; dead ones wait for somebody to replay them.',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      const told = await states();
      this.reset();
      for (const { name, ready, deferred, active, dead } of told) {
        for (const [state, count] of Object.entries({ ready, deferred, active, dead })) {
          this.labels(name, state).set(count);
        }
      }
    },
  });
  return [lag, counts];
};
