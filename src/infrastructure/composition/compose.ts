import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { DependencyContainer } from 'tsyringe';
import { container as root } from 'tsyringe';
import type { BillingUseCases, Operations } from '#application/billing-use-cases.ts';
import { billingUseCases } from '#application/billing-use-cases.ts';
import { withCurrentAuthority } from '#application/identity/current-authority.ts';
import type { AccessTokens, MailThrottle, SignInThrottle } from '#application/identity/ports.ts';
import { ListTenants } from '#application/operations/list-tenants.ts';
import type { IdempotencyRecords } from '#application/shared/idempotency.ts';
import type { Mailer } from '#application/shared/mail.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { withKnownModes } from '#application/tenants/known-modes.ts';
import type { Instant } from '#domain/shared/time.ts';
import {
  billingOperationsOf,
  eventOperationsOf,
  listenersOf,
  told,
  usageOperationsOf,
  verificationOperationsOf,
} from '#infrastructure/composition/background.ts';
import { storedKeys } from '#infrastructure/composition/encryption-keys.ts';
import { onceAMinute } from '#infrastructure/composition/once-a-minute.ts';
import type { Storage, StorageChoice, Tell } from '#infrastructure/composition/storage.ts';
import { openStorage } from '#infrastructure/composition/storage.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { backgroundOf, portsOf, subscribersOf } from '#infrastructure/composition/use-cases.ts';
import { FlexibleMailThrottle } from '#infrastructure/limits/flexible-mail-throttle.ts';
import { FlexibleSignInThrottle } from '#infrastructure/limits/flexible-sign-in-throttle.ts';
import type { LimitStore } from '#infrastructure/limits/limit-store.ts';
import { memoryLimits, redisLimits } from '#infrastructure/limits/limit-store.ts';
import type { Quotas } from '#infrastructure/limits/request-limits.ts';
import { RequestLimits } from '#infrastructure/limits/request-limits.ts';
import { NoMailer } from '#infrastructure/mail/log-mailer.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import { Argon2Passwords } from '#infrastructure/security/argon2-passwords.ts';
import { JwtAccessTokens } from '#infrastructure/security/jwt-access-tokens.ts';
import { KeyRing, MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
import { SealedLinkTokens } from '#infrastructure/security/sealed-link-tokens.ts';
import { SealedWebhookSecrets } from '#infrastructure/security/sealed-webhook-secrets.ts';
import { Sealer } from '#infrastructure/security/sealer.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { Sha256Secrets } from '#infrastructure/security/sha256-secrets.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { Metrics } from '#infrastructure/telemetry/metrics.ts';
import { traced } from '#infrastructure/telemetry/tracing.ts';
import { StandardWebhookSender } from '#infrastructure/webhooks/standard-webhook-sender.ts';

export interface ComposeOptions {
  readonly storage: StorageChoice;
  /** Whether strangers may create tenants; they may by default. */
  readonly signupOpen?: boolean | undefined;
  readonly tokens?:
    | {
        /** Signs access tokens where no key is stored yet: an EC key on P-256. */
        readonly privateKeyPem?: string | undefined;
        readonly issuer?: string | undefined;
        readonly audience?: string | undefined;
      }
    | undefined;
  /**
   * Of 32 bytes each: the first keeps secrets unreadable in the storage, all read them. Without
   * any, a data directory keeps one of its own; elsewhere what is kept secret is good for as long
   * as we live.
   */
  readonly encryptionKeys?: readonly Buffer[] | undefined;
  /** Requests in a minute; none are limited by default. */
  readonly quotas?: Quotas | undefined;
  /** Where limits are counted for many processes; in memory by default. */
  readonly redisUrl?: string | undefined;
  /** Hands mails over; where there is none, nothing is sent, and `tell` hears of it. */
  readonly mailer?: Mailer | undefined;
  /** Where people use the service: the links in mails begin with it. */
  readonly publicUrl?: string | undefined;
  /** Lets webhooks go to http and private networks: for development. */
  readonly allowPrivateWebhooks?: boolean | undefined;
  /**
   * Brings the schema up to date first, and makes signing keys where there are none; it does by
   * default. Otherwise everything is taken as it is.
   */
  readonly migrates?: boolean | undefined;
  /** A pause after each round of billing runs, in milliseconds: leaves more to requests. */
  readonly billingPauseMilliseconds?: number | undefined;
  /** Ends an opening that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
  readonly tell?: Tell | undefined;
}

/** Verifies our access tokens, and publishes the keys that others need for it. */
export interface PublishedTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: KeyRing['publicKeyOf'];
  readonly keySet: () => object;
  /** By the clock that tokens are issued by. */
  readonly now: () => Instant;
}

/** Billing Service, put together: one of several that may live in a process. */
export interface Composition {
  readonly useCases: BillingUseCases;
  readonly operations: Operations;
  readonly tokens: PublishedTokens;
  readonly idempotencyRecords: IdempotencyRecords;
  readonly limits: RequestLimits;
  readonly metrics: Metrics;
  /** A warning about the database login of the storage, for people; null where there is none. */
  readonly loginWarning: () => Promise<string | null>;
  /** @throws {Unavailable} while the storage is away. */
  readonly ready: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const noQuotas: Quotas = { tenant: 0, key: 0, address: 0 };

/** Opens the storage, brings its schema up to date, and wires everything together. */
export const compose = async (given: ComposeOptions): Promise<Composition> => {
  const options = { ...given, encryptionKeys: await keysFor(given) };
  const clock = options.clock ?? new SystemClock();
  const ids = options.ids ?? new UuidV7Ids();
  const tell = options.tell ?? (() => undefined);
  const [firstKey = randomBytes(32), ...otherKeys] = options.encryptionKeys ?? [];
  const sealer = new Sealer([firstKey, ...otherKeys]);
  let metrics: Metrics | undefined;
  const jobFailed = (error: unknown, queue: string | null): void => {
    metrics?.countJobFailure(queue ?? 'maintenance');
    tell({ level: 'warn', message: `A job of ${queue ?? 'maintenance'} failed: ${told(error)}` });
  };
  const migrates = options.migrates ?? true;
  const { signal } = options;
  const needs = { ids, clock, sealer, tell, jobFailed, migrates, signal };
  const storage = await openStorage(options.storage, needs);
  try {
    metrics = new Metrics({
      pool: storage.poolState,
      jobs: storage.jobs,
      overdueDeliveries: storage.overdueDeliveries,
      positions: storage.positions,
    });
    const made = { clock: storage.clock, ids, tell, sealer, metrics };
    return await wire(options, storage, made);
  } catch (error) {
    await storage.close();
    throw error;
  }
};

// A data directory keeps a key of its own, so that what is sealed there outlives us.
const keysFor = async ({
  encryptionKeys,
  storage,
}: ComposeOptions): Promise<readonly Buffer[] | undefined> => {
  if (encryptionKeys !== undefined) return encryptionKeys;
  if (storage === 'memory' || !('dataDirectory' in storage)) return undefined;
  const kept = await storedKeys(storage.dataDirectory, 'make-missing');
  if ('keys' in kept) return kept.keys;
  throw new Error('fault' in kept ? kept.fault : `${kept.missing} holds no key.`);
};

/** The values that are made before anything is wired. */
interface Made {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly tell: Tell;
  readonly sealer: Sealer;
  readonly metrics: Metrics;
}

const wire = async (
  options: ComposeOptions,
  storage: Storage,
  made: Made,
): Promise<Composition> => {
  const { clock, tell, metrics } = made;
  const limitsAway = onceAMinute(() =>
    tell({ level: 'warn', message: 'The store of the limits is away: requests are let through.' }),
  );
  const limits = await limitStoreOf(options.redisUrl, limitsAway);
  // Keys that nobody could open again are not stored.
  const keyStore =
    options.encryptionKeys === undefined ? new MemorySigningKeys() : storage.signingKeys;
  const firstPem = options.migrates === false ? null : options.tokens?.privateKeyPem;
  const keys = await KeyRing.open(keyStore, clock, firstPem);
  const { issuer = 'billing-service', audience = 'billing-service' } = options.tokens ?? {};
  const ports = portsOf(
    containerOf(options, storage, {
      ...made,
      accessTokens: new JwtAccessTokens({ keys, issuer, audience, clock }),
      ...throttlesOf(limits, limitsAway),
    }),
  );
  const { installation, jobs, overdueDeliveries, idempotencyRecords, loginWarning, ready } =
    storage;
  return {
    useCases: traced(billingUseCases(ports)),
    operations: {
      listTenants: new ListTenants({ installation }),
      installation,
      signingKeys: keys,
      events: eventOperationsOf(subscribersOf(ports), storage, made),
      ...billingOf(ports, storage, options, made),
      jobs,
      overdueDeliveries,
      ...backgroundOf(ports),
    },
    tokens: { issuer, audience, ...publicKeysOf(keys), now: () => clock.now() },
    idempotencyRecords,
    limits: new RequestLimits(limits, options.quotas ?? noQuotas, limitsAway),
    metrics,
    loginWarning,
    ready,
    close: async () => {
      await jobs.stop();
      await limits.close();
      await storage.close();
    },
  };
};

const billingOf = (
  ports: ReturnType<typeof portsOf>,
  storage: Storage,
  options: ComposeOptions,
  made: Made,
): Pick<Operations, 'billing' | 'verification' | 'usage'> => ({
  billing: billingOperationsOf(ports, storage, options),
  verification: verificationOperationsOf(ports, made),
  usage: usageOperationsOf(ports),
});

const publicKeysOf = (keys: KeyRing): Pick<PublishedTokens, 'keyOf' | 'keySet'> => ({
  keyOf: (keyId) => keys.publicKeyOf(keyId),
  keySet: () => keys.keySet(),
});

const throttlesOf = (limits: LimitStore, failed: () => void) => ({
  signInThrottle: new FlexibleSignInThrottle(limits, failed),
  mailThrottle: new FlexibleMailThrottle(limits, failed),
});

interface Limited {
  readonly accessTokens: AccessTokens;
  readonly signInThrottle: SignInThrottle;
  readonly mailThrottle: MailThrottle;
}

const containerOf = (
  options: ComposeOptions,
  storage: Storage,
  made: Made & Limited,
): DependencyContainer => {
  // A child of its own, so that two compositions in one process share nothing.
  const container = root.createChildContainer();
  const given = <Type>(name: Parameters<typeof container.register<Type>>[0], useValue: Type) =>
    container.register(name, { useValue });
  const { unitOfWork, reads } = withKnownModes<AllRepositories, AllQueries>(storage);
  given(token.unitOfWork, withCurrentAuthority<AllRepositories>(unitOfWork));
  given(token.reads, reads);
  given(token.directory, storage.directory);
  given(token.clock, made.clock);
  given(token.ids, made.ids);
  given(token.passwords, new Argon2Passwords());
  given(token.secrets, new Sha256Secrets(made.sealer.derive('refresh-token-successors')));
  given(token.accessTokens, made.accessTokens);
  given(token.signInThrottle, made.signInThrottle);
  given(token.mailThrottle, made.mailThrottle);
  given(token.linkTokens, new SealedLinkTokens(made.sealer));
  given(token.mails, storage.mails);
  given(token.mailer, options.mailer ?? new NoMailer(made.tell));
  given(token.publicUrl, options.publicUrl ?? 'http://localhost:3000');
  given(token.invoiceRenderer, pdfInvoiceRenderer());
  given(token.entryHasher, new Sha256EntryHasher());
  const allowPrivate = options.allowPrivateWebhooks ?? false;
  given(token.webhookSender, new StandardWebhookSender({ allowPrivate }));
  given(token.webhookSecrets, new SealedWebhookSecrets(made.sealer));
  const listeners = listenersOf(made);
  given(token.billingFailed, listeners.billingFailed);
  given(token.watchFailed, listeners.watchFailed);
  given(token.alertFailed, listeners.alertFailed);
  given(token.usageRecorded, listeners.usageRecorded);
  given(token.usageCancelled, listeners.usageCancelled);
  given(token.signupOpen, options.signupOpen ?? true);
  return container;
};

const limitStoreOf = (
  redisUrl: string | undefined,
  failed: () => void,
): Promise<LimitStore> | LimitStore =>
  redisUrl === undefined ? memoryLimits : redisLimits(redisUrl, failed);
