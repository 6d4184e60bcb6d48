import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import type { PlanMigrationRepositories } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { DraftPlanVersion } from '#domain/catalog/plan-version.ts';
import { DraftInvoice } from '#domain/invoicing/invoice.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf, later, parseCalendarDate } from '#domain/shared/time.ts';
import type { PlanMigration, RunningPlanMigration } from '#domain/subscriptions/plan-migration.ts';
import { buildBalanceTransaction } from '../../src/testing/balance-builders.ts';
import {
  buildBillingIssue,
  buildCharge,
  buildDocument,
  buildInvoice,
  buildManualCharge,
  builtTerms,
  euros,
  issued,
} from '../../src/testing/billing-builders.ts';
import { buildCustomer, buildId, someday } from '../../src/testing/builders.ts';
import { buildChange } from '../../src/testing/change-builders.ts';
import { buildPayment } from '../../src/testing/payment-builders.ts';
import { buildUsageLine } from '../../src/testing/usage-builders.ts';
import type { ProbesOf } from './adapter-probes.ts';
import { migrationProbes } from './migration-probes.ts';
import { usageOf } from './usage-things.ts';

// The probes of adapter-probes.ts for billing: the same, for what lies in its tables.

const everything = { limit: 100, after: null };
const longAgo = parseCalendarDate('2000-01-01');
/** Later than anything here is due, and than any id that is made as long as this runs. */
const far = instantOf(Date.UTC(2040, 0));

type Work = UnitOfWork<AllRepositories> & ReadAccess<AllQueries>;

/** One of everything of billing that a tenant has; what is not made by its use cases is added. */
export const billingThingsOf = async (work: Work, context: RequestContext) => {
  const seen = await work.read(context, async (queries) => ({
    subscription: theFirst(await queries.subscriptions.list({}, everything)),
    invoice: theFirst(await queries.invoices.list({}, everything)),
    issue: theFirst(await queries.billingIssues.list({}, everything)),
  }));
  const { id: subscriptionId, customerId, planId } = seen.subscription;
  const migration = await work.read(context, async ({ planMigrations }) =>
    theFirst(await planMigrations.list({ planId }, everything)),
  );
  return work.run(context, async (repositories, { now }) => {
    const { subscriptions, billingAccounts, charges, invoices, planVersions } = repositories;
    const found = await subscriptions.find(subscriptionId, now);
    if (found?.status !== 'active') throw new Error('The tenant is not full.');
    // It has a trial, which ends a moment after it began.
    const segments = found.facts.segments.map((segment) => ({
      ...segment,
      trialEnd: { ...segment.from, at: later(segment.from.at, 1) },
    }));
    const type = 'subscription.trial_ended';
    const subscription = await subscriptions.save(found.agree({ segments, type }, now));
    if (subscription.status === 'ended') throw new Error('It runs.');
    const { accounts } = await billingAccounts.lock([customerId]);
    const { dueAt } = theFirst(accounts);
    // As it was before it was parked, and nothing is approved.
    await billingAccounts.unpark(customerId);
    await billingAccounts.schedule(new Map([[customerId, dueAt]]));
    const line = theFirst((await charges.onInvoices([seen.invoice.id])).get(seen.invoice.id) ?? []);
    const waiting = buildCharge(subscription);
    await charges.add([waiting], builtTerms());
    const id = buildId('inv', far);
    const draft = buildInvoice(customerId, { id, finalizesAt: now });
    const bare = buildInvoice(customerId, { id: buildId('inv', far) });
    await invoices.add([draft, bare]);
    const [written, writtenTerms] = buildManualCharge(draft);
    await charges.add([written], writtenTerms);
    const credit = buildCharge(subscription, {
      kind: 'credit',
      amount: euros(-100n),
      corrects: line.id,
    });
    await charges.add([credit], builtTerms());
    // A series of its own name, as others are called alike in every tenant.
    await repositories.numberSeries.take(`${context.tenantId}-`, 1, longAgo);
    const segment = theFirst(subscription.facts.segments);
    const change = buildChange(subscriptionId);
    await repositories.subscriptionChanges.add(change);
    const version = theFirst(await planVersions.find([segment.planVersionId]));
    const { line: uncounted, terms: countedBy } = buildUsageLine(subscription);
    await charges.add([uncounted], countedBy);
    const meterId = buildId('mtr');
    const draftVersion = await planVersions.save(buildVersion(version, meterId, now));
    if (draftVersion.status !== 'draft') throw new Error('The tenant is not full.');
    const { facts: stranger } = await repositories.customers.save(buildCustomer());
    return {
      ...seen,
      subscription,
      migration: theRunning(await repositories.planMigrations.find(migration.id)).facts,
      change,
      line,
      waiting,
      written,
      uncounted,
      meterId,
      draft,
      bare,
      version,
      draftVersion,
      customerId,
      dueAt: dueAt ?? far,
      strangerId: stranger.id,
    };
  });
};

export type BillingThings = Awaited<ReturnType<typeof billingThingsOf>>;

/** A draft of another version of the same plan. */
// With a price of usage, and a limit of its own, beside what the version before has.
const buildVersion = (
  { planId, terms }: PlanVersion,
  meterId: MeterId,
  now: Instant,
): DraftPlanVersion =>
  new DraftPlanVersion({
    id: buildId('ver', far),
    version: 0,
    planId,
    number: 2,
    terms: {
      ...terms,
      prices: [
        ...terms.prices,
        ...terms.prices.slice(0, 1).map((price) => usageOf(price, meterId)),
      ],
      features: [{ code: meterId, kind: 'limit', meterId, limit: '9', interval: null }],
    },
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
  });

const theRunning = (migration: PlanMigration | undefined): RunningPlanMigration => {
  if (migration?.status !== 'running') throw new Error('The tenant is not full.');
  return migration;
};

const theFirst = <Thing>(things: readonly Thing[]): Thing => {
  const [first] = things;
  if (first === undefined) throw new Error('The tenant is not full.');
  return first;
};

type Names =
  | 'planVersions'
  | 'billingAccounts'
  | 'charges'
  | 'invoices'
  | 'numberSeries'
  | 'payments'
  | 'balances'
  | 'billingIssues'
  | 'subscriptions'
  | 'subscriptionChanges'
  | 'planMigrations'
  | 'subscriptionCursors'
  | 'noticeSchedule'
  | 'invoiceVerifications';

/** The draft as it is stored, issued. */
const issuedDraft = ({ draft: { facts } }: BillingThings) =>
  issued(new DraftInvoice({ ...facts, version: 1 }));

const dueAt = (customerId: CustomerId, at = far) => new Map([[customerId, at]]);

export const billingRepositoryProbes: ProbesOf<
  Pick<PlanMigrationRepositories, Names>,
  { readonly billing: BillingThings }
> = {
  planVersions: {
    published: (versions, { billing: { version } }) => versions.published(version.planId),
    find: (versions, { billing: { version } }) => versions.find([version.id]),
    ofPlan: (versions, { billing: { version } }) => versions.ofPlan(version.planId, 1),
    // It gives a number: that of the draft that only the full tenant has.
    lastNumber: async (versions, { billing: { draftVersion } }) =>
      (await versions.lastNumber(draftVersion.facts.planId)) > 0 ? [draftVersion.facts.id] : [],
    anyChargingWithinPeriods: (versions) => versions.anyChargingWithinPeriods(),
    save: (versions, { billing: { draftVersion } }) => versions.save(draftVersion.publish(far)),
    delete: (versions, { billing: { draftVersion } }) => versions.delete(draftVersion.delete(far)),
    pricesMeter: async (versions, { billing: { meterId } }) =>
      (await versions.pricesMeter(meterId)) ? [meterId] : [],
    productsOf: async (versions, { billing: { line } }) => [
      ...(await versions.productsOf(line.priceId === null ? [] : [line.priceId])),
    ],
  },
  billingAccounts: {
    open: (accounts, { billing }) => accounts.open(billing.strangerId, 'test'),
    lock: (accounts, { billing }) => accounts.lock([billing.customerId]),
    lockDue: (accounts) => accounts.lockDue(far, 100),
    schedule: (accounts, { billing }) => accounts.schedule(dueAt(billing.customerId)),
    putOff: (accounts, { billing }) => accounts.putOff([billing.customerId], far),
    resume: (accounts, { billing }) => accounts.resume(later(billing.dueAt, -1)),
    park: (accounts, { billing }) => accounts.park(billing.customerId, far),
    unpark: (accounts, { billing }) => accounts.unpark(billing.customerId),
    // As the row has it: the two tenants' clocks show different days.
    nextDueAt: async (accounts) => {
      const at = await accounts.nextDueAt();
      return at && formatInstant(at).replace('.000Z', '+00:00');
    },
    dueThrough: (accounts) => accounts.dueThrough(far, everything),
  },
  charges: {
    add: (charges, { billing }) => charges.add([buildCharge(billing.subscription)], builtTerms()),
    attach: (charges, { billing }) => charges.attach([billing.waiting.id], billing.draft.facts.id),
    credit: (charges, { billing }) => charges.credit(new Map([[billing.line.id, euros(1n)]])),
    unbilled: (charges, { billing }) => charges.unbilled([billing.customerId]),
    onInvoices: async (charges, { billing }) => [
      ...(await charges.onInvoices([billing.invoice.id])),
    ],
    find: (charges, { billing }) => charges.find([billing.line.id]),
    crediting: (charges, { billing }) => charges.crediting([billing.line.id]),
    deleteManual: (charges, { billing }) => charges.deleteManual([billing.written.id]),
    deleteUncounted: (charges, { billing }) => charges.deleteUncounted([billing.uncounted.id]),
    endingAfter: (charges, { billing }) =>
      charges.endingAfter(billing.subscription.facts.id, longAgo),
  },
  invoices: {
    find: (invoices, { billing }) => invoices.find(billing.invoice.id),
    add: (invoices, { billing }) => invoices.add([buildInvoice(billing.customerId)]),
    save: (invoices, { billing }) => invoices.save(issuedDraft(billing)),
    saveAll: (invoices, { billing }) => invoices.saveAll([issuedDraft(billing)]),
    delete: (invoices, { billing: { bare } }) =>
      invoices.delete(new DraftInvoice({ ...bare.facts, version: 1 }).delete(true, far)),
    issue: (invoices, { billing: { draft, waiting } }) =>
      invoices.issue([buildDocument(draft.facts.id, [waiting])]),
    // It gives a number: that of the one invoice that only the full tenant has.
    countSince: async (invoices, { billing }) =>
      (await invoices.countSince(later(far, -1))) > 0 ? billing.draft.facts.id : undefined,
    pending: (invoices, { billing }) => invoices.pending([billing.customerId], []),
    needingAttention: (invoices, { billing }) =>
      invoices.needingAttention([billing.customerId], far),
    credited: (invoices, { billing }) => invoices.credited([billing.line.id]),
  },
  numberSeries: {
    take: (series, { billing: { invoice } }) =>
      series.take((invoice.number ?? '').replace(/\d+$/, ''), 1, longAgo),
  },
  payments: {
    add: (payments, { billing }) => payments.add(buildPayment(billing.invoice.id)),
  },
  balances: {
    of: (balances, { billing }) => balances.of([billing.customerId]),
    move: (balances, { billing }) => balances.move([buildBalanceTransaction(billing.customerId)]),
  },
  billingIssues: {
    add: (issues, { billing }) => issues.add(buildBillingIssue(billing.customerId)),
    find: (issues, { billing }) => issues.find(billing.issue.id),
    resolve: (issues, { billing }) => issues.resolve(billing.issue, far),
  },
  subscriptions: {
    find: (subscriptions, { billing }) => subscriptions.find(billing.subscription.facts.id, far),
    save: (subscriptions, { billing: { subscription } }) => {
      const end = { on: parseCalendarDate('2040-01-01'), at: far };
      return subscriptions.save(subscription.cancel(end, 'Stolen', far));
    },
    ofCustomers: (subscriptions, { billing }) => subscriptions.ofCustomers([billing.customerId]),
    hasExternalId: async (subscriptions, { billing: { subscription } }) => {
      const { id, externalId } = subscription.facts;
      return (await subscriptions.hasExternalId(externalId ?? '')) && id;
    },
    hasTried: async (subscriptions, { billing: { subscription } }) => {
      const { id, customerId, planId } = subscription.facts;
      return (await subscriptions.hasTried(customerId, planId)) && id;
    },
    agreedTo: (subscriptions, { billing: { version, dueAt: at } }) =>
      subscriptions.agreedTo(version.planId, [version.id], at),
    selected: (subscriptions, { billing: { subscription } }) =>
      subscriptions.selected([subscription.facts.id]),
  },
  planMigrations: migrationProbes,
  subscriptionChanges: {
    add: (changes, { billing: { subscription } }) =>
      changes.add(buildChange(subscription.facts.id)),
    scheduled: (changes, { billing: { change } }) =>
      changes.scheduled(change.subscriptionId, someday),
    takeBack: (changes, { billing: { change } }) => changes.takeBack([change.id], far),
    find: (changes, { billing: { change } }) => changes.find(change.subscriptionId, change.id),
  },
  invoiceVerifications: {
    standing: (verifications) => verifications.standing(),
    moveOn: (verifications) => verifications.moveOn('INV-', 0, 1),
  },
  noticeSchedule: { setDays: (notices) => notices.setDays(30) },
  subscriptionCursors: {
    save: (cursors, { billing: { subscription, customerId } }) => {
      const cursor = { settledThrough: far, nextDueAt: null, noticedThrough: null };
      return cursors.save([{ subscriptionId: subscription.facts.id, customerId, cursor }]);
    },
  },
};
