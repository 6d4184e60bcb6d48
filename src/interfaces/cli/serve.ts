import type { BillingUseCases } from '#application/billing-use-cases.ts';
import { createApp } from '#interfaces/http/app.ts';
import type { TokenVerification } from '#interfaces/http/authenticate.ts';
import { listen } from '#interfaces/http/listen.ts';
import type { Log } from '#interfaces/http/request-log.ts';

/** Billing Service as it is served: put together, but not yet listening. */
export interface Servable {
  readonly config: {
    readonly port: number;
    readonly host: string;
    readonly corsOrigins: readonly string[];
    readonly trustProxy: number | string | boolean;
  };
  readonly composition: {
    readonly useCases: BillingUseCases;
    readonly tokens: TokenVerification & { readonly keySet: object };
    readonly ready: () => Promise<void>;
    readonly close: () => Promise<void>;
  };
  readonly log: Log;
  readonly version: string;
}

export interface Served {
  /** Where it is found from this machine. */
  readonly url: string;
  /** Drains, then closes everything. Resolves when nothing is left running. */
  stop(): Promise<void>;
}

const drainMilliseconds = 10_000;

/** Serves HTTP. On failure everything that was opened is closed again. */
export const serve = async ({ config, composition, log, version }: Servable): Promise<Served> => {
  let draining = false;
  const app = createApp({
    useCases: composition.useCases,
    tokens: composition.tokens,
    ready: composition.ready,
    isDraining: () => draining,
    version,
    log,
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
  });
  try {
    const listening = await listen(app, config.port, config.host);
    return {
      url: `http://localhost:${listening.port}`,
      stop: async () => {
        // From here on /readyz says no, so that a load balancer sends nobody any more.
        draining = true;
        await listening.stop(drainMilliseconds);
        await composition.close();
      },
    };
  } catch (error) {
    await composition.close();
    throw error;
  }
};

/** What a newcomer does first. */
export const welcome = (url: string): string => `
Billing Service listens on ${url}

  Documentation   ${url}/docs/
  First step      curl -s ${url}/v1/auth/signup -H 'Content-Type: application/json' \\
                    -d '{"tenantName":"Acme","name":"Ada",
                         "email":"ada@acme.example","password":"correct horse"}'
`;
