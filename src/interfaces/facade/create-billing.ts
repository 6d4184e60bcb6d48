import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { BillingUseCases, TenantBoundUseCases } from '#application/billing-use-cases.ts';
import type { AuthenticationUseCases } from '#application/identity/use-cases.ts';
import type { Actor, RequestContext } from '#application/shared/context.ts';
import type { Mailer } from '#application/shared/mail.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { StoragePorts } from '#application/storage.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { TenantId, UserId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Bound } from '#interfaces/facade/bind.ts';
import { bind } from '#interfaces/facade/bind.ts';
import { BillingNotOpened, RunningCalls } from '#interfaces/facade/running-calls.ts';
import { startWorker } from '#interfaces/worker/worker.ts';

/**
 * Where everything is stored: in this process' memory, in a PostgreSQL (15 or later) at
 * `databaseUrl`, in an embedded PostgreSQL under `dataDirectory` (an optional dependency), or
 * wherever adapters of your own keep it (docs/own-storage.md).
 */
export type BillingStorage =
  | 'memory'
  | {
      readonly databaseUrl: string;
      readonly poolMax?: number | undefined;
      /** Whether the URL leads to a pooler such as PgBouncer: see docs/operations.md. */
      readonly pooled?: boolean | undefined;
    }
  | { readonly dataDirectory: string; readonly poolMax?: number | undefined }
  | StoragePorts;

export interface BillingOptions {
  readonly storage: BillingStorage;
  /** Whether strangers may create tenants; they may by default. */
  readonly signupOpen?: boolean | undefined;
  /** How access tokens are signed; by default with a key that lives as long as this instance. */
  readonly tokens?:
    | {
        /** An EC key on P-256, as PEM. */
        readonly privateKeyPem?: string | undefined;
        readonly issuer?: string | undefined;
        readonly audience?: string | undefined;
      }
    | undefined;
  /**
   * Base64 of 32 bytes each: the first keeps secrets unreadable in the storage, all read them.
   * Without any, a `dataDirectory` keeps one of its own (`encryption-key`, the same that
   * `npm start` uses there). With a `databaseUrl` or a storage of your own, and none, secrets
   * (of webhooks, signing keys, stored responses) are lost with this instance, and a warning says
   * so.
   */
  readonly encryptionKeys?: readonly string[] | undefined;
  /**
   * Hands mails over: links to verify an address, to accept an invitation, to choose another
   * password. Nothing is sent without one.
   */
  readonly mailer?: Mailer | undefined;
  /** Where people use the service: the links in mails begin with it. */
  readonly publicUrl?: string | undefined;
  /** Delivers events, webhooks and mails in this process; it does by default. */
  readonly worker?: boolean | undefined;
  /**
   * The pause after each round of billing runs that found work, in whole milliseconds up to 60,000;
   * none by default. More leaves more to requests while very many accounts are due.
   */
  readonly billingPauseMilliseconds?: number | undefined;
  /** Lets webhooks go to http and private networks: for development. */
  readonly allowPrivateWebhooks?: boolean | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
  /** Called with a sentence for each thing worth knowing about the storage. */
  readonly log?:
    | ((event: { readonly level: 'info' | 'warn' | 'error'; readonly message: string }) => void)
    | undefined;
}

/** Who acts, in the name of the events: a program by its name, or a person. */
type Acting =
  | { readonly actor: string; readonly userId?: undefined }
  | { readonly userId: UserId; readonly actor?: undefined };

/** Who acts in a tenant, and what they may do: all that an ADMIN may, where nothing is said. */
export type TenantCaller = Acting & {
  readonly role?: Role | undefined;
  /** Instead of a role: these and no others. */
  readonly permissions?: Iterable<Permission> | undefined;
  /** Ties events together; each call has an id of its own where none is given. */
  readonly requestId?: string | undefined;
};

/** Everything that can be done in one tenant, by one caller: `acme.customers.create({ … })`. */
export type TenantBilling = {
  readonly [Group in keyof TenantBoundUseCases]: Bound<TenantBoundUseCases[Group]>;
};

/** How the HTTP API is mounted in a server of yours. */
export interface HttpOptions {
  readonly corsOrigins?: readonly string[] | undefined;
  /** Express's `trust proxy`. */
  readonly trustProxy?: number | string | boolean | undefined;
  /** Takes a line for each request; pino fits. Nothing is logged without it. */
  readonly log?:
    | Readonly<Record<'info' | 'warn' | 'error', (facts: object, message: string) => void>>
    | undefined;
}

/** Billing Service in this process. Several may live side by side and share nothing. */
export interface Billing extends Bound<AuthenticationUseCases>, AsyncDisposable {
  /** @throws {InvalidValue} when it is no tenant's id; whether there is one shows at the call. */
  tenant(tenantId: TenantId, caller: TenantCaller): TenantBilling;
  /** The HTTP API over this instance: for `http.createServer`, or to mount in an Express app. */
  http(options?: HttpOptions): Promise<RequestListener>;
  /** Refuses new calls with `BillingClosed`, lets those inside finish, and closes the storage. */
  close(): Promise<void>;
}

/**
 * Opens the storage, brings its schema up to date, and gives everything that Billing Service can do
 * as functions.
 * @throws {InvalidValue} for an encryption key that is none, or a pause that is too long or no
 * whole number.
 * @throws {BillingNotOpened} when the storage cannot be opened, with what it says as the cause.
 */
export const createBilling = async ({
  log,
  encryptionKeys,
  worker: hasWorker = true,
  ...options
}: BillingOptions): Promise<Billing> => {
  const tell = log ?? emitWarnings;
  const keys = encryptionKeys?.map(parseEncryptionKey);
  const { storage } = options;
  if (keys === undefined && storage !== 'memory' && !('dataDirectory' in storage))
    tell(keysAreLost);
  checkPause(options.billingPauseMilliseconds);
  const composition = await compose({ ...options, encryptionKeys: keys, tell }).catch(notOpened);
  const worker = hasWorker ? await startWorker(composition.operations, silent) : undefined;
  const calls = new RunningCalls(async () => {
    await worker?.stop();
    await composition.close();
  });
  const useCases = trackCalls(calls, composition.useCases);
  const { authentication, ...groups } = useCases;
  const close = (): Promise<void> => calls.close();

  return {
    ...bind(() => ({ requestId: randomUUID() }), authentication),
    tenant: (tenantId, caller) => {
      const contextOfCall = contextsOf(parseId('ten', tenantId), caller);
      return eachValue(groups, (group) => bind(contextOfCall, group)) as unknown as TenantBilling;
    },
    http: async ({ log: requestLog = silent, ...http } = {}) => {
      // Loaded when asked for: who calls in-process needs neither Express nor its company.
      const { createApp } = await import('#interfaces/http/server/app.ts');
      const { tokens } = composition;
      const ready = () => calls.pass(composition.ready);
      const { corsOrigins = [], trustProxy = false } = http;
      const edge = { corsOrigins, trustProxy, version: packageVersion(), log: requestLog };
      const { idempotencyRecords, limits, operations } = composition;
      const { apiKeyAuthentication } = operations;
      const inner = { useCases, apiKeyAuthentication, tokens, idempotencyRecords, limits, ready };
      return createApp({ ...inner, isDraining: () => calls.isClosed, ...edge });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

const notOpened = (error: unknown): never => {
  throw new BillingNotOpened(error);
};

type Told = Parameters<NonNullable<BillingOptions['log']>>[0];

// Nobody said where to: what somebody must know still reaches them.
const emitWarnings = ({ level, message }: Told): void => {
  if (level !== 'info') process.emitWarning(message, 'BillingWarning');
};

const keysAreLost: Told = {
  level: 'warn',
  message:
    'createBilling has a databaseUrl or a storage of yours and no encryptionKeys: webhook ' +
    'secrets, signing keys and stored responses are lost when this instance ends. Give it the ' +
    'same keys at each start.',
};

const parseEncryptionKey = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 32) return bytes;
  throw InvalidValue.because(
    'invalid_encryption_key',
    'It must be base64 of 32 bytes.',
    '/encryptionKeys',
  );
};

const pauseMillisecondsMax = 60_000;

const checkPause = (pause = 0): void => {
  if (Number.isInteger(pause) && pause >= 0 && pause <= pauseMillisecondsMax) return;
  throw InvalidValue.because(
    'invalid_billing_pause',
    `It must be a whole number of milliseconds from 0 to ${pauseMillisecondsMax}.`,
    '/billingPauseMilliseconds',
  );
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const contextsOf = (tenantId: TenantId, caller: TenantCaller): (() => RequestContext) => {
  const { userId, actor: name, role = 'ADMIN', permissions, requestId } = caller;
  const actor: Actor =
    userId === undefined
      ? { kind: 'system', name }
      : { kind: 'user', userId: parseId('usr', userId), sessionId: null };
  const held = permissions === undefined ? permissionsOf[role] : new Set(permissions);
  return () => ({ requestId: requestId ?? randomUUID(), tenantId, actor, permissions: held });
};

interface AnyUseCase {
  execute(context: unknown, input: unknown): Promise<unknown>;
}

const trackCalls = (calls: RunningCalls, useCases: BillingUseCases): BillingUseCases =>
  eachValue(useCases, (group) =>
    eachValue(group as Readonly<Record<string, AnyUseCase>>, (useCase) => ({
      ...useCase,
      execute: (context: unknown, input: unknown) =>
        calls.pass(() => useCase.execute(context, input)),
    })),
  ) as unknown as BillingUseCases;

const eachValue = <Value, Result>(
  record: Readonly<Record<string, Value>> | object,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> =>
  Object.fromEntries(
    Object.entries(record as Readonly<Record<string, Value>>).map(([name, value]) => [
      name,
      change(value),
    ]),
  );

const packageVersion = (): string => {
  const { version } = createRequire(import.meta.url)('../../../package.json') as {
    version: string;
  };
  return version;
};
