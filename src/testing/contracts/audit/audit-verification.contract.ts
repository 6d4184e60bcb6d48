import { describe, expect, test } from 'vitest';
import type { AuditReads, AuditRepositories } from '#application/audit/ports.ts';
import type { StoredVerification } from '#application/audit/queries.ts';
import { VerifyAuditChain } from '#application/audit/verify-audit-chain.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { emptyChain } from '#domain/audit/audit-entry.ts';
import { later } from '#domain/shared/time.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & AuditRepositories;
type Tenant = TenantUnderTest<Repositories, AuditReads>;

/** The law of `AuditVerificationRepository`, and when a verification is stored. */
export const auditVerificationContract = (
  name: string,
  open: OpenStorage<Repositories, AuditReads>,
): void => {
  describe(`AuditVerificationRepository: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    const told = (of: Tenant) => of.read(({ auditEntries }) => auditEntries.lastVerification());

    test('law 1: the last verification is told as it was, until there is a later one', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const save = (verification: StoredVerification) =>
        tenant.run(({ auditVerifications }) => auditVerifications.save(verification));
      const breach = { sequence: 3, id: buildId('aud'), reason: 'altered' } as const;
      const intact = { isIntact: true, firstBreach: null, verifiedAt: someday } as const;
      const broken = { isIntact: false, firstBreach: breach, verifiedAt: nextDay } as const;
      const head = { sequence: 4, hash: 'ab' };

      const before = await told(tenant);
      await save({ ...intact, head });
      const first = await told(tenant);
      await save({ ...broken, head: { sequence: 9, hash: 'cd' } });
      await save({ ...intact, head, verifiedAt: later(nextDay, -1) });

      expect(before).toBeUndefined();
      expect(first).toEqual({ ...intact, head });
      expect(await told(tenant)).toEqual({ ...broken, head: { sequence: 9, hash: 'cd' } });
      expect(await told(other)).toBeUndefined();
    });

    test('a verification is stored, but for a breach that only an anchor shows', async () => {
      const tenant = await createTenant();
      const [entry = emptyChain] = await tenant.read(({ auditEntries }) =>
        auditEntries.chain(0, 1),
      );
      const verifying = (anchor: { sequence: number; hash: string }) =>
        new VerifyAuditChain({ ...storage(), entryHasher: new Sha256EntryHasher() }).execute(
          tenant.context,
          {
            anchor,
          },
        );

      const { isIntact } = await verifying({ sequence: 1, hash: 'not this' });
      const afterBreach = await told(tenant);
      await verifying(entry);

      expect([isIntact, afterBreach]).toEqual([false, undefined]);
      expect(await told(tenant)).toMatchObject({ isIntact: true, head: { sequence: 1 } });
    });
  });
};
