import { describe, expect, test } from 'vitest';
import type { IdentityReads, IdentityRepositories } from '#application/identity/ports.ts';
import { AlreadyMember, EmailTaken, LastAdmin } from '#domain/identity/errors.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import {
  buildId,
  buildMembership,
  buildUser,
  byAnybody,
  nextDay,
  nextNumber,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenIdentity = OpenStorage<IdentityRepositories, IdentityReads>;

const otherHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$b3RoZXI' as PasswordHash;

/** The laws of `UserRepository`. People belong to no tenant, so any tenant's run will do. */
export const userRepositoryContract = (name: string, open: OpenIdentity): void => {
  describe(`UserRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a person is found by id and by address, whatever its case', async () => {
      const tenant = await createTenant();
      const number = nextNumber();
      const user = buildUser({ name: 'Ada', email: `Ada.${number}@Acme.example` });

      const saved = await tenant.run(({ users }) => users.save(user));

      const upper = `ADA.${number}@ACME.EXAMPLE` as EmailAddress;
      const found = await tenant.run(async ({ users }) => [
        await users.find(user.facts.id),
        await users.findByEmail(user.facts.email),
        await users.findByEmail(upper),
      ]);
      expect(found).toEqual([saved, saved, saved]);
      expect(saved.facts).toEqual({ ...user.facts, version: 1 });
    });

    test('law 1: a person is found from another tenant, by who asks for them by name', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const saved = await acme.run(({ users }) => users.save(buildUser()));

      const found = await other.run(async ({ users }) => [
        await users.find(saved.facts.id),
        await users.findByEmail(saved.facts.email),
      ]);

      expect(found).toEqual([saved, saved]);
    });

    test('law 1: nobody is found under an unknown id or address', async () => {
      const tenant = await createTenant();
      await tenant.run(({ users }) => users.save(buildUser()));

      const found = await tenant.run(async ({ users }) => [
        await users.find(buildId('usr')),
        await users.findByEmail('%@acme.example' as EmailAddress),
      ]);

      expect(found).toEqual([undefined, undefined]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();
      const first = await tenant.run(({ users }) => users.save(buildUser()));

      const second = await tenant.run(({ users }) =>
        users.save(first.changePassword(otherHash, nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
      expect(second.facts).toMatchObject({ passwordHash: otherHash, passwordVersion: 2 });
      expect(await tenant.run(({ users }) => users.find(first.facts.id))).toEqual(second);
    });

    test('law 3: a stale state is refused, and changes nothing', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ users }) => users.save(buildUser()));
      const current = await tenant.run(({ users }) =>
        users.save(stale.changePassword(otherHash, nextDay)),
      );

      const save = tenant.run(({ users }) => users.save(stale.changePassword(otherHash, nextDay)));

      await expect(save).rejects.toThrow(VersionMismatch);
      expect(await tenant.run(({ users }) => users.find(stale.facts.id))).toEqual(current);
    });

    test('law 4: an address is taken whatever its case, in whichever tenant', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const number = nextNumber();
      await acme.run(({ users }) => users.save(buildUser({ email: `ada.${number}@acme.example` })));

      const email = `ADA.${number}@Acme.Example`;
      const registration = other.run(({ users }) => users.save(buildUser({ email })));

      await expect(registration).rejects.toThrow(EmailTaken);
    });

    test('law 4: of many who register the same address at once, one gets it', async () => {
      const tenants = [await createTenant(), await createTenant(), await createTenant()];
      const email = `ada.${nextNumber()}@acme.example`;

      const outcomes = await Promise.allSettled(
        tenants.map((tenant) => tenant.run(({ users }) => users.save(buildUser({ email })))),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(EmailTaken);
    });
  });
};

/** The laws of `MembershipRepository`. */
export const membershipRepositoryContract = (name: string, open: OpenIdentity): void => {
  describe(`MembershipRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant and its members, each stored. */
    const tenantOf = async (roles: readonly ('ADMIN' | 'USER')[]) => {
      const tenant = await createTenant();
      const members = await tenant.run(async ({ users, memberships }) => {
        const all = [];
        for (const role of roles) {
          const user = await users.save(buildUser());
          all.push(await memberships.save(buildMembership(user, { role })));
        }
        return all;
      });
      return { tenant, members };
    };

    test('law 1: a membership is found by its person, as it was last saved', async () => {
      const { tenant, members } = await tenantOf(['USER', 'ADMIN']);

      const found = await tenant.run(({ memberships }) =>
        inTurn(members, ({ facts }) => memberships.findByUser(facts.userId)),
      );

      expect(found).toEqual(members);
      expect(found.map((member) => member?.facts.role)).toEqual(['USER', 'ADMIN']);
    });

    test('law 1: who is no member, or none any more, is not found', async () => {
      const { tenant, members } = await tenantOf(['ADMIN', 'USER']);
      const stranger = await tenant.run(({ users }) => users.save(buildUser()));
      const userIds = [stranger.facts.id, ...members.slice(1).map(({ facts }) => facts.userId)];

      const found = await tenant.run(async ({ memberships }) => {
        const administrators = await memberships.administrators();
        for (const member of members.slice(1)) {
          await memberships.delete(member.end(byAnybody(administrators), nextDay));
        }
        return inTurn(userIds, (userId) => memberships.findByUser(userId));
      });

      expect(found).toEqual([undefined, undefined]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const { tenant, members } = await tenantOf(['USER']);

      const saved = await tenant.run(async ({ memberships }) => {
        const administrators = await memberships.administrators();
        const [member] = members;
        return (
          member && memberships.save(member.changeRole('ADMIN', byAnybody(administrators), nextDay))
        );
      });

      expect(saved?.facts).toMatchObject({ version: 2, role: 'ADMIN', updatedAt: nextDay });
      expect(saved?.events).toEqual([]);
    });

    test('law 3: a stale membership is neither saved nor removed', async () => {
      const { tenant, members } = await tenantOf(['ADMIN', 'ADMIN']);
      const demote = () =>
        tenant.run(async ({ memberships }) => {
          const administrators = await memberships.administrators();
          const [member] = members;
          return (
            member &&
            memberships.save(member.changeRole('USER', byAnybody(administrators), nextDay))
          );
        });
      const current = await demote();

      const removal = tenant.run(async ({ memberships }) => {
        const [member] = members;
        const ended = member?.end(byAnybody(await memberships.administrators()), nextDay);
        if (ended !== undefined) await memberships.delete(ended);
      });

      await Promise.all([
        expect(demote()).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      const found = await tenant.run(
        async ({ memberships }) => current && memberships.findByUser(current.facts.userId),
      );
      expect(found).toEqual(current);
    });

    test('law 4: a person is a member once, but of many tenants', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const user = await acme.run(({ users }) => users.save(buildUser()));
      await acme.run(({ memberships }) => memberships.save(buildMembership(user)));

      const again = acme.run(({ memberships }) => memberships.save(buildMembership(user)));
      const elsewhere = other.run(({ memberships }) => memberships.save(buildMembership(user)));

      await expect(again).rejects.toThrow(AlreadyMember);
      expect((await elsewhere).facts.userId).toBe(user.facts.id);
    });

    test('law 5: administrators are the ADMINs of this tenant, as the run left them', async () => {
      const { tenant, members } = await tenantOf(['ADMIN', 'USER']);
      await tenantOf(['ADMIN', 'ADMIN']);
      const [admin, user] = members;

      const work = tenant.run(async ({ memberships }) => {
        const before = await memberships.administrators();
        expect(() => admin && before.refuseToLose(admin.facts.userId)).toThrow(LastAdmin);
        if (user !== undefined)
          await memberships.save(user.changeRole('ADMIN', byAnybody(before), nextDay));
        const after = await memberships.administrators();
        if (admin !== undefined) await memberships.delete(admin.end(byAnybody(after), nextDay));
      });

      await expect(work).resolves.toBeUndefined();
    });

    test('law 5: who asks for administrators waits for the one who has them', async () => {
      const { tenant, members } = await tenantOf(['ADMIN', 'ADMIN']);
      const [ada, grace] = members;
      const held = Promise.withResolvers<void>();
      const letGo = Promise.withResolvers<void>();
      let answered = false;

      const first = tenant.run(async ({ memberships }) => {
        const administrators = await memberships.administrators();
        held.resolve();
        await letGo.promise;
        if (ada !== undefined)
          await memberships.delete(ada.end(byAnybody(administrators), nextDay));
      });
      await held.promise;
      const second = tenant.run(async ({ memberships }) => {
        const administrators = await memberships.administrators();
        answered = true;
        if (grace !== undefined)
          await memberships.delete(grace.end(byAnybody(administrators), nextDay));
      });
      const settled = Promise.allSettled([first, second]);
      await new Promise((resolve) => setTimeout(resolve, 100));

      expect(answered).toBe(false);
      letGo.resolve();
      const [removal, refusal] = await settled;
      expect(removal.status).toBe('fulfilled');
      expect(refusal).toMatchObject({ reason: expect.any(LastAdmin) as LastAdmin });
    });

    test('law 5: administrators who remove each other at once leave one', async () => {
      const { tenant, members } = await tenantOf(['ADMIN', 'ADMIN', 'ADMIN', 'ADMIN']);

      const outcomes = await Promise.allSettled(
        members.map(({ facts }) =>
          tenant.run(async ({ memberships }) => {
            const administrators = await memberships.administrators();
            const member = await memberships.findByUser(facts.userId);
            if (member !== undefined)
              await memberships.delete(member.end(byAnybody(administrators), nextDay));
          }),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toBeInstanceOf(LastAdmin);
    });
  });
};
