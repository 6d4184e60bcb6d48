import { describe, expect, test } from 'vitest';
import type { IdentityReads, IdentityRepositories } from '#application/identity/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { later } from '#domain/shared/time.ts';
import {
  buildId,
  buildMembership,
  buildSession,
  buildUser,
  nextDay,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenIdentity = OpenStorage<IdentityRepositories, IdentityReads>;

/** The laws of `SessionRepository`. */
export const sessionRepositoryContract = (name: string, open: OpenIdentity): void => {
  describe(`SessionRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const tenantWithMember = async () => {
      const tenant = await createTenant();
      const user = await tenant.run(async ({ users, memberships }) => {
        const saved = await users.save(buildUser());
        await memberships.save(buildMembership(saved));
        return saved;
      });
      return { tenant, user };
    };

    test('law 1: a session is found as it was last saved, or not at all', async () => {
      const { tenant, user } = await tenantWithMember();
      const session = buildSession(user);

      const saved = await tenant.run(({ sessions }) => sessions.save(session));

      const found = await tenant.run(async ({ sessions }) => [
        await sessions.find(session.facts.id),
        await sessions.find(buildId('ses')),
      ]);
      expect(found).toEqual([saved, undefined]);
      expect(saved.facts).toEqual({ ...session.facts, version: 1 });
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const { tenant, user } = await tenantWithMember();
      const first = await tenant.run(({ sessions }) => sessions.save(buildSession(user)));

      const second = await tenant.run(({ sessions }) =>
        sessions.save(first.refresh(user, 'another-hash', nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
      const found = await tenant.run(({ sessions }) => sessions.find(first.facts.id));
      expect(found).toEqual(second);
      expect(found?.facts.secretHash).toBe('another-hash');
    });

    test('law 3: of two who refresh the same session at once, one succeeds', async () => {
      const { tenant, user } = await tenantWithMember();
      const session = await tenant.run(({ sessions }) => sessions.save(buildSession(user)));

      const outcomes = await Promise.allSettled(
        ['one-hash', 'another-hash'].map((hash) =>
          tenant.run(({ sessions }) => sessions.save(session.refresh(user, hash, nextDay))),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toBeInstanceOf(VersionMismatch);
    });

    test('law 3: a stale session is not removed, and one that ended is gone', async () => {
      const { tenant, user } = await tenantWithMember();
      const stale = await tenant.run(({ sessions }) => sessions.save(buildSession(user)));
      const current = await tenant.run(({ sessions }) =>
        sessions.save(stale.refresh(user, 'another-hash', nextDay)),
      );

      const removal = tenant.run(({ sessions }) => sessions.delete(stale.end(nextDay)));

      await expect(removal).rejects.toThrow(VersionMismatch);
      const find = () => tenant.run(({ sessions }) => sessions.find(stale.facts.id));
      expect(await find()).toEqual(current);
      await tenant.run(({ sessions }) => sessions.delete(current.end(nextDay)));
      expect(await find()).toBeUndefined();
    });

    test('law 1: a person’s sessions are found newest first, as they were last saved', async () => {
      const { tenant, user } = await tenantWithMember();
      const other = await createTenant();
      const [first, third, second] = await tenant.run(async ({ users, sessions }) => {
        const colleague = await users.save(buildUser());
        await sessions.save(buildSession(colleague));
        return [
          await sessions.save(buildSession(user, { at: someday })),
          await sessions.save(buildSession(user, { at: nextDay })),
          await sessions.save(buildSession(user, { at: later(someday, 1000) })),
        ];
      });
      const elsewhere = await other.run(({ sessions }) => sessions.save(buildSession(user)));
      const refreshed = await tenant.run(({ sessions }) =>
        sessions.save(first.refresh(user, 'another-hash', nextDay)),
      );

      const ofUser = (at: typeof tenant) =>
        at.run(({ sessions }) => sessions.ofUser(user.facts.id));

      expect(await ofUser(tenant)).toEqual([third, second, refreshed]);
      expect(await ofUser(other)).toEqual([elsewhere]);
      await tenant.run(({ sessions }) => sessions.delete(third.end(nextDay)));
      expect(await ofUser(tenant)).toEqual([second, refreshed]);
    });

    test('law 1: a person who has no session has none to be found', async () => {
      const { tenant } = await tenantWithMember();

      const found = tenant.run(({ sessions }) => sessions.ofUser(buildId('usr')));

      expect(await found).toEqual([]);
    });

    test('a person’s sessions end here, and nobody else’s, and nowhere else', async () => {
      const { tenant, user } = await tenantWithMember();
      const other = await createTenant();
      const colleague = await tenant.run(({ users }) => users.save(buildUser()));
      const [mine, mineToo, theirs] = await tenant.run(async ({ sessions }) => [
        await sessions.save(buildSession(user, { at: someday })),
        await sessions.save(buildSession(user, { at: nextDay })),
        await sessions.save(buildSession(colleague)),
      ]);
      const elsewhere = await other.run(({ sessions }) => sessions.save(buildSession(user)));

      await tenant.run(({ sessions }) => sessions.removeAllOf(user.facts.id));

      const left = await tenant.run(({ sessions }) =>
        inTurn([mine, mineToo, theirs], ({ facts }) => sessions.find(facts.id)),
      );
      expect(left).toEqual([undefined, undefined, theirs]);
      const there = await other.run(({ sessions }) => sessions.find(elsewhere.facts.id));
      expect(there).toEqual(elsewhere);
    });
  });
};
