import { describe, expect, test } from 'vitest';
import type { AuditReads, AuditRepositories, EntryHasher } from '#application/audit/ports.ts';
import type { AuditEntryFilter } from '#application/audit/queries.ts';
import { VerifyAuditChain } from '#application/audit/verify-audit-chain.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { Actor } from '#application/shared/context.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { canonicalEntry, emptyChain, firstBreach } from '#domain/audit/audit-entry.ts';
import { AuditChainNotFound } from '#domain/audit/errors.ts';
import type { Customer } from '#domain/customers/customer.ts';
import type { AuditEntryId } from '#domain/shared/ids.ts';
import { formatInstant, later } from '#domain/shared/time.ts';
import { Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
import { buildContext, buildCustomer, buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories & AuditRepositories;
type OpenAudit = OpenStorage<Repositories, AuditReads>;
type Tenant = TenantUnderTest<Repositories, AuditReads>;

const saveIn = (tenant: Tenant, customer: Customer) =>
  tenant.runAt(customer.events.at(-1)?.occurredAt ?? someday, ({ customers }) =>
    customers.save(customer),
  );

const chainOf = (tenant: Tenant, after = 0, limit = 1000) =>
  tenant.read(({ auditEntries }) => auditEntries.chain(after, limit));

const ada = { kind: 'user', userId: buildId('usr'), sessionId: buildId('ses') } as const;
const key = { kind: 'apiKey', apiKeyId: buildId('key') } as const;
const program = { kind: 'system', name: 'import' } as const;

/** The laws of `AuditEntryQueries` as a list; as a chain, `auditChainContract`. */
export const auditEntryQueriesContract = (name: string, open: OpenAudit): void => {
  describe(`AuditEntryQueries: ${name}`, () => {
    const { enter, createTenant } = storageUnderTest(open);

    /** The story of two customers, a second between its events, the last of them written first. */
    const tenantWithHistory = async () => {
      const tenant = await createTenant();
      const by = (actor: Actor) => enter(buildContext(tenant.id, { actor, requestId: actor.kind }));
      const at = (seconds: number) => later(someday, seconds * 1000);
      const [first, second] = [buildCustomer({ at: at(1) }), buildCustomer({ at: at(4) })];
      await saveIn(by(program), second);
      const saved = await saveIn(by(ada), first);
      const changed = await saveIn(by(key), saved.change({ name: 'After' }, at(2)));
      await by(ada).runAt(at(3), ({ customers }) => customers.delete(changed.delete(at(3))));
      const read = (filter: AuditEntryFilter, limit = 100, after?: { id: AuditEntryId }) =>
        tenant.read(({ auditEntries }) =>
          auditEntries.list(filter, { limit, after: after?.id ?? null }),
        );
      const seconds = async (...given: Parameters<typeof read>) =>
        (await read(...given)).map(({ createdAt }) => (createdAt - someday) / 1000);
      return { tenant, first, second, at, read, seconds };
    };

    test('an entry says what happened to what, who did it, and in which request', async () => {
      const { first, at, read } = await tenantWithHistory();

      const [entry] = await read({ type: 'customer.updated' });

      expect(entry).toEqual({
        id: expect.stringMatching(/^aud_/) as string,
        sequence: 4,
        hash: expect.stringMatching(/^[\da-f]{64}$/) as string,
        type: 'customer.updated',
        subjectId: first.facts.id,
        actor: key,
        requestId: 'apiKey',
        createdAt: at(2),
        before: first.events[0]?.after,
        after: {
          ...first.events[0]?.after,
          version: 2,
          name: 'After',
          updatedAt: formatInstant(at(2)),
        },
      });
    });

    test('an entry of another business time tells both instants, hashed together', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer({ at: nextDay });

      await tenant.run(({ customers }) => customers.save(customer));

      const [creation, entry] = await chainOf(tenant);
      expect(entry).toMatchObject({ createdAt: someday, occurredAt: nextDay });
      expect(creation).not.toHaveProperty('occurredAt');
      if (entry === undefined) throw new Error('It was not recorded.');
      const hash = new Sha256EntryHasher().hash(
        creation?.hash ?? '',
        canonicalEntry(tenant.id, entry),
      );
      expect(entry.hash).toBe(hash);
    });

    test('law 1: entries are listed by when they happened, latest first', async () => {
      const { seconds } = await tenantWithHistory();

      expect(await seconds({})).toEqual([4, 3, 2, 1, 0]);
    });

    test('law 2: a slice has its limit of entries after the one named', async () => {
      const { read, seconds } = await tenantWithHistory();
      const [fourth, third, , , zeroth] = await read({});

      expect(await seconds({}, 2)).toEqual([4, 3]);
      expect(await seconds({}, 2, third)).toEqual([2, 1]);
      expect(await seconds({}, 2, zeroth)).toEqual([]);
      expect(await seconds({ type: 'customer.created' }, 1, fourth)).toEqual([1]);
    });

    test('entries are found by thing, by actor, by action, and by all of these', async () => {
      const { tenant, first, second, seconds } = await tenantWithHistory();
      const rows: readonly (readonly [AuditEntryFilter, readonly number[]])[] = [
        [{ subjectId: first.facts.id }, [3, 2, 1]],
        [{ subjectId: second.facts.id }, [4]],
        [{ subjectId: tenant.id }, [0]],
        [{ subjectId: first.facts.id.slice(0, -1) }, []],
        [{ actorId: ada.userId }, [3, 1]],
        [{ actorId: ada.sessionId }, []],
        [{ actorId: key.apiKeyId }, [2]],
        [{ actorId: program.name }, [4]],
        [{ type: 'customer.created' }, [4, 1]],
        [{ type: 'customer' }, []],
        [{ type: 'customer.%' }, []],
        [{ type: 'customer.created', actorId: ada.userId }, [1]],
        [{ type: 'customer.created', subjectId: first.facts.id, actorId: program.name }, []],
      ];

      for (const [filter, expected] of rows) {
        expect(await seconds(filter), JSON.stringify(filter)).toEqual(expected);
      }
    });

    test('entries are found by when they happened, each bound as it says', async () => {
      const { at, seconds } = await tenantWithHistory();
      const rows: readonly (readonly [AuditEntryFilter['createdAt'], readonly number[]])[] = [
        [{}, [4, 3, 2, 1, 0]],
        [{ gte: at(2) }, [4, 3, 2]],
        [{ gt: at(2) }, [4, 3]],
        [{ lte: at(2) }, [2, 1, 0]],
        [{ lt: at(2) }, [1, 0]],
        [{ gte: at(1), lt: at(3) }, [2, 1]],
        [{ gt: at(1), lte: at(3) }, [3, 2]],
        [{ gt: at(2), lt: at(2) }, []],
      ];

      for (const [createdAt, expected] of rows) {
        expect(await seconds({ createdAt }), JSON.stringify(createdAt)).toEqual(expected);
      }
      const both = { createdAt: { gte: at(2) }, actorId: ada.userId };
      expect(await seconds(both)).toEqual([3]);
    });

    test('one tenant’s entries are not another’s', async () => {
      const [{ first }, other] = [await tenantWithHistory(), await createTenant()];

      const seen = await other.read(async ({ auditEntries }) => [
        await auditEntries.list({ subjectId: first.facts.id }, { limit: 10, after: null }),
        await auditEntries.list({}, { limit: 10, after: null }),
        await auditEntries.chain(0, 10),
      ]);

      const ids = seen.map((entries) => entries.map(({ subjectId: resourceId }) => resourceId));
      expect(ids).toEqual([[], [other.id], [other.id]]);
    });
  });
};

/** The laws of `AuditEntryQueries` as a chain, and those of `domain/audit/README.md`. */
export const auditChainContract = (name: string, open: OpenAudit): void => {
  describe(`Audit chain: ${name}`, () => {
    const { enter, createTenant, storage } = storageUnderTest(open);
    const hasher = new Sha256EntryHasher();
    const verify = (tenant: Tenant, entryHasher: EntryHasher = hasher) =>
      new VerifyAuditChain({ ...storage(), entryHasher }).execute(tenant.context);

    test('law 3: entries stand in the order in which they were written, from 1', async () => {
      const tenant = await createTenant();
      const written = [nextDay, someday, later(someday, 1)].map((at) => buildCustomer({ at }));

      await inTurn(written, (customer) => saveIn(tenant, customer));

      const entries = await chainOf(tenant);
      const expected = [tenant.id, ...written.map(({ facts }) => facts.id)];
      expect(entries.map(({ subjectId: resourceId }) => resourceId)).toEqual(expected);
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    });

    test('law 3: a chain is read on from any number, slice by slice', async () => {
      const tenant = await createTenant();
      await inTurn([1, 2, 3], () => saveIn(tenant, buildCustomer()));

      const numbers = async (after: number, limit: number) =>
        (await chainOf(tenant, after, limit)).map(({ sequence }) => sequence);

      expect(await numbers(0, 2)).toEqual([1, 2]);
      expect(await numbers(2, 2)).toEqual([3, 4]);
      expect(await numbers(3, 10)).toEqual([4]);
      expect(await numbers(4, 10)).toEqual([]);
    });

    test('a chain ends with the number and hash of its last entry', async () => {
      const tenant = await createTenant();
      await saveIn(tenant, buildCustomer());

      const ends = await tenant.read(({ auditEntries }) => auditEntries.ends());

      const { sequence, hash } = (await chainOf(tenant)).at(-1) ?? emptyChain;
      expect(ends).toEqual({ head: { sequence, hash }, sequenceMax: 2 });
    });

    test('law 4: a tenant that there is not has no ends, and is no intact chain', async () => {
      const nobody = enter(buildContext(buildId('ten')));

      const ends = await nobody.read(({ auditEntries }) => auditEntries.ends());

      expect(ends).toBeUndefined();
      expect(await chainOf(nobody)).toEqual([]);
      await expect(verify(nobody)).rejects.toThrow(AuditChainNotFound);
    });

    test('each entry is hashed with the one before, whatever it says', async () => {
      const tenant = await createTenant();
      const actor = { kind: 'system', name: 'Zoë "%_\\" 🔑' } as const;
      const odd = enter(buildContext(tenant.id, { actor, requestId: 'Zoë\u2028\t\\u0041' }));
      const metadata = {
        zebra: '1e3',
        Ångström: '\ud83d\udd11\n',
        10: '0.10',
        9: '',
        'a"\\': '\\',
      };
      const customer = await saveIn(odd, buildCustomer({ name: '𝄞 "quoted" \\ /', metadata }));
      const changed = await saveIn(odd, customer.change({ metadata: {} }, nextDay));
      await odd.run(({ customers }) => customers.delete(changed.delete(nextDay)));

      const entries = await chainOf(tenant);

      const hash = (previous: string, entry: (typeof entries)[number]) =>
        hasher.hash(previous, canonicalEntry(tenant.id, entry));
      expect(entries).toHaveLength(4);
      expect(firstBreach(emptyChain, entries, hash)).toBeUndefined();
      const { sequence, hash: last } = entries.at(-1) ?? emptyChain;
      const head = { sequence, hash: last };
      expect(await verify(tenant)).toEqual({ isIntact: true, head, firstBreach: null });
    });

    test('a chain is not intact for who hashes otherwise', async () => {
      const tenant = await createTenant();
      const otherwise = { hash: (previous: string) => `${previous}0` };

      const { isIntact, firstBreach: breach } = await verify(tenant, otherwise);

      expect(isIntact).toBe(false);
      expect(breach).toMatchObject({ sequence: 1, reason: 'altered' });
    });

    test('of runs at the same time each has numbers of its own, without a gap', async () => {
      const tenant = await createTenant();

      await Promise.all(
        Array.from({ length: 20 }, () =>
          tenant.run(async ({ customers }) => {
            await customers.save(buildCustomer());
            await customers.save(buildCustomer());
          }),
        ),
      );

      const entries = await chainOf(tenant);
      expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
      expect(entries).toHaveLength(41);
      expect(await verify(tenant)).toMatchObject({ isIntact: true, head: { sequence: 41 } });
    });

    test('a run that fails leaves no entry, and no gap', async () => {
      const tenant = await createTenant();
      const failure = new Error('The work changed its mind.');

      const failing = tenant.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      await saveIn(tenant, buildCustomer());

      expect((await chainOf(tenant)).map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(await verify(tenant)).toMatchObject({ isIntact: true });
    });
  });
};
