import type { AllQueries } from '#application/storage.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { ProbesOf } from './adapter-probes.ts';
import type { BillingThings } from './billing-probes.ts';

// The probes of adapter-probes.ts for reads of billing.

const everything = { limit: 100, after: null };

export const billingQueryProbes: ProbesOf<
  Pick<
    AllQueries,
    | 'planVersions'
    | 'planMigrations'
    | 'subscriptions'
    | 'invoices'
    | 'balances'
    | 'billingRuns'
    | 'billingIssues'
  > & { readonly entitlements: Omit<AllQueries['entitlements'], 'usageWhile'> },
  { readonly billing: BillingThings }
> = {
  planVersions: {
    find: (versions, { billing: { version } }) => versions.find(version.planId, 1),
    list: (versions, { billing: { version } }) =>
      versions.list({ planId: version.planId }, everything),
  },
  planMigrations: {
    find: (migrations, { billing: { migration } }) =>
      migrations.find(migration.planId, migration.id),
    list: (migrations, { billing: { migration } }) =>
      migrations.list({ planId: migration.planId }, everything),
    subscriptions: (migrations, { billing: { migration } }) =>
      migrations.subscriptions({ migrationId: migration.id }, everything),
  },
  subscriptions: {
    find: (subscriptions, { billing }) => subscriptions.find(billing.subscription.facts.id),
    list: (subscriptions) => subscriptions.list({}, everything),
    search: (subscriptions, { billing }) => subscriptions.search(billing.subscription.facts.id, 5),
    charges: (subscriptions, { billing }) =>
      subscriptions.charges(billing.subscription.facts.id, everything),
    changes: (subscriptions, { billing: { change } }) =>
      subscriptions.changes({ subscriptionId: change.subscriptionId }, everything),
  },
  invoices: {
    find: (invoices, { billing }) => invoices.find(billing.invoice.id),
    list: (invoices) => invoices.list({}, everything),
    search: (invoices, { billing }) => invoices.search(billing.invoice.number ?? '', 5),
    numbered: (invoices, { billing }) => invoices.numbered([billing.invoice.number ?? '']),
    findLine: (invoices, { billing }) => invoices.findLine(billing.invoice.id, billing.line.id),
    linesOf: async (invoices, { billing }) => [...(await invoices.linesOf([billing.invoice.id]))],
    explained: async (invoices, { billing }) => [
      ...(await invoices.explained([billing.invoice.id])),
    ],
  },
  balances: {
    // It gives amounts: those of the one customer who has some.
    of: async (balances, { billing: { customerId } }) =>
      (await balances.of(customerId)).length > 0 ? customerId : undefined,
    transactions: (balances, { billing }) =>
      balances.transactions({ customerId: billing.customerId }, everything),
  },
  // As the row has it: the two tenants' clocks show different days.
  billingRuns: {
    standing: async (runs) => {
      const { nextDueAt } = await runs.standing();
      return nextDueAt && formatInstant(nextDueAt).replace('.000Z', '+00:00');
    },
  },
  entitlements: {
    of: (entitlements, { billing: { customerId } }) => entitlements.of(customerId),
    lately: (entitlements, { billing: { customerId } }) => entitlements.lately(customerId),
    isOffered: async (entitlements, { billing: { meterId } }) =>
      (await entitlements.isOffered(meterId)) ? [meterId] : [],
  },
  billingIssues: { list: (issues) => issues.list({ status: 'all' }, everything) },
};
