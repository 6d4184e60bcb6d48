import { setTimeout as delay } from 'node:timers/promises';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import type { TokenVerification } from '#interfaces/http/request/authenticate.ts';
import type { RateLimits } from '#interfaces/http/request/rate-limit.ts';
import { createApp } from '#interfaces/http/server/app.ts';
import { serveHealth } from '#interfaces/http/server/health-server.ts';
import { listen } from '#interfaces/http/server/listen.ts';
import type { MetricsSource } from '#interfaces/http/server/metrics-server.ts';
import { serveMetrics } from '#interfaces/http/server/metrics-server.ts';
import type { Panel } from '#interfaces/http/server/panel.ts';
import type { Log, ObserveRequest } from '#interfaces/http/server/request-log.ts';
import { startWorker } from '#interfaces/worker/worker.ts';

/** Billing Service as it is served: put together, but not yet listening. */
export interface Servable {
  readonly config: {
    readonly port: number;
    readonly host: string;
    readonly drainSeconds: number;
    readonly corsOrigins: readonly string[];
    readonly trustProxy: number | string | boolean;
    readonly workerInProcess: boolean;
    readonly panelOverPlainHttp: boolean;
    readonly metrics: { readonly port: number; readonly host: string } | undefined;
    readonly healthPort: number | undefined;
  };
  readonly composition: {
    readonly useCases: BillingUseCases;
    readonly operations: Operations;
    readonly tokens: TokenVerification & { readonly keySet: () => object };
    readonly idempotencyRecords: IdempotencyRecords;
    readonly limits: RateLimits;
    readonly metrics: MetricsSource & { observe: ObserveRequest };
    readonly ready: () => Promise<void>;
    readonly close: () => Promise<void>;
  };
  readonly log: Log;
  readonly version: string;
  /** The admin panel, where it is served. */
  readonly panel?: ServedPanel | undefined;
}

interface ServedPanel extends Panel {
  begin(): void;
  stop(): Promise<void>;
}

export interface Served {
  /** Where it is found from this machine; nothing for a worker. */
  readonly url: string;
  /** Drains, then closes everything. Resolves when nothing is left running. */
  stop(): Promise<void>;
}

const finishMilliseconds = 10_000;

/** Serves HTTP, and works the queues beside it. On failure all that was opened is closed again. */
export const serve = (servable: Servable): Promise<Served> =>
  opening(servable, async (opened) => {
    const { config, composition, log } = servable;
    const state = { isDraining: false };
    opened.push(async () => servable.panel?.stop());
    const worker = config.workerInProcess
      ? await startWorker(composition.operations, log)
      : undefined;
    opened.push(async () => worker?.stop());
    const listening = await listen(appOf(servable, state), config.port, config.host);
    opened.push(async () => {
      // From here on /readyz says no, so that a load balancer sends nobody any more. Who comes all
      // the same is served until it has noticed.
      state.isDraining = true;
      listening.drain();
      const served = delay(config.drainSeconds * 1000).then(() =>
        listening.stop(finishMilliseconds),
      );
      await Promise.all([served, worker?.stop()]);
    });
    servable.panel?.begin();
    return { url: `http://localhost:${listening.port}` };
  });

/** Works the queues and nothing else. On failure all that was opened is closed again. */
export const work = (servable: Workable): Promise<Pick<Served, 'stop'>> =>
  opening(servable, async (opened) => {
    const { config, composition, log } = servable;
    const state = { isDraining: false };
    if (config.healthPort !== undefined) {
      const health = { ready: composition.ready, isDraining: () => state.isDraining };
      const asked = await serveHealth(health, { port: config.healthPort, host: config.host });
      opened.push(() => asked.stop());
    }
    const worker = await startWorker(composition.operations, log);
    opened.push(async () => {
      state.isDraining = true;
      await worker.stop();
    });
    return {};
  });

type Workable = Pick<Servable, 'config' | 'composition' | 'log'>;

// All that is opened is stopped in the opposite order: at the end, or where the next fails to open.
// Metrics, which every process has, come first, so that they are read to the end.
const opening = async <Result extends object>(
  { config, composition }: Workable,
  open: (opened: (() => Promise<void>)[]) => Promise<Result>,
): Promise<Result & Pick<Served, 'stop'>> => {
  const opened: (() => Promise<void>)[] = [() => composition.close()];
  const stop = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close();
  };
  try {
    if (config.metrics !== undefined) {
      const scraped = await serveMetrics(composition.metrics, config.metrics);
      opened.push(() => scraped.stop());
    }
    return { ...(await open(opened)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const appOf = (
  { config, composition, log, version, panel }: Servable,
  state: { readonly isDraining: boolean },
): ReturnType<typeof createApp> => {
  const { useCases, operations, tokens, idempotencyRecords, limits, metrics, ready } = composition;
  return createApp({
    useCases,
    apiKeyAuthentication: operations.apiKeyAuthentication,
    tokens,
    idempotencyRecords,
    limits,
    ready,
    isDraining: () => state.isDraining,
    observe: (request) => metrics.observe(request),
    version,
    log,
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
    allowPlainHttp: config.panelOverPlainHttp,
    panel,
  });
};

/** The first steps of a newcomer. */
export const welcome = (
  url: string,
  {
    host,
    signupOpen,
    hasPanel,
  }: { readonly host: string; readonly signupOpen: boolean; readonly hasPanel: boolean },
): string => `
Billing Service listens on ${url}${reachOf(host)}
${hasPanel ? `\n  Admin panel     ${url}/panel/` : ''}
  Documentation   ${url}/docs/
  First step      ${signupOpen ? signUp(url) : createTenant}
`;

const signUp = (url: string): string =>
  `curl -s ${url}/v1/auth/signup -H 'Content-Type: application/json' \\
                    -d '{"tenantName":"Acme","name":"Ada",
                         "email":"ada@acme.example","password":"correct horse"}'`;

// With `npm run`, as in the guide of who starts it from sources.
const createTenant = `npm run billing -- tenants create --name Acme --admin ada@acme.example
                  It makes a tenant and invites its ADMIN: SIGNUP is closed.`;

/** The advice where nobody can sign in yet; nothing where somebody can. */
export const firstTenantAdvice = async (
  { listTenants }: Pick<Operations, 'listTenants'>,
  { signupOpen }: { readonly signupOpen: boolean },
): Promise<string | undefined> => {
  if (signupOpen) return undefined;
  const { data } = await listTenants.execute({ requestId: 'start' }, { limit: 1 });
  if (data.length > 0) return undefined;
  return 'There is no tenant, and SIGNUP is closed: `billing tenants create` makes the first one.';
};

const reachOf = (host: string): string =>
  /^(127\.|::1$|localhost$)/.test(host)
    ? '\nfor this machine only (HOST=0.0.0.0 opens it to others).'
    : `\non ${host}: whoever reaches this machine reaches it.`;
