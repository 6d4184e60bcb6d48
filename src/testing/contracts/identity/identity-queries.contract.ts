import { describe, expect, test } from 'vitest';
import type { IdentityReads, IdentityRepositories } from '#application/identity/ports.ts';
import type { UserFilter } from '#application/identity/queries.ts';
import { invitationView, userView } from '#application/identity/queries.ts';
import { EmailTaken } from '#domain/identity/errors.ts';
import type { Role } from '#domain/identity/role.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import {
  buildId,
  buildInvitation,
  buildMembership,
  buildUser,
  byAnybody,
  nextDay,
  nextNumber,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenIdentity = OpenStorage<IdentityRepositories, IdentityReads>;

/** The laws of `UserQueries`. */
export const userQueriesContract = (name: string, open: OpenIdentity): void => {
  describe(`UserQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant with these members; each joins a second after the one before. */
    const tenantOf = async (people: readonly { name?: string; email?: string; role?: Role }[]) => {
      const tenant = await createTenant();
      const members = await tenant.run(async ({ users, memberships }) => {
        const all = [];
        for (const [index, { role = 'USER', ...person }] of people.entries()) {
          // The first to join has the youngest account, so that the two orders differ.
          const user = await users.save(buildUser({ ...person, at: later(nextDay, -index) }));
          const at = later(someday, index * 1000);
          const membership = await memberships.save(buildMembership(user, { role, at }));
          all.push({ user, membership });
        }
        return all;
      });
      const list = async (filter: UserFilter, limit = 100, after = -1) => {
        const key = members[after]?.membership.facts.id ?? null;
        const views = await tenant.read(({ users }) => users.list(filter, { limit, after: key }));
        return views.map((view) => view.name);
      };
      return { tenant, members, list };
    };

    test('a member is shown as the person and their place here', async () => {
      const { tenant, members } = await tenantOf([{ name: 'Ada', role: 'ADMIN' }]);

      const seen = await tenant.read(async ({ users }) => [
        ...(await users.list({}, { limit: 10, after: null })),
        members[0] && (await users.find(members[0].user.facts.id)),
      ]);

      const views = members.map(({ membership }) => userView(membership));
      expect(seen).toEqual([...views, ...views]);
    });

    test('who is no member here is not shown, though they are somewhere', async () => {
      const [{ tenant }, elsewhere] = [await tenantOf([{}]), await tenantOf([{}])];
      const stranger = await tenant.run(({ users }) => users.save(buildUser()));

      const seen = await tenant.read(({ users }) =>
        Promise.all(
          [stranger, ...elsewhere.members.map(({ user }) => user)].map(({ facts }) =>
            users.find(facts.id),
          ),
        ),
      );

      expect(seen).toEqual([undefined, undefined]);
      const listed = await tenant.read(({ users }) => users.list({}, { limit: 10, after: null }));
      expect(listed).toHaveLength(1);
    });

    test('laws 1 and 2: the latest to join come first, slice by slice', async () => {
      const { list } = await tenantOf(['A', 'B', 'C', 'D'].map((letter) => ({ name: letter })));

      expect(await list({})).toEqual(['D', 'C', 'B', 'A']);
      expect(await list({}, 2)).toEqual(['D', 'C']);
      expect(await list({}, 2, 2)).toEqual(['B', 'A']);
      expect(await list({}, 2, 0)).toEqual([]);
    });

    test('an address finds its member whole and whatever its case; a role finds all', async () => {
      const number = nextNumber();
      const { list } = await tenantOf([
        { name: 'Ada', email: `Ada_${number}@acme.example`, role: 'ADMIN' },
        { name: 'Grace', email: `adax${number}@acme.example` },
        { name: 'Joan', role: 'ADMIN' },
      ]);

      expect(await list({ email: `aDA_${number}@ACME.example` })).toEqual(['Ada']);
      expect(await list({ email: 'ada' })).toEqual([]);
      expect(await list({ role: 'ADMIN' })).toEqual(['Joan', 'Ada']);
      expect(await list({ role: 'USER' })).toEqual(['Grace']);
      expect(await list({ role: 'ADMIN' }, 1, 2)).toEqual(['Ada']);
    });

    test('a search looks in names and addresses, for what it says, whatever the case', async () => {
      const number = nextNumber();
      const { list } = await tenantOf([
        { name: 'Ada Lovelace' },
        { name: 'Öde_100%\\', email: `wide.love.${number}@acme.example` },
      ]);

      expect(await list({ search: 'LOVE' })).toEqual(['Öde_100%\\', 'Ada Lovelace']);
      expect(await list({ search: 'öDE' })).toEqual(['Öde_100%\\']);
      expect(await list({ search: '%' })).toEqual(['Öde_100%\\']);
      expect(await list({ search: 'e_1' })).toEqual(['Öde_100%\\']);
      expect(await list({ search: '\\' })).toEqual(['Öde_100%\\']);
      expect(await list({ search: 'nobody' })).toEqual([]);
    });

    test('a search for members knows neither case, accents nor forms, and finds ids', async () => {
      const { list, members } = await tenantOf([
        { name: 'İbrahim Müller' },
        { name: '山田太郎' },
        { name: 'Straße' },
      ]);
      const [first] = members;

      expect(await list({ search: 'ibrahim MULLER' })).toEqual(['İbrahim Müller']);
      expect(await list({ search: 'mu\u0308l' })).toEqual(['İbrahim Müller']);
      expect(await list({ search: '田太' })).toEqual(['山田太郎']);
      expect(await list({ search: 'STRASSE' })).toEqual(['Straße']);
      expect(await list({ search: '@ACME.example' })).toHaveLength(3);
      const ids = [first?.user.facts.id, first?.membership.facts.id];
      for (const id of ids) {
        expect(await list({ search: id })).toEqual(['İbrahim Müller']);
        expect(await list({ search: id?.slice(0, 8) })).toContain('İbrahim Müller');
      }
      expect(await list({ search: 'usr_0' })).toHaveLength(3);
      expect(await list({ search: 'usr_7zz' })).toEqual([]);
    });
  });
};

/** The laws of `InvitationQueries`. */
export const invitationQueriesContract = (name: string, open: OpenIdentity): void => {
  describe(`InvitationQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('laws 1 and 2: open invitations are listed newest first, slice by slice', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      await other.run(({ invitations }) => invitations.save(buildInvitation()));
      const saved = await tenant.run(async ({ invitations }) => [
        await invitations.save(buildInvitation({ at: later(someday, 1000), role: 'ADMIN' })),
        await invitations.save(buildInvitation({ at: someday, invitedBy: buildId('usr') })),
        await invitations.save(buildInvitation({ at: nextDay })),
      ]);
      const [second, first, third] = saved.map(invitationView);

      const list = (limit: number, after: (typeof saved)[number] | undefined) =>
        tenant.read(({ invitations }) =>
          invitations.list({ limit, after: after?.facts.id ?? null }, someday),
        );

      expect(await list(10, undefined)).toEqual([third, second, first]);
      expect(await list(1, undefined)).toEqual([third]);
      expect(await list(1, saved[2])).toEqual([second]);
      expect(await list(10, saved[1])).toEqual([]);
    });

    test('law 3: an invitation is listed until the instant at which it is over', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));
      const { expiresAt } = saved.facts;

      const listedAt = (now: Instant) =>
        tenant.read(({ invitations }) => invitations.list({ limit: 10, after: null }, now));

      expect(await listedAt(later(expiresAt, -1))).toEqual([invitationView(saved)]);
      expect(await listedAt(expiresAt)).toEqual([]);
    });

    test('a closed invitation is not listed', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ invitations }) => invitations.save(buildInvitation()));

      await tenant.run(({ invitations }) => invitations.delete(saved.end(nextDay)));

      const listed = tenant.read(({ invitations }) =>
        invitations.list({ limit: 10, after: null }, someday),
      );
      expect(await listed).toEqual([]);
    });
  });
};

/** The law of `Directory`. */
export const directoryContract = (name: string, open: OpenIdentity): void => {
  describe(`Directory: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);

    test('law 1: a person is found with their own places, newest membership first', async () => {
      const [acme, initech, umbrella] = [
        await createTenant('Acme'),
        await createTenant('Initech'),
        await createTenant('Umbrella'),
      ];
      const number = nextNumber();
      const email = `Ada.${number}@Acme.example`;
      const [ada, grace] = await acme.run(async ({ users }) => [
        await users.save(buildUser({ email })),
        await users.save(buildUser()),
      ]);
      const join = (tenant: typeof acme, user: typeof ada, role: Role, at: number) =>
        tenant.run(({ memberships }) =>
          memberships.save(buildMembership(user, { role, at: later(someday, at) })),
        );
      await join(acme, ada, 'USER', 2000);
      await join(initech, ada, 'ADMIN', 1000);
      await join(umbrella, grace, 'ADMIN', 3000);
      await join(acme, grace, 'ADMIN', 3000);

      const { directory } = storage();
      const found = [
        await directory.find(ada.facts.id),
        await directory.findByEmail(`aDA.${number}@ACME.example` as EmailAddress),
      ];

      const person = {
        user: ada,
        tenants: [
          { id: acme.id, name: 'Acme', role: 'USER' },
          { id: initech.id, name: 'Initech', role: 'ADMIN' },
        ],
      };
      expect(found).toEqual([person, person]);
    });

    test('law 1: a person with no place has none, and an unknown one is not found', async () => {
      const tenant = await createTenant();
      const user = await tenant.run(({ users }) => users.save(buildUser()));
      const { directory } = storage();

      expect(await directory.find(user.facts.id)).toEqual({ user, tenants: [] });
      expect(await directory.find(buildId('usr'))).toBeUndefined();
      expect(await directory.findByEmail('%' as EmailAddress)).toBeUndefined();
    });

    test('law 2: a person with no place is saved, one version on', async () => {
      const tenant = await createTenant();
      const user = await tenant.run(({ users }) => users.save(buildUser()));
      const { directory } = storage();

      const saved = await directory.save(user.rename('Grace', nextDay));

      expect(saved.facts).toEqual({
        ...user.facts,
        name: 'Grace',
        updatedAt: nextDay,
        version: user.facts.version + 1,
      });
      expect((await directory.find(user.facts.id))?.user).toEqual(saved);
    });

    test('law 2: a stale state, and an address that is taken, change nothing', async () => {
      const tenant = await createTenant();
      const [user, other] = await tenant.run(async ({ users }) => [
        await users.save(buildUser()),
        await users.save(buildUser()),
      ]);
      const { directory } = storage();
      const saved = await directory.save(user.verifyEmail(nextDay));

      await expect(directory.save(user.rename('Late', nextDay))).rejects.toThrow(VersionMismatch);
      const taken = directory.save(saved.changeEmail(other.facts.email, nextDay));
      await expect(taken).rejects.toThrow(EmailTaken);
      expect((await directory.find(user.facts.id))?.user).toEqual(saved);
    });

    test('law 1: a place that was lost is not shown', async () => {
      const tenant = await createTenant();
      const user = await tenant.run(async ({ users, memberships }) => {
        const saved = await users.save(buildUser());
        const colleague = await users.save(buildUser());
        await memberships.save(buildMembership(colleague));
        const membership = await memberships.save(buildMembership(saved));
        await memberships.delete(
          membership.end(byAnybody(await memberships.administrators()), nextDay),
        );
        return saved;
      });

      expect((await storage().directory.find(user.facts.id))?.tenants).toEqual([]);
    });
  });
};
