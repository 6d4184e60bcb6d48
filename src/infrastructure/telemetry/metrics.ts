import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventPositions, SubscriberState } from '#application/events/ports.ts';
import type { Jobs } from '#application/queues.ts';
import type { EventSubscriber } from '#application/shared/event-subscribers.ts';
import type { OverdueDeliveries } from '#application/shared/jobs.ts';

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

/** How many events of usage a call sent, by what became of them. */
export interface UsageCounts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** How many events of usage a call named to be cancelled, by what became of them. */
export interface CancelledCounts {
  readonly cancelled: number;
  readonly duplicates: number;
  readonly refused: number;
}

interface Sources {
  readonly pool: () => PoolState;
  readonly jobs: Jobs;
  readonly overdueDeliveries: OverdueDeliveries;
  readonly positions: EventPositions;
}

// From a cached read to a slow report, in seconds.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of one instance for Prometheus (text format 0.0.4). */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #jobFailures: Counter<'queue'>;
  readonly #subscriberFailures: Counter<'subscriber'>;
  readonly #billingFailures: Counter;
  readonly #usage: Counter<'outcome'>;
  readonly #cancelledUsage: Counter<'outcome'>;
  readonly #watchFailures: Counter<'watcher'>;
  readonly #invoiceFaults: Counter;
  readonly #verifiedAt: Gauge;
  readonly #subscribers: string[] = [];

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
    this.#subscriberFailures = new Counter({
      name: 'billing_subscriber_failures_total',
      help: 'Events that a subscriber could not handle; most are tried again.',
      labelNames: ['subscriber'],
      registers,
    });
    this.#billingFailures = new Counter({
      name: 'billing_account_failures_total',
      help: 'Customers that could not be billed, and wait for somebody to retry.',
      registers,
    });
    this.#usage = usageCounter(registers);
    this.#cancelledUsage = cancelledCounter(registers);
    this.#watchFailures = watchFailureCounter(registers);
    this.#invoiceFaults = new Counter({
      name: 'billing_invoice_faults_total',
      help: 'Faults that the nightly verification found in issued invoices.',
      registers,
    });
    this.#verifiedAt = new Gauge({
      name: 'billing_invoices_verified_timestamp_seconds',
      help: 'When the nightly verification last went through all tenants; 0 before it did.',
      registers,
    });
    watchPool(registers, sources.pool);
    watchJobs(registers, sources.jobs);
    watchDeliveries(registers, sources.overdueDeliveries);
    watchSubscribers(registers, () => sources.positions.states(this.#subscribers));
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

  countSubscriberFailure(subscriber: string): void {
    this.#subscriberFailures.labels(subscriber).inc();
  }

  countBillingFailure(): void {
    this.#billingFailures.inc();
  }

  countUsage({ accepted, duplicates, refused }: UsageCounts): void {
    this.#usage.labels('accepted').inc(accepted);
    this.#usage.labels('duplicate').inc(duplicates);
    this.#usage.labels('refused').inc(refused);
  }

  countCancelledUsage({ cancelled, duplicates, refused }: CancelledCounts): void {
    this.#cancelledUsage.labels('cancelled').inc(cancelled);
    this.#cancelledUsage.labels('duplicate').inc(duplicates);
    this.#cancelledUsage.labels('refused').inc(refused);
  }

  countWatchFailure(watcher: string): void {
    this.#watchFailures.labels(watcher).inc();
  }

  countInvoiceFault(): void {
    this.#invoiceFaults.inc();
  }

  /** @param at in milliseconds since 1970 */
  noteVerified(at: number): void {
    this.#verifiedAt.set(at / 1000);
  }

  /** Reports from now on the state of these subscribers. */
  watch(subscribers: readonly Pick<EventSubscriber, 'subscriber'>[]): void {
    this.#subscribers.push(...subscribers.map(({ subscriber }) => subscriber));
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

const usageCounter = (registers: Registry[]): Counter<'outcome'> =>
  new Counter({
    name: 'billing_usage_events_total',
    help: 'Events of usage that were sent to this process, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });

const cancelledCounter = (registers: Registry[]): Counter<'outcome'> =>
  new Counter({
    name: 'billing_usage_cancellations_total',
    help: 'Events of usage that were to be cancelled by this process, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });

const watchFailureCounter = (registers: Registry[]): Counter<'watcher'> =>
  new Counter({
    name: 'billing_usage_watch_failures_total',
    help: 'Customers whose usage a watcher could not look at; it is tried again.',
    labelNames: ['watcher'],
    registers,
  });

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

// Asked once for two gauges, and without the database there is nothing to report.
const askedOnce = <State>(ask: () => Promise<readonly State[]>) => {
  let asking: Promise<readonly State[]> | undefined;
  return (): Promise<readonly State[]> => {
    asking ??= ask()
      .catch(() => [])
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
};

const watchJobs = (registers: Registry[], jobs: Jobs): readonly Gauge[] => {
  const states = askedOnce(() => jobs.states());
  const lag = new Gauge({
    name: 'billing_queue_lag_seconds',
    help: 'How long the oldest job that is due has waited.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const told = await states();
      // A value that cannot be read is missing, rather than old.
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

const watchDeliveries = (registers: Registry[], deliveries: OverdueDeliveries): Gauge =>
  new Gauge({
    name: 'billing_webhook_deliveries_overdue',
    help: 'Deliveries whose attempt was due over a minute ago, with a job in the queue or without.',
    registers,
    async collect() {
      const state = await deliveries.state().catch(() => undefined);
      if (state === undefined) this.remove();
      else this.set(state.overdue);
    },
  });

const watchSubscribers = (
  registers: Registry[],
  ask: () => Promise<readonly SubscriberState[]>,
): readonly Gauge[] => {
  const states = askedOnce(ask);
  const lag = new Gauge({
    name: 'billing_subscriber_lag_seconds',
    help: 'How long the oldest event that a subscriber has not read has waited.',
    labelNames: ['subscriber'],
    registers,
    async collect() {
      const told = await states();
      this.reset();
      for (const { subscriber, lagSeconds } of told) this.labels(subscriber).set(lagSeconds);
    },
  });
  const counts = new Gauge({
    name: 'billing_subscriber_backlog',
    help: 'Events not read (waiting); subjects to be tried again (set_aside) or replayed (dead).',
    labelNames: ['subscriber', 'state'],
    registers,
    async collect() {
      const told = await states();
      this.reset();
      for (const { subscriber, waiting, setAside, dead } of told) {
        this.labels(subscriber, 'waiting').set(waiting);
        this.labels(subscriber, 'set_aside').set(setAside);
        this.labels(subscriber, 'dead').set(dead);
      }
    },
  });
  return [lag, counts];
};
