import { describe, expect, test } from 'vitest';
import type {
  BillingIssueFilter,
  InvoiceFilter,
  InvoicingReads,
} from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { BillingIssueId, InvoiceId } from '#domain/shared/ids.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import {
  buildBillingIssue,
  buildCharge,
  buildDocument,
  buildInvoice,
  builtTerms,
  issued,
  storeAccount,
  storeSubscription,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenInvoicing = OpenStorage<SubscriptionRepositories, InvoicingReads>;
type Tenant = TenantUnderTest<SubscriptionRepositories, InvoicingReads>;

const everything = { limit: 100, after: null };

const asUntaxed = (charges: readonly ChargeFacts[]) =>
  charges.map((charge) => ({ ...charge, taxed: untaxed }));

/** The laws of `InvoiceQueries`. */
export const invoiceQueriesContract = (name: string, open: OpenInvoicing): void => {
  describe(`InvoiceQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A draft and an issued invoice with two lines each, those of the issued one in reverse. */
    const withInvoices = async () => {
      const tenant = await createTenant();
      return tenant.run(async (repositories) => {
        const { customerId, subscription } = await storeSubscription(repositories);
        const draft = buildInvoice(customerId, { id: buildId('inv', someday) });
        const done = issued(buildInvoice(customerId, { id: buildId('inv', nextDay) }));
        const on = (id: InvoiceId) =>
          [1, 2].map(() => buildCharge(subscription, { invoiceId: id }));
        const lines = { draft: on(draft.facts.id), done: on(done.facts.id).toReversed() };
        const document = buildDocument(done.facts.id, lines.done);
        await repositories.invoices.add([draft, done]);
        await repositories.charges.add([...lines.done, ...lines.draft.toReversed()], builtTerms());
        await repositories.invoices.issue([document]);
        return { tenant, customerId, draft, done, lines, document };
      });
    };

    test('a draft is found with its lines by age, and with nobody on it', async () => {
      const { tenant, draft, lines } = await withInvoices();

      const found = await tenant.read(({ invoices }) => invoices.find(draft.facts.id));

      expect(found).toEqual({
        ...invoiceView(draft),
        version: 1,
        seller: null,
        buyer: null,
        taxRule: null,
        lines: asUntaxed(lines.draft),
      });
    });

    test('an issued one is found with its lines, seller and buyer', async () => {
      const { tenant, done, lines, document } = await withInvoices();

      const found = await tenant.read(({ invoices }) => invoices.find(done.facts.id));

      const { seller, buyer } = document;
      const view = { ...invoiceView(done), version: 1, seller, buyer, taxRule: null };
      expect(found).toEqual({ ...view, lines: asUntaxed(lines.done) });
    });

    test('lines are explained by their terms, in the order in which they stand', async () => {
      const { tenant, draft, done, lines } = await withInvoices();
      const [terms] = builtTerms().values();
      const [line] = lines.done;
      const ids = [done.facts.id, draft.facts.id, buildId('inv')];

      const [explained, one, astray, nothing] = await tenant.read(async ({ invoices }) => [
        await invoices.explained(ids),
        await invoices.findLine(done.facts.id, line?.id ?? buildId('line')),
        await invoices.findLine(draft.facts.id, line?.id ?? buildId('line')),
        await invoices.explained([]),
      ]);

      const withTerms = (charges: typeof lines.done) =>
        asUntaxed(charges).map((charge) => ({ charge, terms, taxRule: null }));
      expect(explained.get(done.facts.id)).toEqual(withTerms(lines.done));
      expect(explained.get(draft.facts.id)).toEqual(withTerms(lines.draft));
      expect(explained.size).toBe(2);
      expect(one).toEqual(withTerms(line === undefined ? [] : [line])[0]);
      expect([astray, nothing.size]).toEqual([undefined, 0]);
    });

    test('the lines of several are found at once, in the order in which they stand', async () => {
      const { tenant, draft, done, lines } = await withInvoices();
      const ids = [draft.facts.id, buildId('inv'), done.facts.id];

      const [found, nothing] = await tenant.read(async ({ invoices }) => [
        await invoices.linesOf(ids),
        await invoices.linesOf([]),
      ]);

      expect(found.get(done.facts.id)).toEqual(asUntaxed(lines.done));
      expect(found.get(draft.facts.id)).toEqual(asUntaxed(lines.draft));
      expect([found.size, nothing.size]).toEqual([2, 0]);
    });

    test('laws 1 and 2: the newest come first, in slices, each as it is found', async () => {
      const { tenant, draft, done } = await withInvoices();

      const pages = await tenant.read(async ({ invoices }) => [
        await invoices.list({}, everything),
        await invoices.list({}, { limit: 1, after: null }),
        await invoices.list({}, { limit: 1, after: done.facts.id }),
        await invoices.list({}, { limit: 1, after: draft.facts.id }),
      ]);

      const [first, second] = [done, draft].map((each) => ({ ...invoiceView(each), version: 1 }));
      expect(pages).toEqual([[first, second], [first], [second], []]);
    });

    test('a filter leaves out what it does not name, each for itself and together', async () => {
      const { tenant, customerId, draft, done } = await withInvoices();
      const other = await tenant.run(async (repositories) => {
        const id = buildId('inv', weekLater);
        const invoice = buildInvoice(await storeAccount(repositories), {
          id,
          createdAt: weekLater,
        });
        await repositories.invoices.add([invoice]);
        return invoice.facts;
      });
      const [draftId, doneId] = [draft.facts.id, done.facts.id];
      const { number } = done.facts.issue;
      const cases: readonly (readonly [InvoiceFilter, readonly InvoiceId[]])[] = [
        [{ customerId }, [doneId, draftId]],
        [{ customerId: other.customerId }, [other.id]],
        [{ status: 'draft' }, [other.id, draftId]],
        [{ status: 'finalized' }, [doneId]],
        [{ status: 'voided' }, []],
        [{ number }, [doneId]],
        [{ number: 'INV-NONE' }, []],
        [{ number, status: 'draft' }, []],
        [{ createdAt: { gte: weekLater } }, [other.id]],
        [{ customerId, createdAt: { lt: weekLater }, status: 'draft' }, [draftId]],
      ];

      for (const [filter, expected] of cases) {
        const found = await tenant.read(({ invoices }) => invoices.list(filter, everything));
        expect([filter, found.map(({ id }) => id)]).toEqual([filter, expected]);
      }
    });

    test('an invoice of one tenant is not there for another', async () => {
      const { done, lines } = await withInvoices();
      const other = await createTenant();
      const { id } = done.facts;

      const seen = await other.read(async ({ invoices }) => [
        await invoices.find(id),
        await invoices.list({}, everything),
        await invoices.findLine(id, lines.done[0]?.id ?? buildId('line')),
        (await invoices.explained([id])).size,
        (await invoices.linesOf([id])).size,
      ]);

      expect(seen).toEqual([undefined, [], undefined, 0, 0]);
    });
  });
};

/** The laws of `BillingIssueQueries`. */
export const billingIssueQueriesContract = (name: string, open: OpenInvoicing): void => {
  describe(`BillingIssueQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const listed = async (
      tenant: Tenant,
      filter: BillingIssueFilter,
      slice: { limit: number; after: BillingIssueId | null } = everything,
    ): Promise<readonly BillingIssueId[]> => {
      const found = await tenant.read(({ billingIssues }) => billingIssues.list(filter, slice));
      return found.map(({ id }) => id);
    };

    const withIssues = async () => {
      const tenant = await createTenant();
      return tenant.run(async (repositories) => {
        const { billingIssues } = repositories;
        const [one, other] = [await storeAccount(repositories), await storeAccount(repositories)];
        const made = [one, one, other, one].map((id) => buildBillingIssue(id));
        for (const issue of made) await billingIssues.add(issue);
        const [first, second, third, fourth] = made;
        if (!first || !second || !third || !fourth) throw new Error('Four are built.');
        await billingIssues.resolve(second, nextDay);
        return { tenant, one, other, first, second, third, fourth };
      });
    };

    test('law 1: the newest come first; those that wait, where nothing is said', async () => {
      const { tenant, first, second, third, fourth } = await withIssues();

      expect(await listed(tenant, {})).toEqual([fourth.id, third.id, first.id]);
      expect(await listed(tenant, { status: 'open' })).toEqual([fourth.id, third.id, first.id]);
      expect(await listed(tenant, { status: 'resolved' })).toEqual([second.id]);
      expect(await listed(tenant, { status: 'all' })).toHaveLength(4);
    });

    test('law 2: they come in slices, and are those of a customer where one is named', async () => {
      const { tenant, one, first, second, third, fourth } = await withIssues();

      expect(await listed(tenant, {}, { limit: 1, after: fourth.id })).toEqual([third.id]);
      expect(await listed(tenant, {}, { limit: 9, after: first.id })).toEqual([]);
      expect(await listed(tenant, { customerId: one })).toEqual([fourth.id, first.id]);
      const resolved = await tenant.read(({ billingIssues }) =>
        billingIssues.list({ customerId: one, status: 'resolved' }, everything),
      );
      expect(resolved).toEqual([{ ...second, version: 2, resolvedAt: nextDay }]);
    });

    test('an issue of one tenant is not there for another', async () => {
      await withIssues();
      const other = await createTenant();

      expect(await listed(other, { status: 'all' })).toEqual([]);
    });
  });
};

/** The laws of `BillingRunQueries`. */
export const billingRunQueriesContract = (name: string, open: OpenInvoicing): void => {
  describe(`BillingRunQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: what is due, parked and open is counted, in the one tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      await tenant.run(async (repositories) => {
        const { billingAccounts, billingIssues } = repositories;
        const ids = [];
        for (let made = 0; made < 4; made += 1) ids.push(await storeAccount(repositories));
        const [due, later, parked = due] = ids;
        if (!due || !later || !parked) throw new Error('Four are stored.');
        const dueAts = [
          [due, someday],
          [later, nextDay],
          [parked, someday],
        ] as const;
        await billingAccounts.schedule(new Map(dueAts));
        await billingAccounts.park(parked, someday);
        const issues = [buildBillingIssue(parked), buildBillingIssue(due)] as const;
        for (const issue of issues) await billingIssues.add(issue);
        await billingIssues.resolve(issues[1], nextDay);
      });

      const standing = (of: Tenant) => of.read(({ billingRuns }) => billingRuns.standing());
      expect(await standing(tenant)).toEqual({
        due: 1,
        nextDueAt: someday,
        parked: 1,
        openIssues: 1,
      });
      expect(await standing(other)).toEqual({ due: 0, nextDueAt: null, parked: 0, openIssues: 0 });
    });
  });
};
