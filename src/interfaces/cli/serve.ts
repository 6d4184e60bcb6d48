import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import type { IdempotencyKeys } from '#application/shared/idempotency.ts';
import { createApp } from '#interfaces/http/app.ts';
import type { TokenVerification } from '#interfaces/http/authenticate.ts';
import { listen } from '#interfaces/http/listen.ts';
import type { MetricsSource } from '#interfaces/http/metrics-server.ts';
import { serveMetrics } from '#interfaces/http/metrics-server.ts';
import type { RateLimits } from '#interfaces/http/rate-limit.ts';
import type { Log, ObserveRequest } from '#interfaces/http/request-log.ts';
import { startWorker } from '#interfaces/worker/worker.ts';

/** Billing Service as it is served: put together, but not yet listening. */
export interface Servable {
  readonly config: {
    readonly port: number;
    readonly host: string;
    readonly corsOrigins: readonly string[];
    readonly trustProxy: number | string | boolean;
    readonly workerInProcess: boolean;
    readonly metrics: { readonly port: number; readonly host: string } | undefined;
  };
  readonly composition: {
    readonly useCases: BillingUseCases;
    readonly operations: Operations;
    readonly tokens: TokenVerification & { readonly keySet: () => object };
    readonly answers: IdempotencyKeys;
    readonly limits: RateLimits;
    readonly metrics: MetricsSource & { observe: ObserveRequest };
    readonly ready: () => Promise<void>;
    readonly close: () => Promise<void>;
  };
  readonly log: Log;
  readonly version: string;
}

export interface Served {
  /** Where it is found from this machine; nothing for a worker. */
  readonly url: string;
  /** Drains, then closes everything. Resolves when nothing is left running. */
  stop(): Promise<void>;
}

const drainMilliseconds = 10_000;

/** Serves HTTP, and works the queues beside it. On failure all that was opened is closed again. */
export const serve = async ({ config, composition, log, version }: Servable): Promise<Served> => {
  let draining = false;
  const { useCases, operations, tokens, answers, limits, metrics, ready } = composition;
  const app = createApp({
    useCases,
    keyEntrance: operations.keyEntrance,
    tokens,
    answers,
    limits,
    ready,
    isDraining: () => draining,
    observe: (request) => metrics.observe(request),
    version,
    log,
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
  });
  // What is opened here is stopped in the opposite order.
  const opened: (() => Promise<void>)[] = [() => composition.close()];
  const stop = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close();
  };
  try {
    if (config.metrics !== undefined) {
      const scraped = await serveMetrics(metrics, config.metrics);
      opened.push(() => scraped.stop());
    }
    if (config.workerInProcess) {
      const worker = await startWorker(operations, log);
      opened.push(() => worker.stop());
    }
    const listening = await listen(app, config.port, config.host);
    opened.push(() => listening.stop(drainMilliseconds));
    return {
      url: `http://localhost:${listening.port}`,
      stop: () => {
        // From here on /readyz says no, so that a load balancer sends nobody any more.
        draining = true;
        return stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Works the queues and nothing else. */
export const work = async ({
  config,
  composition,
  log,
}: Pick<Servable, 'config' | 'composition' | 'log'>): Promise<Pick<Served, 'stop'>> => {
  const { metrics } = config;
  const scraped = metrics && (await serveMetrics(composition.metrics, metrics));
  const worker = await startWorker(composition.operations, log);
  return {
    stop: async () => {
      await worker.stop();
      await scraped?.stop();
      await composition.close();
    },
  };
};

/** What a newcomer does first. */
export const welcome = (url: string): string => `
Billing Service listens on ${url}

  Documentation   ${url}/docs/
  First step      curl -s ${url}/v1/auth/signup -H 'Content-Type: application/json' \\
                    -d '{"tenantName":"Acme","name":"Ada",
                         "email":"ada@acme.example","password":"correct horse"}'
`;
