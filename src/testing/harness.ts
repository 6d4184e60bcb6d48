import { afterAll, beforeAll } from 'vitest';
import type { Actor, RequestContext } from '#application/shared/context.ts';
import type { Run } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories, StoragePorts } from '#application/storage.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { buildContext, buildTenant, someday } from './builders.ts';
import type { FixedClock } from './fixed-clock.ts';

/** An event as it was recorded: what happened, who did it, in which request. */
export interface RecordedEvent extends DomainEvent {
  readonly actor: Actor;
  readonly requestId: string;
}

/** A storage under test: its ports, its time, and a way to see what it recorded. */
export interface StorageHarness<Repositories = AllRepositories, Queries = AllQueries>
  extends StoragePorts<Repositories, Queries> {
  /** The clock of the storage's runs. */
  readonly clock: FixedClock;
  /** The recorded events of one tenant, in the order of the storage. */
  eventsOf(tenantId: TenantId): Promise<readonly RecordedEvent[]>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the storage for one contract. It holds nothing, or only what other contracts of the same
 * process left behind: each test creates tenants of its own.
 */
export type OpenStorage<Repositories = AllRepositories, Queries = AllQueries> = () => Promise<
  StorageHarness<Repositories, Queries>
>;

/** One tenant of the storage under test, with its runs and reads. */
export interface TenantUnderTest<Repositories, Queries> {
  readonly id: TenantId;
  readonly context: RequestContext;
  run<Result>(work: (repositories: Repositories, run: Run) => Promise<Result>): Promise<Result>;
  /** A run at this instant. */
  runAt<Result>(
    instant: Instant,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result>;
  read<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  events(): Promise<readonly RecordedEvent[]>;
}

/** The storage of the suite that calls this: opened before its tests, closed after them. */
export const storageUnderTest = <Repositories extends TenantRepositories, Queries>(
  open: OpenStorage<Repositories, Queries>,
) => {
  let opened: StorageHarness<Repositories, Queries> | undefined;
  const storage = (): StorageHarness<Repositories, Queries> => {
    if (opened === undefined) throw new Error('The storage is open only while tests run.');
    return opened;
  };
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  const enter = (context: RequestContext): TenantUnderTest<Repositories, Queries> => ({
    id: context.tenantId,
    context,
    run: (work) => storage().unitOfWork.run(context, work),
    runAt: async (instant, work) => {
      const { clock, unitOfWork } = storage();
      clock.set(instant);
      try {
        return await unitOfWork.run(context, work);
      } finally {
        clock.set(someday);
      }
    },
    read: (work) => storage().reads.read(context, work),
    events: () => storage().eventsOf(context.tenantId),
  });

  return {
    storage,
    /** Runs and reads in a tenant, there or not, under any context. */
    enter,
    /** Stores a tenant, so that there is one to store things in. */
    createTenant: async (name?: string): Promise<TenantUnderTest<Repositories, Queries>> => {
      const tenant = buildTenant(name === undefined ? {} : { name });
      const atHand = enter(buildContext(tenant.facts.id));
      await atHand.run(({ tenants }) => tenants.save(tenant));
      return atHand;
    },
  };
};

/** One after the other: the repositories of a run share one connection, which answers in turn. */
export const inTurn = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
};
