import 'reflect-metadata';
import type { KeyObject } from 'node:crypto';
import { container as root } from 'tsyringe';
import type { BillingUseCases } from '#application/billing-use-cases.ts';
import type { Clock, IdGenerator } from '#application/shared/ports.ts';
import {
  planUseCases,
  productUseCases,
  registerCatalog,
} from '#infrastructure/composition/catalog.ts';
import { customerUseCases, registerCustomers } from '#infrastructure/composition/customers.ts';
import {
  accountUseCases,
  entranceUseCases,
  invitationUseCases,
  registerIdentity,
  userUseCases,
} from '#infrastructure/composition/identity.ts';
import type { Storage, StorageChoice, Tell } from '#infrastructure/composition/storage.ts';
import { openStorage } from '#infrastructure/composition/storage.ts';
import { registerTenants, tenantUseCases } from '#infrastructure/composition/tenants.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { Argon2Passwords } from '#infrastructure/security/argon2-passwords.ts';
import { JwtAccessTokens } from '#infrastructure/security/jwt-access-tokens.ts';
import { Sha256Secrets } from '#infrastructure/security/sha256-secrets.ts';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';

export interface ComposeOptions {
  readonly storage: StorageChoice;
  /** Whether strangers may found tenants; they may by default. */
  readonly signupOpen?: boolean | undefined;
  readonly tokens?:
    | {
        /** Signs access tokens: an EC key on P-256. By default one that lives as long as we do. */
        readonly privateKeyPem?: string | undefined;
        readonly issuer?: string | undefined;
        readonly audience?: string | undefined;
      }
    | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdGenerator | undefined;
  readonly tell?: Tell | undefined;
}

/** What it takes to verify our access tokens, and what others need for it. */
export interface PublishedTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: (keyId: string) => KeyObject | undefined;
  readonly keySet: { readonly keys: readonly object[] };
}

/** Billing Service, put together: one of several that may live in a process. */
export interface Composition {
  readonly useCases: BillingUseCases;
  readonly tokens: PublishedTokens;
  /** @throws {Unavailable} while the storage is away. */
  readonly ready: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the storage, brings its schema up to date, and wires everything together. */
export const compose = async (options: ComposeOptions): Promise<Composition> => {
  const clock = options.clock ?? new SystemClock();
  const ids = options.ids ?? new UuidV7Ids();
  const key = readSigningKey(options.tokens?.privateKeyPem ?? newSigningKeyPem());
  const issuer = options.tokens?.issuer ?? 'billing-service';
  const audience = options.tokens?.audience ?? 'billing-service';
  const storage = await openStorage(options.storage, ids, options.tell ?? (() => undefined));

  // A child of its own, so that two compositions in one process share nothing.
  const container = root.createChildContainer();
  registerStorage(container, storage);
  container.register(token.clock, { useValue: clock });
  container.register(token.ids, { useValue: ids });
  container.register(token.passwords, { useValue: new Argon2Passwords() });
  container.register(token.secrets, { useValue: new Sha256Secrets() });
  const accessTokens = new JwtAccessTokens({ key, issuer, audience, clock });
  container.register(token.accessTokens, { useValue: accessTokens });
  container.register(token.signupOpen, { useValue: options.signupOpen ?? true });
  registerTenants(container);
  registerIdentity(container);
  registerCustomers(container);
  registerCatalog(container);

  return {
    useCases: useCasesOf(container),
    tokens: {
      issuer,
      audience,
      keyOf: (keyId) => (keyId === key.id ? key.publicKey : undefined),
      keySet: { keys: [key.jwk] },
    },
    ready: storage.ready,
    close: storage.close,
  };
};

type Container = ReturnType<typeof root.createChildContainer>;

const registerStorage = (container: Container, storage: Storage): void => {
  container.register(token.unitOfWork, { useValue: storage.unitOfWork });
  container.register(token.reads, { useValue: storage.reads });
  container.register(token.directory, { useValue: storage.directory });
};

const useCasesOf = (container: Container): BillingUseCases => ({
  entrance: entranceUseCases(container),
  account: accountUseCases(container),
  tenant: tenantUseCases(container),
  users: userUseCases(container),
  invitations: invitationUseCases(container),
  customers: customerUseCases(container),
  products: productUseCases(container),
  plans: planUseCases(container),
});
