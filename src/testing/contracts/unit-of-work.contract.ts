import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Id } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import {
  buildContext,
  buildCustomer,
  buildInvitation,
  buildMembership,
  buildSession,
  buildTenant,
  buildUser,
  nextDay,
} from '../builders.ts';
import type { OpenStorage } from '../harness.ts';
import { inTurn, storageUnderTest } from '../harness.ts';

/** The milliseconds since 1970 that an id carries (UUIDv7). */
const instantIn = (id: Id): number => Number.parseInt(uuidOf(id).replace('-', '').slice(0, 12), 16);

type Repositories = IdentityRepositories & CustomerRepositories;

/**
 * The laws of `UnitOfWork`. `endedRunContract` proves a part of the third, `recordingContract` the
 * fourth, `idempotentRunsContract` the seventh.
 * The sixth, that runs do not nest, is one for callers: nothing is ambient, so a storage cannot
 * tell a nested run from one that happens at the same time.
 */
export const unitOfWorkContract = (
  name: string,
  open: OpenStorage<Repositories, CustomerReads>,
): void => {
  describe(`UnitOfWork: ${name}`, () => {
    const { enter, createTenant, storage } = storageUnderTest(open);

    test('law 1: a run gives what its work gave, and what it wrote is there', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer();

      const saved = await tenant.run(({ customers }) => customers.save(customer));

      expect(saved.facts).toEqual({ ...customer.facts, version: 1 });
      const found = await tenant.run(({ customers }) => customers.find(customer.facts.id));
      expect(found).toEqual(saved);
    });

    test('law 1: within a run, work sees what it wrote', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer();

      const found = await tenant.run(async ({ customers }) => {
        await customers.save(customer);
        return customers.find(customer.facts.id);
      });

      expect(found?.facts.version).toBe(1);
    });

    test('law 8: a run has one time, and the next has none before it', async () => {
      const tenant = await createTenant();
      const clock = () => storage().clock.now();

      const [first, later] = await tenant.runAt(nextDay, async ({ customers }, run) => {
        await customers.save(buildCustomer());
        return [run, { ...run }];
      });
      const second = await tenant.run(async (_repositories, run) => run);

      expect([first?.now, later?.now]).toEqual([nextDay, nextDay]);
      expect(first?.realNow).toBe(nextDay);
      expect(second.now).toBe(clock());
    });

    test('law 8: ids of a run carry its real time, each of its own', async () => {
      const tenant = await createTenant();

      const ids = await tenant.runAt(nextDay, async (_repositories, { nextId }) => [
        nextId('cus'),
        nextId('cus'),
        nextId('plan'),
      ]);

      expect(ids.map((id) => instantIn(id))).toEqual([nextDay, nextDay, nextDay]);
      expect(new Set(ids).size).toBe(3);
      expect(ids[2]).toMatch(/^plan_/);
    });

    test('law 2: a run that fails rejects with the failure, and keeps nothing', async () => {
      const tenant = await createTenant();
      const eventsBefore = await tenant.events();
      const [customer, user] = [buildCustomer(), buildUser()];
      const failure = new Error('The work changed its mind.');

      const run = tenant.run(async ({ customers, users, memberships, sessions }) => {
        await customers.save(customer);
        await users.save(user);
        await memberships.save(buildMembership(user));
        await sessions.save(buildSession(user));
        throw failure;
      });

      await expect(run).rejects.toBe(failure);
      const left = await tenant.run(async ({ customers, users, memberships }) => [
        await customers.find(customer.facts.id),
        await users.find(user.facts.id),
        await memberships.findByUser(user.facts.id),
      ]);
      expect(left).toEqual([undefined, undefined, undefined]);
      expect(await tenant.events()).toEqual(eventsBefore);
    });

    test('law 2: what was stored before a refusal in the same run goes with it', async () => {
      const tenant = await createTenant();
      const stored = buildCustomer({ email: 'ada@globex.example' });
      await tenant.run(({ customers }) => customers.save(stored));
      const first = buildCustomer();

      const run = tenant.run(async ({ customers }) => {
        await customers.save(first);
        await customers.save(buildCustomer({ email: 'ada@globex.example' }));
      });

      await expect(run).rejects.toThrow(CustomerEmailTaken);
      const listed = await tenant.read(({ customers }) =>
        customers.list({}, { limit: 10, after: null }),
      );
      expect(listed.map(({ id }) => id)).toEqual([stored.facts.id]);
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types).toEqual(['tenant.created', 'customer.created']);
    });

    test('law 2: a change and a removal are taken back too', async () => {
      const tenant = await createTenant();
      const [kept, deleted] = await tenant.run(async ({ customers }) => [
        await customers.save(buildCustomer({ name: 'Before' })),
        await customers.save(buildCustomer()),
      ]);

      const run = tenant.run(async ({ customers }) => {
        await customers.save(kept.change({ name: 'After' }, nextDay));
        await customers.delete(deleted.delete(nextDay));
        throw new Error('The work changed its mind.');
      });

      await expect(run).rejects.toThrow('changed its mind');
      const left = await tenant.run(async ({ customers }) => [
        await customers.find(kept.facts.id),
        await customers.find(deleted.facts.id),
      ]);
      expect(left).toEqual([kept, deleted]);
    });

    test('law 3: what one tenant stored is not there for another', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const user = buildUser();
      const [customer, invitation, session] = [
        buildCustomer(),
        buildInvitation(),
        buildSession(user),
      ];
      await acme.run(async (repositories) => {
        await repositories.users.save(user);
        await repositories.memberships.save(buildMembership(user));
        await repositories.customers.save(customer);
        await repositories.invitations.save(invitation);
        await repositories.sessions.save(session);
      });

      const found = await other.run(async (repositories) => [
        await repositories.memberships.findByUser(user.facts.id),
        await repositories.customers.find(customer.facts.id),
        await repositories.invitations.find(invitation.facts.id),
        await repositories.invitations.findByEmail(invitation.facts.email),
        await repositories.sessions.find(session.facts.id),
      ]);

      expect(found).toEqual([undefined, undefined, undefined, undefined, undefined]);
    });

    test('law 3: what one tenant stored cannot be changed or removed by another', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const customer = await acme.run(({ customers }) => customers.save(buildCustomer()));

      const change = other.run(({ customers }) =>
        customers.save(customer.change({ name: 'Stolen' }, nextDay)),
      );
      const removal = other.run(({ customers }) => customers.delete(customer.delete(nextDay)));

      await Promise.all([
        expect(change).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      const found = await acme.run(({ customers }) => customers.find(customer.facts.id));
      expect(found).toEqual(customer);
    });

    test('law 3: a tenant can be stored only in a run of its own', async () => {
      const [acme, other] = [await createTenant('Acme'), await createTenant('Other')];
      const stolen = await other.run(({ tenants }) => tenants.find());
      const newcomer = buildTenant();

      const change = acme.run(async ({ tenants }) => {
        if (stolen !== undefined) await tenants.save(stolen.change({ name: 'Stolen' }, nextDay));
      });
      const creating = acme.run(({ tenants }) => tenants.save(newcomer));

      const outcomes = await Promise.allSettled([change, creating]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      const seen = await inTurn([acme, other], (tenant) =>
        tenant.run(async ({ tenants }) => (await tenants.find())?.facts.name),
      );
      expect(seen).toEqual(['Acme', 'Other']);
      const created = await enter(buildContext(newcomer.facts.id)).run(({ tenants }) =>
        tenants.find(),
      );
      expect(created).toBeUndefined();
    });

    test('law 5: of runs that lock each other out, each comes through or is stale', async () => {
      const tenant = await createTenant();
      const [one, two] = await tenant.run(async ({ customers }) => [
        await customers.save(buildCustomer()),
        await customers.save(buildCustomer()),
      ]);
      const rename = (newName: string, order: readonly (typeof one)[]) =>
        tenant.run(async ({ customers }) => {
          for (const { facts } of order) {
            const customer = await customers.find(facts.id);
            if (customer !== undefined)
              await customers.save(customer.change({ name: newName }, nextDay));
            // Time enough for the other run to take hold of what this one wants next.
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        });

      const outcomes = await Promise.allSettled([
        rename('Forth', [one, two]),
        rename('Back', [two, one]),
      ]);

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.length).toBeLessThan(2);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(VersionMismatch);
      const left = await tenant.run(async ({ customers }) => [
        await customers.find(one.facts.id),
        await customers.find(two.facts.id),
      ]);
      const versionsLeft = left.map((customer) => customer?.facts.version);
      expect(versionsLeft).toEqual([3 - refused.length, 3 - refused.length]);
      expect(left[0]?.facts.name).toBe(left[1]?.facts.name);
      expect(await tenant.events()).toHaveLength(1 + 2 + 2 * (2 - refused.length));
    });
  });
};
