import { describe, expect, test } from 'vitest';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { InvoiceNumberTaken } from '#domain/invoicing/errors.ts';
import { DraftInvoice, FinalizedInvoice } from '#domain/invoicing/invoice.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { later } from '#domain/shared/time.ts';
import {
  buildInvoice,
  buildManualCharge,
  euros,
  issued,
  storeAccount,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

/** The laws of `InvoiceRepository`, but for those on documents. */
export const invoiceRepositoryContract = (
  name: string,
  open: OpenStorage<SubscriptionRepositories>,
): void => {
  describe(`InvoiceRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const withAccount = async () => {
      const tenant = await createTenant();
      const customerId = await tenant.run((repositories) => storeAccount(repositories));
      return { tenant, customerId };
    };

    test('law 1: an invoice is found as it was stored last, in every field', async () => {
      const { tenant, customerId } = await withAccount();
      const draft = buildInvoice(customerId, {
        finalizesAt: nextDay,
        memo: 'Zoë %_\\ 🚀',
        footer: 'Thanks',
        purchaseOrder: 'PO 4711',
        metadata: { 'sales/owner': 'Ada "the first"' },
        paymentTermDays: 7,
        reissueOf: buildId('inv'),
      });
      const [plain, done] = [buildInvoice(customerId), issued(buildInvoice(customerId))];
      const given = issued(buildInvoice(customerId)).markUncollectible(nextDay);
      const reissuedAs = buildId('inv');
      const gone = [reissuedAs, null].map((by) =>
        issued(buildInvoice(customerId)).void({ at: nextDay, reason: 'Wrong', reissuedAs: by }),
      );
      const all = [draft, plain, done, given, ...gone];

      await tenant.run(({ invoices }) => invoices.add(all));

      const found = await tenant.run(async ({ invoices }) => {
        const read = [];
        for (const { facts } of all) read.push(await invoices.find(facts.id));
        return read;
      });
      expect(found.map((invoice) => invoice?.status)).toEqual([
        'draft',
        'draft',
        'finalized',
        'uncollectible',
        'voided',
        'voided',
      ]);
      expect(found.map((invoice) => invoice?.facts)).toEqual(
        all.map(({ facts }) => ({ ...facts, version: 1 })),
      );
      expect(await tenant.run(({ invoices }) => invoices.find(buildId('inv')))).toBeUndefined();
    });

    test('law 2: a saved one comes back one version on, with its events recorded', async () => {
      const { tenant, customerId } = await withAccount();
      const draft = buildInvoice(customerId);
      await tenant.run(({ invoices }) => invoices.add([draft]));
      const known = await tenant.run(({ invoices }) => invoices.find(draft.facts.id));
      if (known?.status !== 'draft') throw new Error('A draft was stored.');

      const saved = await tenant.run(({ invoices }) => invoices.save(issued(known)));
      if (saved.status !== 'finalized') throw new Error('It was issued.');
      const [paid] = await tenant.run(({ invoices }) =>
        invoices.saveAll([saved.pay(euros(4900n), nextDay).invoice]),
      );

      expect([saved.facts.version, paid?.facts.version]).toEqual([2, 3]);
      expect([saved.events, paid?.events]).toEqual([[], []]);
      expect(await tenant.run(({ invoices }) => invoices.find(draft.facts.id))).toEqual(paid);
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('invoice.'))).toEqual([
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
      ]);
    });

    test('laws 2 and 3: of many that are saved, all are or none is', async () => {
      const { tenant, customerId } = await withAccount();
      const drafts = [1, 2].map(() => buildInvoice(customerId));
      await tenant.run(({ invoices }) => invoices.add(drafts));
      const [first, second] = drafts.map(({ facts }) => issued(buildInvoice(customerId, facts)));
      if (first === undefined || second === undefined) throw new Error('Two were built.');
      const at = ({ facts, events }: typeof first, version: number) =>
        new FinalizedInvoice({ ...facts, version }, events);

      const stale = tenant.run(({ invoices }) => invoices.saveAll([at(first, 1), at(second, 0)]));
      await expect(stale).rejects.toThrow(VersionMismatch);
      const versions = async () =>
        tenant.run(async ({ invoices }) => [
          (await invoices.find(first.facts.id))?.facts.version,
          (await invoices.find(second.facts.id))?.facts.version,
        ]);
      const before = await versions();
      await tenant.run(({ invoices }) => invoices.saveAll([at(second, 1), at(first, 1)]));

      expect([before, await versions()]).toEqual([
        [1, 1],
        [2, 2],
      ]);
      expect(await tenant.run(({ invoices }) => invoices.saveAll([]))).toEqual([]);
    });

    test('law 3: of two who save the same state, one succeeds', async () => {
      const { tenant, customerId } = await withAccount();
      const draft = buildInvoice(customerId);
      await tenant.run(({ invoices }) => invoices.add([draft]));
      const known = await tenant.run(({ invoices }) => invoices.find(draft.facts.id));
      if (known?.status !== 'draft') throw new Error('A draft was stored.');

      const outcomes = await Promise.allSettled(
        [1, 2].map(() => tenant.run(({ invoices }) => invoices.save(issued(known)))),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.map(({ reason }: PromiseRejectedResult): unknown => reason)).toEqual([
        expect.any(VersionMismatch),
      ]);
    });

    test('law 4: a number is given once in a tenant', async () => {
      const [{ tenant, customerId }, other] = [await withAccount(), await withAccount()];
      const numbered = (of: CustomerId) => issued(buildInvoice(of), { number: 'INV-1' });
      await tenant.run(({ invoices }) => invoices.add([numbered(customerId)]));
      const draft = buildInvoice(customerId);
      await tenant.run(({ invoices }) => invoices.add([draft]));

      const adding = tenant.run(({ invoices }) => invoices.add([numbered(customerId)]));
      const saving = tenant.run(async ({ invoices }) => {
        const known = await invoices.find(draft.facts.id);
        if (known?.status === 'draft') await invoices.save(issued(known, { number: 'INV-1' }));
      });

      await Promise.all([
        expect(adding).rejects.toThrow(InvoiceNumberTaken),
        expect(saving).rejects.toThrow(InvoiceNumberTaken),
      ]);
      await other.tenant.run(({ invoices }) => invoices.add([numbered(other.customerId)]));
    });

    test('law 5: those that were made since an instant are counted', async () => {
      const [{ tenant, customerId }, other] = [await withAccount(), await withAccount()];
      const madeAt = (of: CustomerId, at: typeof someday) =>
        buildInvoice(of, { id: buildId('inv', at) });
      const instants = [someday, nextDay, later(nextDay, 1), weekLater];
      await tenant.run(({ invoices }) =>
        invoices.add(instants.map((at) => madeAt(customerId, at))),
      );
      await other.tenant.run(({ invoices }) => invoices.add([madeAt(other.customerId, weekLater)]));

      const counted = await tenant.run(async ({ invoices }) => [
        await invoices.countSince(someday),
        await invoices.countSince(nextDay),
        await invoices.countSince(later(weekLater, 1)),
      ]);

      expect(counted).toEqual([4, 3, 0]);
    });

    test('law 7: invoices are told when they need attention, by customer and id', async () => {
      const { tenant, customerId } = await withAccount();
      const another = await tenant.run((repositories) => storeAccount(repositories));
      const quiet = await tenant.run((repositories) => storeAccount(repositories));
      const draftFor = (of: CustomerId, finalizesAt: typeof someday | null) =>
        buildInvoice(of, { finalizesAt });
      const waiting = draftFor(customerId, weekLater);
      const overdue = issued(buildInvoice(customerId), { overdueAt: nextDay });
      const theirs = draftFor(another, nextDay);
      const never = [draftFor(customerId, null), draftFor(quiet, null)];
      await tenant.run(({ invoices }) => invoices.add([...never, theirs, overdue, waiting]));

      const [pending, left, soon, all, others] = await tenant.run(async ({ invoices }) => [
        await invoices.pending([customerId, another, quiet, buildId('cus')], []),
        await invoices.pending([customerId, another], [overdue.facts.id, theirs.facts.id]),
        await invoices.needingAttention([another, customerId], nextDay),
        await invoices.needingAttention([quiet, another, customerId], weekLater),
        await invoices.needingAttention([another], later(nextDay, -1)),
      ]);

      const byCustomer = Object.fromEntries(pending.map(({ customerId: id, at }) => [id, at]));
      expect(byCustomer).toEqual({ [customerId]: nextDay, [another]: nextDay });
      expect(left).toEqual([{ customerId, at: weekLater }]);
      const ids = (found: readonly { readonly facts: { readonly id: string } }[]) =>
        found.map(({ facts }) => facts.id);
      expect(ids(soon)).toEqual([overdue.facts.id, theirs.facts.id]);
      expect(ids(all)).toEqual([waiting.facts.id, overdue.facts.id, theirs.facts.id]);
      expect(others).toEqual([]);
    });

    test('law 9: a draft without lines is deleted, in the version that was found', async () => {
      const { tenant, customerId } = await withAccount();
      const [draft, full] = [buildInvoice(customerId), buildInvoice(customerId)];
      const done = issued(buildInvoice(customerId));
      const [line, terms] = buildManualCharge(full);
      await tenant.run(async ({ invoices, charges }) => {
        await invoices.add([draft, full, done]);
        await charges.add([line], terms);
      });
      const at = ({ facts }: typeof draft, version: number) =>
        new DraftInvoice({ ...facts, version }).delete(true, nextDay);
      const issuedAsDraft = { ...draft.facts, id: done.facts.id };

      for (const wrong of [at(draft, 2), at(full, 1), at(new DraftInvoice(issuedAsDraft), 1)]) {
        const deleting = tenant.run(({ invoices }) => invoices.delete(wrong));
        await expect(deleting).rejects.toThrow(VersionMismatch);
      }
      await tenant.run(({ invoices }) => invoices.delete(at(draft, 1)));
      const again = tenant.run(({ invoices }) => invoices.delete(at(draft, 1)));

      await expect(again).rejects.toThrow(VersionMismatch);
      const found = await tenant.run(async ({ invoices }) => [
        await invoices.find(draft.facts.id),
        (await invoices.find(full.facts.id))?.status,
        (await invoices.find(done.facts.id))?.status,
      ]);
      expect(found).toEqual([undefined, 'draft', 'finalized']);
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types.filter((type) => type === 'invoice.deleted')).toHaveLength(1);
    });

    test('an invoice of nobody is refused, and one of another tenant is not there', async () => {
      const [{ tenant, customerId }, other] = [await withAccount(), await withAccount()];
      const draft = buildInvoice(customerId, { finalizesAt: someday });
      await tenant.run(({ invoices }) => invoices.add([draft]));

      const found = await other.tenant.run(async ({ invoices }) => [
        await invoices.find(draft.facts.id),
        await invoices.pending([customerId], []),
        await invoices.needingAttention([customerId], weekLater),
      ]);

      const adding = other.tenant.run(({ invoices }) => invoices.add([buildInvoice(customerId)]));
      await expect(adding).rejects.toThrow(InvariantViolation);
      expect(found).toEqual([undefined, [], []]);
    });
  });
};
