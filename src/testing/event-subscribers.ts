import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { Delivery } from '#application/events/deliver-events.ts';
import { DeliverEvents } from '#application/events/deliver-events.ts';
import type { EventPositions, HeldPosition, SubscriberState } from '#application/events/ports.ts';
import type { EventSubscriber, SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { buildCustomer, nextDay } from './builders.ts';
import type { TenantUnderTest } from './harness.ts';

export type EventRepositories = TenantRepositories & CustomerRepositories;
type Tenant = TenantUnderTest<EventRepositories, unknown>;

/** The event types of the subscribers of these tests, by default. */
export const subscribedTypes = ['tenant.created', 'customer.created', 'customer.updated'];

let named = 0;
/** A subscriber that nobody had before. */
export const subscriberOf = (
  hear: (events: readonly SequencedEvent[]) => void,
  eventTypes: readonly string[] = subscribedTypes,
): EventSubscriber => {
  named += 1;
  return {
    subscriber: `contract-${process.pid}-${Date.now()}-${named}`,
    eventTypes,
    useCase: { permission: 'tenant:read', execute: async (_context, { events }) => hear(events) },
  };
};

/** A new customer that is changed some times; gives its id. */
export const storeCustomer = async (tenant: Tenant, changes = 0): Promise<string> => {
  let customer = await tenant.run(({ customers }) => customers.save(buildCustomer()));
  for (let count = 1; count <= changes; count += 1) {
    const changed = customer.change({ name: `Name ${count}` }, nextDay);
    customer = await tenant.run(({ customers }) => customers.save(changed));
  }
  return customer.facts.id;
};

/** Positions as the tests use them. */
export const eventsAtHand = (positions: () => EventPositions) => ({
  deliver: (tenant: Tenant, subscriber: EventSubscriber): Promise<Delivery> =>
    new DeliverEvents({ positions: positions(), failed: () => undefined }).execute(
      tenant.context,
      subscriber,
    ),
  hold: (
    tenant: Tenant,
    { subscriber }: EventSubscriber,
    work: (position: HeldPosition) => Promise<void>,
  ): Promise<boolean> => positions().hold(tenant.id, subscriber, work),
  deadOf: ({ subscriber }: EventSubscriber) => positions().deadSubjects(subscriber, 10),
  stateOf: async ({ subscriber }: EventSubscriber): Promise<SubscriberState | undefined> => {
    const [state] = await positions().states([subscriber]);
    return state;
  },
  isServed: async ({ id }: Tenant): Promise<boolean> =>
    (await positions().tenantsToServe(10_000, null)).includes(id),
});
