import type { Express } from 'express';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { ApiKeyAuthenticationUseCases } from '#application/identity/use-cases.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import { openApiDocument } from '#interfaces/http/document/openapi.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import type { TokenVerification } from '#interfaces/http/request/authenticate.ts';
import { authentication } from '#interfaces/http/request/authenticate.ts';
import type { RateLimits } from '#interfaces/http/request/rate-limit.ts';
import type { Panel } from '#interfaces/http/server/panel.ts';
import { panelPath } from '#interfaces/http/server/panel.ts';
import type { Log, ObserveRequest } from '#interfaces/http/server/request-log.ts';
import { createServer } from '#interfaces/http/server/server.ts';
import { systemRoutes } from '#interfaces/http/server/system.ts';

export interface AppOptions {
  readonly useCases: BillingUseCases;
  readonly apiKeyAuthentication: ApiKeyAuthenticationUseCases;
  readonly tokens: TokenVerification & { readonly keySet: () => object };
  /** The admin panel; nothing is served of it where there is none. */
  readonly panel?: Panel | undefined;
  /** Whether sessions may go in cookies over plain HTTP, off this machine too. */
  readonly allowPlainHttp?: boolean;
  readonly idempotencyRecords: IdempotencyRecords;
  readonly limits: RateLimits;
  readonly ready: () => Promise<void>;
  readonly isDraining?: () => boolean;
  readonly version: string;
  readonly log: Log;
  readonly observe?: ObserveRequest;
  readonly corsOrigins?: readonly string[];
  readonly trustProxy?: number | string | boolean;
}

/** Billing Service over HTTP, complete: what `npm start` serves and the tests call. */
export const createApp = (options: AppOptions): Express => {
  const endpoints = allEndpoints(options.useCases);
  return createServer({
    endpoints,
    system: systemRoutes({
      ready: options.ready,
      isDraining: options.isDraining ?? (() => false),
      keySet: options.tokens.keySet,
      openApi: openApiDocument(endpoints, options.version),
      version: options.version,
      ...(options.panel && { home: panelPath }),
    }),
    panel: options.panel,
    guards: {
      authenticate: authentication(options.tokens, options.apiKeyAuthentication.authenticateApiKey),
      limits: options.limits,
      idempotencyRecords: options.idempotencyRecords,
      sessionCookies: { allowPlainHttp: options.allowPlainHttp ?? false, now: options.tokens.now },
    },
    observe: options.observe ?? (() => undefined),
    log: options.log,
    corsOrigins: options.corsOrigins ?? [],
    trustProxy: options.trustProxy ?? false,
  });
};
