import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { IdempotencyClaim } from '#application/shared/idempotency.ts';
import {
  AlreadyAnswered,
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
  unclaimed,
} from '#application/shared/idempotency.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { Rate } from '#domain/shared/rate.ts';
import { buildClaim, buildCustomer, buildHash } from '../builders.ts';
import type { OpenStorage, TenantAtHand } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories;
type OpenClaims = OpenStorage<Repositories, CustomerReads>;
type Tenant = TenantAtHand<Repositories, CustomerReads>;

/** Creates a customer, and gives what a use case would answer with. */
const create = async (tenant: Tenant) => {
  const { id } = await tenant.run(async ({ customers }) => {
    const { facts } = await customers.save(buildCustomer());
    return { ...telling, id: facts.id };
  });
  return id;
};

/** What an outcome may hold: texts as they are, and values of the domain. */
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

/** The seventh law of `UnitOfWork`: what is claimed is done once. */
export const claimedRunsContract = (name: string, open: OpenClaims): void => {
  describe(`Claimed runs: ${name}`, () => {
    const { enter, foundTenant, storage } = storageUnderTest(open);

    /** A tenant, a claim in it, and the doors that runs under the claim go through. */
    const tenantWithClaim = async () => {
      const tenant = await foundTenant();
      const claim = buildClaim(tenant.id);
      const under = (other: IdempotencyClaim) => enter({ ...tenant.context, claim: other });
      return { tenant, claim, claimed: under(claim), under };
    };

    test('law 7: the first run has its effect, and its outcome is kept', async () => {
      const { tenant, claim, claimed } = await tenantWithClaim();

      const id = await create(claimed);

      expect(await customersOf(tenant)).toEqual([id]);
      expect(await storage().answers.find(claim)).toEqual({ result: { ...telling, id } });
    });

    test('law 7: a later run is told the outcome that was kept, and has no effect', async () => {
      const { tenant, claimed } = await tenantWithClaim();
      const id = await create(claimed);
      let isWorking = false;

      const again = claimed.run(async ({ customers }) => {
        isWorking = true;
        return customers.save(buildCustomer());
      });

      const [outcome] = await Promise.allSettled([again]);
      const reason = outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined;
      expect(reason).toBeInstanceOf(AlreadyAnswered);
      expect(reason).toMatchObject({ outcome: { result: { ...telling, id } } });
      expect(isWorking).toBe(false);
      expect(await customersOf(tenant)).toEqual([id]);
      expect(await tenant.events()).toHaveLength(2);
    });

    test('law 7: while one is at work another is turned away, whatever it asks for', async () => {
      const { tenant, claim, claimed, under } = await tenantWithClaim();
      const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

      const first = claimed.run(async ({ customers }) => {
        held.resolve();
        await letGo.promise;
        const { facts } = await customers.save(buildCustomer());
        return { facts };
      });
      await held.promise;
      const meanwhile = await Promise.allSettled(
        [claim, { ...claim, request: buildHash() }].map((each) => create(under(each))),
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
      const { tenant, claim, claimed } = await tenantWithClaim();

      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => create(claimed)));

      const done = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(await customersOf(tenant)).toEqual(done.map(({ value }) => value));
      expect(done).toHaveLength(1);
      for (const { reason } of refused as readonly { reason: Error }[]) {
        expect(['IdempotencyKeyInFlight', 'AlreadyAnswered']).toContain(reason.name);
      }
      const result = { ...telling, id: done[0]?.value };
      expect(await storage().answers.find(claim)).toEqual({ result });
    });

    test('law 7: a key that is used for something else is refused', async () => {
      const { tenant, claim, claimed, under } = await tenantWithClaim();
      const id = await create(claimed);

      const other = create(under({ ...claim, request: buildHash() }));

      await expect(other).rejects.toThrow(IdempotencyKeyReused);
      expect(await customersOf(tenant)).toEqual([id]);
      await expect(create(claimed)).rejects.toThrow(AlreadyAnswered);
    });

    test('law 7: a run that rejects keeps nothing, and its key is free', async () => {
      const { tenant, claim, claimed, under } = await tenantWithClaim();
      const failure = new Error('The work changed its mind.');

      const failing = claimed.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        throw failure;
      });

      await expect(failing).rejects.toBe(failure);
      expect(await storage().answers.find(claim)).toBeUndefined();
      expect(await customersOf(tenant)).toEqual([]);
      const id = await create(under({ ...claim, request: buildHash() }));
      expect(await customersOf(tenant)).toEqual([id]);
    });

    test('law 7: a run whose outcome cannot be kept has no effect', async () => {
      const { tenant, claim, claimed } = await tenantWithClaim();

      // An aggregate is no plain data: it would come back without its methods.
      const run = claimed.run(({ customers }) => customers.save(buildCustomer()));

      await expect(run).rejects.toThrow(InvariantViolation);
      expect(await customersOf(tenant)).toEqual([]);
      expect(await storage().answers.find(claim)).toBeUndefined();
    });

    test('law 7: the same key in another tenant is another key', async () => {
      const { tenant, claim, claimed } = await tenantWithClaim();
      const other = await foundTenant();
      const twin = { ...claim, tenantId: other.id, request: buildHash() };
      const first = await create(claimed);

      const second = await create(enter({ ...other.context, claim: twin }));

      expect(await customersOf(tenant)).toEqual([first]);
      expect(await customersOf(other)).toEqual([second]);
    });

    test('law 7: what is not claimed is done each time', async () => {
      const { tenant, claimed } = await tenantWithClaim();
      const id = await create(claimed);

      const again = await create(enter(unclaimed(claimed.context)));

      expect(await customersOf(tenant)).toEqual([again, id]);
    });
  });
};

/** The laws of `IdempotencyKeys`. */
export const idempotencyKeysContract = (name: string, open: OpenClaims): void => {
  describe(`IdempotencyKeys: ${name}`, () => {
    const { foundTenant, storage } = storageUnderTest(open);

    test('law 1: what was kept is found again', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      const answer = { result: { ...telling, text: 'x'.repeat(10_000) } };

      const before = await answers.find(claim);
      await answers.keep(claim, answer);

      expect(before).toBeUndefined();
      expect(await answers.find(claim)).toEqual(answer);
      expect(await answers.find({ ...claim, keyHash: buildHash() })).toBeUndefined();
    });

    test('law 1: who asks for something else under the same key is refused', async () => {
      const claim = buildClaim((await foundTenant()).id);
      await storage().answers.keep(claim, { result: 'answer' });

      const other = storage().answers.find({ ...claim, request: buildHash() });

      await expect(other).rejects.toThrow(IdempotencyKeyReused);
    });

    test('law 2: an answer that is there stays', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      await answers.keep(claim, { result: 'first' });

      await answers.keep(claim, { result: 'second' });
      await answers.keep({ ...claim, request: buildHash() }, { result: 'third' });

      expect(await answers.find(claim)).toEqual({ result: 'first' });
    });

    test('law 2: of many that are kept at once one stays', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      const given = ['one', 'two', 'three', 'four', 'five'].map((result) => ({ result }));

      await Promise.all(given.map((answer) => answers.keep(claim, answer)));

      const found = await answers.find(claim);
      expect(given).toContainEqual(found);
      expect(await answers.find(claim)).toEqual(found);
    });

    test('law 3: a claim finds nothing of another tenant’s', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      const stranger = { ...claim, tenantId: (await foundTenant()).id };
      await answers.keep(claim, { result: 'ours' });

      const found = await answers.find(stranger);

      expect(found).toBeUndefined();
      await answers.keep(stranger, { result: 'theirs' });
      expect(await answers.find(claim)).toEqual({ result: 'ours' });
    });
  });
};
