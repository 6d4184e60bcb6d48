import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import {
  buildContext,
  buildCustomer,
  buildId,
  buildMembership,
  buildTenant,
  buildUser,
  nextDay,
  someday,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

/** The fourth law of `UnitOfWork`: what happened is recorded with what was stored. */
export const recordingContract = (
  name: string,
  open: OpenStorage<IdentityRepositories & CustomerRepositories, CustomerReads>,
): void => {
  describe(`Recording of events: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);

    test('law 4: events are recorded in order, with the actor and the request', async () => {
      const tenant = buildTenant();
      const [ada, grace] = [buildUser(), buildUser()];
      const membership = buildMembership(ada);
      const actor = {
        kind: 'user',
        userId: ada.facts.id,
        sessionId: buildId('ses'),
      } as const;
      const context = buildContext(tenant.facts.id, { actor, requestId: 'request-of-ada' });

      await storage().unitOfWork.run(context, async (repositories) => {
        await repositories.tenants.save(tenant);
        await repositories.users.save(ada);
        await repositories.memberships.save(membership);
        await repositories.users.save(grace);
        await repositories.customers.save(buildCustomer());
        await repositories.customers.save(buildCustomer());
      });

      const events = await storage().eventsOf(tenant.facts.id);
      expect(events.map(({ type }) => type)).toEqual([
        'tenant.created',
        'user.registered',
        'user.joined',
        'user.registered',
        'customer.created',
        'customer.created',
      ]);
      expect(events.map(({ requestId }) => requestId)).toEqual(events.map(() => 'request-of-ada'));
      expect(events.map((event) => event.actor)).toEqual(events.map(() => actor));
    });

    test('law 4: an event is recorded as it happened, with before and after', async () => {
      const tenant = await createTenant();
      const customer = await tenant.run(({ customers }) =>
        customers.save(buildCustomer({ name: 'Before', metadata: { tier: 'gold' } })),
      );
      const changed = customer.change({ name: 'After' }, nextDay);

      await tenant.run(({ customers }) => customers.save(changed));

      const [event] = (await tenant.events()).slice(-1);
      const { actor, requestId } = tenant.context;
      expect(event).toEqual({ ...changed.events[0], actor, requestId });
      expect(event).toMatchObject({ occurredAt: nextDay, subjectId: customer.facts.id });
    });

    test('law 4: everything that an aggregate did before it was stored is recorded', async () => {
      const tenant = await createTenant();
      const renamedTwice = buildCustomer({ at: someday })
        .change({ name: 'Once' }, someday)
        .change({ name: 'Twice' }, someday);

      await tenant.run(async ({ customers }) => {
        const saved = await customers.save(renamedTwice);
        await customers.delete(saved.delete(someday));
      });

      const types = (await tenant.events()).slice(1).map(({ type }) => type);
      expect(types).toEqual([
        'customer.created',
        'customer.updated',
        'customer.updated',
        'customer.deleted',
      ]);
    });

    test('law 4: one tenant’s events are not another’s', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];

      await acme.run(({ customers }) => customers.save(buildCustomer()));

      const types = (await other.events()).map(({ type }) => type);
      expect(types).toEqual(['tenant.created']);
    });
  });
};
