import { describe, expect, test } from 'vitest';
import type { IdentityReads, IdentityRepositories } from '#application/identity/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { buildId, buildInvitation, invitedWith, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenIdentity = OpenStorage<IdentityRepositories, IdentityReads>;

/** The laws of `InvitationRepository`. */
export const invitationRepositoryContract = (name: string, open: OpenIdentity): void => {
  describe(`InvitationRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: an invitation is found by id and by address, whatever its case', async () => {
      const tenant = await createTenant();
      const invitation = buildInvitation({
        email: 'Grace@Acme.example',
        role: 'ADMIN',
        invitedBy: buildId('usr'),
      });

      const saved = await tenant.run(({ invitations }) => invitations.save(invitation));

      const found = await tenant.run(async ({ invitations }) => [
        await invitations.find(invitation.facts.id),
        await invitations.findByEmail('gRACE@aCME.EXAMPLE' as EmailAddress),
      ]);
      expect(found).toEqual([saved, saved]);
      expect(saved.facts).toEqual({ ...invitation.facts, version: 1 });
      expect(saved.secretHash).toBe(invitation.secretHash);
    });

    test('law 1: an unknown invitation and a closed one are not found', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));

      await tenant.run(({ invitations }) => invitations.delete(saved.end(nextDay)));

      const found = await tenant.run(async ({ invitations }) => [
        await invitations.find(saved.facts.id),
        await invitations.findByEmail(saved.facts.email),
        await invitations.find(buildId('ivt')),
      ]);
      expect(found).toEqual([undefined, undefined, undefined]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();
      const first = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));

      const second = await tenant.run(({ invitations }) =>
        invitations.save(first.issueAgain('ADMIN', invitedWith('another-hash'), nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
      const found = await tenant.run(({ invitations }) => invitations.find(first.facts.id));
      expect(found).toEqual(second);
      expect(found?.secretHash).toBe('another-hash');
    });

    test('law 3: a stale invitation is neither saved nor removed', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));
      const current = await tenant.run(({ invitations }) =>
        invitations.save(stale.issueAgain('USER', invitedWith('another-hash'), nextDay)),
      );

      const save = tenant.run(({ invitations }) =>
        invitations.save(stale.issueAgain('ADMIN', invitedWith('a-third-hash'), nextDay)),
      );
      const removal = tenant.run(({ invitations }) => invitations.delete(stale.end(nextDay)));

      await Promise.all([
        expect(save).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      const found = await tenant.run(({ invitations }) => invitations.find(stale.facts.id));
      expect(found).toEqual(current);
    });

    test('law 3: an invitation is closed once', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));

      const outcomes = await Promise.allSettled(
        [1, 2, 3].map(() =>
          tenant.run(({ invitations }) => invitations.delete(saved.end(nextDay))),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(VersionMismatch);
    });

    test('law 4: an address has one open invitation, whatever its case', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      await acme.run(({ invitations }) =>
        invitations.save(buildInvitation({ email: 'grace@acme.example' })),
      );
      const twin = buildInvitation({ email: 'GRACE@acme.example' });

      const again = acme.run(({ invitations }) => invitations.save(twin));
      const elsewhere = other.run(({ invitations }) => invitations.save(twin));

      await expect(again).rejects.toThrow(VersionMismatch);
      expect((await elsewhere).facts.version).toBe(1);
    });

    test('law 4: an address whose invitation was closed can be invited again', async () => {
      const tenant = await createTenant();
      const email = 'grace@acme.example';
      const first = await tenant.run(({ invitations }) =>
        invitations.save(buildInvitation({ email })),
      );

      await tenant.run(({ invitations }) => invitations.delete(first.end(nextDay)));

      const second = tenant.run(({ invitations }) => invitations.save(buildInvitation({ email })));
      expect((await second).facts.version).toBe(1);
    });

    test('laws 5 and 6: what stands on somebody is found, and can be handed over', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [ada, grace] = [buildId('usr'), buildId('usr')];
      const saveBy = (at: typeof tenant, invitedBy: typeof ada) =>
        at.run(({ invitations }) => invitations.save(buildInvitation({ invitedBy })));
      const [adas, graces] = [await saveBy(tenant, ada), await saveBy(tenant, grace)];
      await saveBy(other, ada);
      const eventsBefore = await tenant.events();

      const before = await tenant.run(({ invitations }) => invitations.grantedBy(ada));
      await tenant.run(({ invitations }) => invitations.handOver(ada, grace));

      const after = await tenant.run(({ invitations }) => invitations.grantedBy(grace));
      expect(before).toEqual([adas]);
      expect(await tenant.run(({ invitations }) => invitations.grantedBy(ada))).toEqual([]);
      expect(await other.run(({ invitations }) => invitations.grantedBy(ada))).toHaveLength(1);
      expect(new Map(after.map(({ facts }) => [facts.id, facts.version]))).toEqual(
        new Map([adas, graces].map(({ facts }) => [facts.id, 1])),
      );
      expect(await tenant.events()).toEqual(eventsBefore);
    });

    test('law 5: one that is being accepted is not given until that is settled', async () => {
      const tenant = await createTenant();
      const ada = buildId('usr');
      const saved = await tenant.run(({ invitations }) =>
        invitations.save(buildInvitation({ invitedBy: ada })),
      );
      const [removed, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

      const accepting = tenant.run(async ({ invitations }) => {
        await invitations.delete(saved.accept(buildId('usr'), someday));
        removed.resolve();
        await letGo.promise;
      });
      await removed.promise;
      const given = tenant.run(({ invitations }) => invitations.grantedBy(ada));
      letGo.resolve();
      await accepting;

      expect(await given).toEqual([]);
    });
  });
};
