import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { IdempotencyRequest } from '#application/shared/idempotency.ts';
import {
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
  ReplayedResponse,
  withoutIdempotency,
} from '#application/shared/idempotency.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { Rate } from '#domain/shared/rate.ts';
import { buildCustomer, buildHash, buildIdempotencyRequest } from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories;
type OpenIdempotency = OpenStorage<Repositories, CustomerReads>;
type Tenant = TenantUnderTest<Repositories, CustomerReads>;

/** Creates a customer, and gives what a use case would answer with. */
const create = async (tenant: Tenant) => {
  const { id } = await tenant.run(async ({ customers }) => {
    const { facts } = await customers.save(buildCustomer());
    return { ...telling, id: facts.id };
  });
  return id;
};

/** Results that an outcome may hold: texts as they are, and values of the domain. */
const telling = {
  name: 'Zoë 🔑\u0000',
  amount: Money.of(-4900n, parseCurrencyCode('EUR')),
  tiers: [{ upTo: null, rate: Rate.of(125n, 3), units: 10n ** 20n }],
  metadata: { $money: 'a text', $object: 'another' },
};

const customersOf = async (tenant: Tenant) => {
  const views = await tenant.read(({ customers }) =>
    customers.list({}, { limit: 100, after: null }),
  );
  return views.map(({ id }) => id);
};

/** The seventh law of `UnitOfWork`: the work under one idempotency key is done once. */
export const idempotentRunsContract = (name: string, open: OpenIdempotency): void => {
  describe(`Claimed runs: ${name}`, () => {
    const { enter, createTenant, storage } = storageUnderTest(open);

    /** A tenant, an idempotency request in it, and runs under that request. */
    const tenantWithKey = async () => {
      const tenant = await createTenant();
      const idempotency = buildIdempotencyRequest(tenant.id);
      const under = (other: IdempotencyRequest) => enter({ ...tenant.context, idempotency: other });
      return { tenant, idempotency, idempotent: under(idempotency), under };
    };

    test('law 7: the first run has its effect, and its outcome is kept', async () => {
      const { tenant, idempotency, idempotent } = await tenantWithKey();

      const id = await create(idempotent);

      expect(await customersOf(tenant)).toEqual([id]);
      expect(await storage().idempotencyRecords.find(idempotency)).toEqual({
        result: { ...telling, id },
      });
    });

    test('law 7: a later run is told the outcome that was kept, and has no effect', async () => {
      const { tenant, idempotent } = await tenantWithKey();
      const id = await create(idempotent);
      let isWorking = false;

      const again = idempotent.run(async ({ customers }) => {
        isWorking = true;
        return customers.save(buildCustomer());
      });

      const [outcome] = await Promise.allSettled([again]);
      const reason = outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined;
      expect(reason).toBeInstanceOf(ReplayedResponse);
      expect(reason).toMatchObject({ outcome: { result: { ...telling, id } } });
      expect(isWorking).toBe(false);
      expect(await customersOf(tenant)).toEqual([id]);
      expect(await tenant.events()).toHaveLength(2);
    });

    test('law 7: while one is at work another is turned away, whatever it asks for', async () => {
      const { tenant, idempotency, idempotent, under } = await tenantWithKey();
      const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

      const first = idempotent.run(async ({ customers }) => {
        held.resolve();
        await letGo.promise;
        const { facts } = await customers.save(buildCustomer());
        return { facts };
      });
      await held.promise;
      const meanwhile = await Promise.allSettled(
        [idempotency, { ...idempotency, request: buildHash() }].map((each) => create(under(each))),
      );
      letGo.resolve();
      const { facts } = await first;

      for (const outcome of meanwhile) {
        const isInFlight = expect.any(IdempotencyKeyInFlight) as IdempotencyKeyInFlight;
        expect(outcome).toMatchObject({ status: 'rejected', reason: isInFlight });
      }
      expect(await customersOf(tenant)).toEqual([facts.id]);
    });

    test('law 7: of many runs at once one has its effect', async () => {
      const { tenant, idempotency, idempotent } = await tenantWithKey();

      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => create(idempotent)),
      );

      const done = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(await customersOf(tenant)).toEqual(done.map(({ value }) => value));
      expect(done).toHaveLength(1);
      for (const { reason } of refused as readonly { reason: Error }[]) {
        expect(['IdempotencyKeyInFlight', 'ReplayedResponse']).toContain(reason.name);
      }
      const result = { ...telling, id: done[0]?.value };
      expect(await storage().idempotencyRecords.find(idempotency)).toEqual({ result });
    });

    test('law 7: a key that is used for something else is refused', async () => {
      const { tenant, idempotency, idempotent, under } = await tenantWithKey();
      const id = await create(idempotent);

      const other = create(under({ ...idempotency, request: buildHash() }));

      await expect(other).rejects.toThrow(IdempotencyKeyReused);
      expect(await customersOf(tenant)).toEqual([id]);
      await expect(create(idempotent)).rejects.toThrow(ReplayedResponse);
    });

    test('law 7: a run that rejects keeps nothing, and its key is free', async () => {
      const { tenant, idempotency, idempotent, under } = await tenantWithKey();
      const failure = new Error('The work changed its mind.');

      const failing = idempotent.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        throw failure;
      });

      await expect(failing).rejects.toBe(failure);
      expect(await storage().idempotencyRecords.find(idempotency)).toBeUndefined();
      expect(await customersOf(tenant)).toEqual([]);
      const id = await create(under({ ...idempotency, request: buildHash() }));
      expect(await customersOf(tenant)).toEqual([id]);
    });

    test('law 7: a run whose outcome cannot be kept has no effect', async () => {
      const { tenant, idempotency, idempotent } = await tenantWithKey();

      // An aggregate is no plain data: it would come back without its methods.
      const run = idempotent.run(({ customers }) => customers.save(buildCustomer()));

      await expect(run).rejects.toThrow(InvariantViolation);
      expect(await customersOf(tenant)).toEqual([]);
      expect(await storage().idempotencyRecords.find(idempotency)).toBeUndefined();
    });

    test('law 7: the same key in another tenant is another key', async () => {
      const { tenant, idempotency, idempotent } = await tenantWithKey();
      const other = await createTenant();
      const twin = { ...idempotency, tenantId: other.id, request: buildHash() };
      const first = await create(idempotent);

      const second = await create(enter({ ...other.context, idempotency: twin }));

      expect(await customersOf(tenant)).toEqual([first]);
      expect(await customersOf(other)).toEqual([second]);
    });

    test('law 7: what is not claimed is done each time', async () => {
      const { tenant, idempotent } = await tenantWithKey();
      const id = await create(idempotent);

      const again = await create(enter(withoutIdempotency(idempotent.context)));

      expect(await customersOf(tenant)).toEqual([again, id]);
    });
  });
};

/** The laws of `IdempotencyRecords`. */
export const idempotencyRecordsContract = (name: string, open: OpenIdempotency): void => {
  describe(`IdempotencyRecords: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);

    test('law 1: what was kept is found again', async () => {
      const idempotency = buildIdempotencyRequest((await createTenant()).id);
      const { idempotencyRecords } = storage();
      const response = { result: { ...telling, text: 'x'.repeat(10_000) } };

      const before = await idempotencyRecords.find(idempotency);
      await idempotencyRecords.keep(idempotency, response);

      expect(before).toBeUndefined();
      expect(await idempotencyRecords.find(idempotency)).toEqual(response);
      expect(
        await idempotencyRecords.find({ ...idempotency, keyHash: buildHash() }),
      ).toBeUndefined();
    });

    test('law 1: who asks for something else under the same key is refused', async () => {
      const idempotency = buildIdempotencyRequest((await createTenant()).id);
      await storage().idempotencyRecords.keep(idempotency, { result: 'answer' });

      const other = storage().idempotencyRecords.find({ ...idempotency, request: buildHash() });

      await expect(other).rejects.toThrow(IdempotencyKeyReused);
    });

    test('law 2: an answer that is there stays', async () => {
      const idempotency = buildIdempotencyRequest((await createTenant()).id);
      const { idempotencyRecords } = storage();
      await idempotencyRecords.keep(idempotency, { result: 'first' });

      await idempotencyRecords.keep(idempotency, { result: 'second' });
      await idempotencyRecords.keep({ ...idempotency, request: buildHash() }, { result: 'third' });

      expect(await idempotencyRecords.find(idempotency)).toEqual({ result: 'first' });
    });

    test('law 2: of many that are kept at once one stays', async () => {
      const idempotency = buildIdempotencyRequest((await createTenant()).id);
      const { idempotencyRecords } = storage();
      const given = ['one', 'two', 'three', 'four', 'five'].map((result) => ({ result }));

      await Promise.all(given.map((response) => idempotencyRecords.keep(idempotency, response)));

      const found = await idempotencyRecords.find(idempotency);
      expect(given).toContainEqual(found);
      expect(await idempotencyRecords.find(idempotency)).toEqual(found);
    });

    test('law 3: a claim finds nothing of another tenant’s', async () => {
      const idempotency = buildIdempotencyRequest((await createTenant()).id);
      const { idempotencyRecords } = storage();
      const stranger = { ...idempotency, tenantId: (await createTenant()).id };
      await idempotencyRecords.keep(idempotency, { result: 'ours' });

      const found = await idempotencyRecords.find(stranger);

      expect(found).toBeUndefined();
      await idempotencyRecords.keep(stranger, { result: 'theirs' });
      expect(await idempotencyRecords.find(idempotency)).toEqual({ result: 'ours' });
    });
  });
};
