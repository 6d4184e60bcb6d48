import { randomBytes } from 'node:crypto';
import { FlexibleMailThrottle } from '#infrastructure/limits/flexible-mail-throttle.ts';
import { memoryLimits } from '#infrastructure/limits/limit-store.ts';
import { Argon2Passwords, byNode } from '#infrastructure/security/argon2-passwords.ts';
import { JwtAccessTokens } from '#infrastructure/security/jwt-access-tokens.ts';
import { KeyRing, MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
import { SealedLinkTokens } from '#infrastructure/security/sealed-link-tokens.ts';
import { Sealer } from '#infrastructure/security/sealer.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { Sha256Secrets } from '#infrastructure/security/sha256-secrets.ts';
import { SteadyClock } from '#infrastructure/system/steady-clock.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import { someday } from '../../src/testing/builders.ts';
import { entryHasherContract } from '../../src/testing/contracts/audit/entry-hasher.contract.ts';
import { linkTokensContract } from '../../src/testing/contracts/identity/link-tokens.contract.ts';
import { mailThrottleContract } from '../../src/testing/contracts/identity/mail-throttle.contract.ts';
import { signingKeyStoreContract } from '../../src/testing/contracts/installation.contract.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import {
  accessTokensContract,
  clockContract,
  idGeneratorContract,
  passwordHasherContract,
  secretsContract,
} from '../../src/testing/contracts/system.contract.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';

storageContracts('memory', openMemoryStorage);

clockContract('system', async () => new SystemClock());
clockContract('steady', async () => new SteadyClock());
clockContract('fixed', async () => new FixedClock(someday));
idGeneratorContract('UUIDv7', async () => new UuidV7Ids());
passwordHasherContract('Argon2id', async () => new Argon2Passwords());
passwordHasherContract('Argon2id, by Node', async () => new Argon2Passwords(byNode));
secretsContract('SHA-256', async () => new Sha256Secrets());
linkTokensContract('sealed', () => new SealedLinkTokens(new Sealer([randomBytes(32)])));
mailThrottleContract('memory', async () => {
  const failed = (error: unknown) => {
    throw error;
  };
  return new FlexibleMailThrottle(memoryLimits, failed);
});
signingKeyStoreContract('memory', async () => new MemorySigningKeys());
entryHasherContract('SHA-256', async () => new Sha256EntryHasher());
accessTokensContract('JWT', async () => {
  const clock = new FixedClock(someday);
  const keys = await KeyRing.open(new MemorySigningKeys(), clock);
  return new JwtAccessTokens({ keys, issuer: 'billing', audience: 'billing', clock });
});
