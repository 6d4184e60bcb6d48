import type { NamedSubjects, UsageQueries, UsageStore } from '#application/metering/usage-ports.ts';
import type { KnownSubjects, UsageEvent } from '#domain/metering/admission.ts';
import { isSameEvent } from '#domain/metering/admission.ts';
import { dayOfExpiry } from '#domain/metering/usage-life.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { InvoicedTables } from '#infrastructure/memory/metering/memory-invoiced-spans.ts';
import {
  invoicedSpans,
  refusesLate,
} from '#infrastructure/memory/metering/memory-invoiced-spans.ts';
import { countingTypes } from '#infrastructure/memory/metering/memory-meters.ts';
import type { UncountedTables } from '#infrastructure/memory/metering/memory-usage-end.ts';
import { keepNeeded } from '#infrastructure/memory/metering/memory-usage-end.ts';
import type { MeteringTables, UsageHead } from '#infrastructure/memory/metering/metering-tables.ts';
import { isInForce } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** The tables of others, as far as events name what is in them. */
interface SubjectTables {
  readonly customers: MemoryTable<{
    readonly facts: {
      readonly id: CustomerId;
      readonly externalId: string | null;
      readonly timeZone: TimeZone | null;
    };
  }>;
  readonly subscriptions: MemoryTable<{
    readonly facts: { readonly customerId: CustomerId; readonly timeZone: TimeZone };
  }>;
  readonly tenants: MemoryTable<{
    readonly facts: { readonly timeZone: TimeZone; readonly usage: UsageSettings };
  }>;
}

/** Usage events in memory. */
const memoryUsage = (
  transaction: MemoryTransaction<MeteringTables & SubjectTables & UncountedTables & InvoicedTables>,
): UsageStore => ({
  append: async (events, { receivedAt, expiresAt }) => {
    const { tables, tenantId } = transaction;
    const expiresOn = dayOfExpiry(expiresAt);
    return events.map((event) => {
      const key = `${tenantId}/${event.source}\n${event.id}`;
      const stored = tables.usageEvents.get(key);
      if (stored !== undefined) return { outcome: 'duplicate', isSame: isSameEvent(stored, event) };
      const head = tables.usageHeads.get(tenantId) ?? { position: 0, goneUntil: null };
      const position = head.position + 1;
      tables.usageHeads.put(tenantId, { ...head, position });
      const kept = { ...event, position, receivedAt, expiresOn, cancellation: null };
      tables.usageEvents.put(key, kept);
      return { outcome: 'accepted' };
    });
  },
  keepNeeded: async (expiring) => keepNeeded(transaction, expiring),
  // An event and its key are one row.
  forgetEnded: async () => 0,
  intake: async ({ types, ...named }) => {
    const { tables, tenantId } = transaction;
    const tenant = tables.tenants.get(tenantId);
    return (
      tenant && {
        settings: tenant.facts.usage,
        subjects: subjectsOf(transaction, named),
        meters: countingTypes(transaction, types),
        refusesLate: refusesLate(transaction),
      }
    );
  },
  stored: async (events) => {
    const { tables, tenantId } = transaction;
    const isStored = ({ source, id }: UsageEvent): boolean =>
      tables.usageEvents.has(`${tenantId}/${source}\n${id}`);
    return new Set(events.filter(isStored));
  },
  invoicedSpans: async (named) => invoicedSpans(transaction, named),
});

const subjectsOf = (
  { tables, tenantId }: MemoryTransaction<SubjectTables>,
  { customerIds, externalIds, subscriptionIds }: NamedSubjects,
): KnownSubjects => {
  const asked = new Set(externalIds);
  const external = tables.customers.under(`${tenantId}/`).flatMap(({ facts }) => {
    const { id, externalId } = facts;
    return externalId !== null && asked.has(externalId) ? [[externalId, id] as const] : [];
  });
  const owners = subscriptionIds.flatMap((id) => {
    const found = tables.subscriptions.get(`${tenantId}/${id}`);
    return found === undefined ? [] : [[id, found.facts.customerId] as const];
  });
  return {
    customers: new Set(customerIds.filter((id) => tables.customers.has(`${tenantId}/${id}`))),
    byExternalId: new Map(external),
    subscriptions: new Map(owners),
  };
};

const memoryUsageQueries = ({
  tables,
  tenantId,
}: MemoryReader<MeteringTables & SubjectTables>): UsageQueries => ({
  zonesOf: async ({ customerId, subscriptionId }) => {
    const customer = tables.customers.get(`${tenantId}/${customerId}`);
    const tenant = tables.tenants.get(tenantId);
    if (customer === undefined || tenant === undefined) return undefined;
    const found = tables.subscriptions.get(`${tenantId}/${subscriptionId ?? ''}`);
    const isTheirs = found?.facts.customerId === customerId;
    return {
      customer: customer.facts.timeZone ?? tenant.facts.timeZone,
      subscription: isTheirs ? found.facts.timeZone : undefined,
    };
  },
  within: async ({ customerId, type, subscriptionId, from, to }) =>
    tables.usageEvents
      .under(`${tenantId}/`)
      .filter(isInForce)
      .filter((event) => event.customerId === customerId && event.type === type)
      .filter((event) => subscriptionId === null || event.subscriptionId === subscriptionId)
      .filter(({ at }) => (from === null || at >= from) && at < to)
      .map(({ source, id, at, data }) => ({
        source,
        id,
        at,
        data: JSON.parse(data) as Readonly<Record<string, unknown>>,
      })),
});

export const usageHeads = { table: () => new MemoryTable<UsageHead>() };
export const usage = { repository: memoryUsage, queries: memoryUsageQueries };
