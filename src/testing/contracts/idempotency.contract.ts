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
import { buildClaim, buildCustomer, buildHash } from '../builders.ts';
import type { OpenStorage, TenantAtHand } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories;
type OpenClaims = OpenStorage<Repositories, CustomerReads>;
type Tenant = TenantAtHand<Repositories, CustomerReads>;

const create = async (tenant: Tenant) => {
  const saved = await tenant.run(({ customers }) => customers.save(buildCustomer()));
  return saved.facts.id;
};

const customersOf = async (tenant: Tenant) => {
  const views = await tenant.read(({ customers }) =>
    customers.list({}, { limit: 100, after: null }),
  );
  return views.map(({ id }) => id);
};

const answerOf = (outcome: unknown): string =>
  `Zoë 🔑 ${(outcome as { facts?: { id: string } } | undefined)?.facts?.id ?? 'nothing'}`;

/** The seventh law of `UnitOfWork`: what is claimed is done once. */
export const claimedRunsContract = (name: string, open: OpenClaims): void => {
  describe(`Claimed runs: ${name}`, () => {
    const { enter, foundTenant, storage } = storageUnderTest(open);

    /** A tenant, a claim in it, and the doors that runs under the claim go through. */
    const tenantWithClaim = async (given: Partial<IdempotencyClaim> = {}) => {
      const tenant = await foundTenant();
      const claim = buildClaim(tenant.id, { answerOf, ...given });
      const under = (other: IdempotencyClaim) => enter({ ...tenant.context, claim: other });
      return { tenant, claim, claimed: under(claim), under };
    };

    test('law 7: the first run has its effect, and its answer is kept', async () => {
      const { tenant, claim, claimed } = await tenantWithClaim();

      const id = await create(claimed);

      expect(await customersOf(tenant)).toEqual([id]);
      expect(await storage().answers.find(claim)).toBe(`Zoë 🔑 ${id}`);
    });

    test('law 7: a later run is told the answer that was kept, and has no effect', async () => {
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
      expect(reason).toMatchObject({ answer: `Zoë 🔑 ${id}` });
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
        return customers.save(buildCustomer());
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
      expect(await storage().answers.find(claim)).toBe(`Zoë 🔑 ${done[0]?.value}`);
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

    test('law 7: a run whose answer cannot be given has no effect', async () => {
      const failure = new Error('There is no answer.');
      const { tenant, claim, claimed } = await tenantWithClaim({
        answerOf: () => {
          throw failure;
        },
      });

      await expect(create(claimed)).rejects.toBe(failure);

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
      const answer = `{"text":"Zoë 🔑\\u0000"}${'x'.repeat(10_000)}`;

      const before = await answers.find(claim);
      await answers.keep(claim, answer);

      expect(before).toBeUndefined();
      expect(await answers.find(claim)).toBe(answer);
      expect(await answers.find({ ...claim, keyHash: buildHash() })).toBeUndefined();
    });

    test('law 1: who asks for something else under the same key is refused', async () => {
      const claim = buildClaim((await foundTenant()).id);
      await storage().answers.keep(claim, 'answer');

      const other = storage().answers.find({ ...claim, request: buildHash() });

      await expect(other).rejects.toThrow(IdempotencyKeyReused);
    });

    test('law 2: an answer that is there stays', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      await answers.keep(claim, 'first');

      await answers.keep(claim, 'second');
      await answers.keep({ ...claim, request: buildHash() }, 'third');

      expect(await answers.find(claim)).toBe('first');
    });

    test('law 2: of many that are kept at once one stays', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      const given = ['one', 'two', 'three', 'four', 'five'];

      await Promise.all(given.map((answer) => answers.keep(claim, answer)));

      const found = await answers.find(claim);
      expect(given).toContain(found);
      expect(await answers.find(claim)).toBe(found);
    });

    test('law 3: a claim finds nothing of another tenant’s', async () => {
      const claim = buildClaim((await foundTenant()).id);
      const { answers } = storage();
      const stranger = { ...claim, tenantId: (await foundTenant()).id };
      await answers.keep(claim, 'ours');

      const found = await answers.find(stranger);

      expect(found).toBeUndefined();
      await answers.keep(stranger, 'theirs');
      expect(await answers.find(claim)).toBe('ours');
    });
  });
};
