import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { EventReads, SequencePlace } from '#application/events/queries.ts';
import { placesMax } from '#application/events/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { buildCustomer, buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories;
type Tenant = TenantUnderTest<Repositories, EventReads>;

const allTypes = ['tenant.created', 'customer.created', 'customer.updated', 'customer.deleted'];

const store = async (tenant: Tenant, changes = 0): Promise<CustomerId> =>
  tenant.run(async ({ customers }) => {
    let customer = await customers.save(buildCustomer());
    for (let change = 1; change <= changes; change += 1) {
      customer = await customers.save(customer.change({ name: `Name ${change}` }, nextDay));
    }
    return customer.facts.id;
  });

const partAfter = (tenant: Tenant, place: SequencePlace | null, limit = 100, types = allTypes) =>
  tenant.read(({ eventSequence }) => eventSequence.after(place, { types, limit }));

/** Reads on from each place until there is no more. */
const readOn = async (
  tenant: Tenant,
  from: SequencePlace | null,
  limit = 100,
  types?: string[],
) => {
  const subjects: string[] = [];
  let place = from;
  for (;;) {
    const part = await partAfter(tenant, place, limit, types);
    if (part === undefined) throw new Error('The place is lost.');
    subjects.push(...part.events.map(({ subjectId }) => subjectId));
    place = part.through;
    if (!part.hasMore) return { subjects, place };
  }
};

/** The laws of `EventSequenceQueries`. */
export const eventSequenceContract = (
  name: string,
  open: OpenStorage<Repositories, EventReads>,
): void => {
  describe(`EventSequenceQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: the events stand in the order of their commits, each as it was', async () => {
      const tenant = await createTenant();
      const [first, second] = [await store(tenant, 1), await store(tenant)];

      const part = await partAfter(tenant, null);

      const seen = part?.events.map(({ sequence, type, subjectId }) => [sequence, type, subjectId]);
      expect(seen).toEqual([
        [1, 'tenant.created', tenant.id],
        [2, 'customer.created', first],
        [3, 'customer.updated', first],
        [4, 'customer.created', second],
      ]);
      expect(part?.events[2]).toEqual({
        id: expect.stringMatching(/^evt_/) as string,
        sequence: 3,
        type: 'customer.updated',
        subjectId: first,
        occurredAt: nextDay,
        before: expect.objectContaining({ name: 'Globex' }) as object,
        after: expect.objectContaining({ name: 'Name 1' }) as object,
      });
      expect(part?.events[1]).toMatchObject({ occurredAt: someday, before: null });
      expect(part?.hasMore).toBe(false);
      expect(part?.through).toEqual({ sequence: 4, id: part?.events[3]?.id });
    });

    test('law 1: a part has its limit, of the wanted types, behind its place', async () => {
      const tenant = await createTenant();
      const [first, second] = [await store(tenant, 2), await store(tenant)];
      const sequences = async (...given: Parameters<typeof partAfter>) => {
        const part = await partAfter(...given);
        return [...(part?.events ?? []).map(({ sequence }) => sequence), part?.hasMore];
      };

      const one = await partAfter(tenant, null, 2);
      expect(one?.through?.sequence).toBe(2);
      expect(await sequences(tenant, null, 2)).toEqual([1, 2, true]);
      expect(await sequences(tenant, one?.through ?? null, 2)).toEqual([3, 4, true]);
      expect(await sequences(tenant, null, 5)).toEqual([1, 2, 3, 4, 5, false]);
      expect(await sequences(tenant, null, 4)).toEqual([1, 2, 3, 4, true]);
      expect(await sequences(tenant, null, 1, ['customer.updated'])).toEqual([3, true]);
      expect(await sequences(tenant, null, 2, ['customer.updated'])).toEqual([3, 4, false]);
      expect(await sequences(tenant, null, 9, ['customer.deleted'])).toEqual([false]);
      const created = await readOn(tenant, null, 1, ['customer.created']);
      expect(created.subjects).toEqual([first, second]);
    });

    test('law 2: reading on from the end gives what came since, and nothing twice', async () => {
      const tenant = await createTenant();
      await store(tenant, 1);
      const { place } = await readOn(tenant, null, 2, ['tenant.created']);
      expect((await partAfter(tenant, place))?.events).toEqual([]);

      const later = await store(tenant);
      const failing = tenant.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        throw new Error('No.');
      });
      await expect(failing).rejects.toThrow('No.');

      expect((await readOn(tenant, place)).subjects).toEqual([later]);
    });

    test('law 2: what many wrote at once is met in full, and each once', async () => {
      const tenant = await createTenant();
      const written = new AbortController();
      const met: string[] = [];
      let place: SequencePlace | null = null;
      const reading = (async () => {
        for (let isLast = false; !isLast; ) {
          isLast = written.signal.aborted;
          const part = await readOn(tenant, place, 3, ['customer.created']);
          met.push(...part.subjects);
          place = part.place;
        }
      })();
      const writers = Array.from({ length: 12 }, () =>
        inTurn(Array.from({ length: 5 }), () => store(tenant)),
      );

      const made = (await Promise.all(writers)).flat();
      written.abort();
      await reading;

      expect(met.toSorted()).toEqual(made.toSorted());
    });

    test('law 2: a rare type is found behind more places than one call looks at', async () => {
      const tenant = await createTenant();
      await inTurn(Array.from({ length: Math.ceil(placesMax / 500) }), () => store(tenant, 500));
      const removed = await tenant.run(async ({ customers }) => {
        const customer = await customers.save(buildCustomer());
        await customers.delete(customer.delete(nextDay));
        return customer.facts.id;
      });

      const first = await partAfter(tenant, null, 10, ['customer.deleted']);
      expect([first?.events, first?.hasMore]).toEqual([[], true]);
      const { subjects } = await readOn(tenant, null, 10, ['customer.deleted']);
      expect(subjects).toEqual([removed]);
    });

    test('law 3: a place that the sequence does not hold is told from an end', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      await store(tenant);
      const { place } = await readOn(tenant, null);
      const { place: theirs } = await readOn(other, null);
      if (place === null || theirs === null) throw new Error('Nothing was recorded.');

      expect(await partAfter(tenant, { ...place, id: buildId('evt') })).toBeUndefined();
      expect(await partAfter(tenant, { ...place, sequence: 3 })).toBeUndefined();
      expect(await partAfter(tenant, { ...place, sequence: 1 })).toBeUndefined();
      expect(await partAfter(tenant, theirs)).toBeUndefined();
      expect(await partAfter(tenant, place)).toEqual({
        events: [],
        through: place,
        hasMore: false,
      });
    });

    test('law 4: what is committed later stands behind the end', async () => {
      const tenant = await createTenant();
      await store(tenant, 1);
      const end = await tenant.read(({ eventSequence }) => eventSequence.end());
      const later = await store(tenant);

      expect(end?.sequence).toBe(3);
      expect((await readOn(tenant, end)).subjects).toEqual([later]);
    });
  });
};
