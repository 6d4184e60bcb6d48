import type { ExpiringUsage } from '#application/metering/usage-ports.ts';
import { dayOfExpiry, longestDaysOf, uncountedSince } from '#domain/metering/usage-life.ts';
import { latestOf } from '#domain/shared/extremes.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { CalendarDate, CalendarLength, Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { KeptEvent, MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** The tables of others that say which usage is not counted yet. */
export interface UncountedTables {
  readonly subscriptionCursors: MemoryTable<{
    readonly subscriptionId: string;
    readonly customerId: CustomerId;
    readonly cursor: {
      readonly settledThrough: Instant | null;
      readonly nextDueAt: Instant | null;
    };
  }>;
  readonly subscriptions: MemoryTable<{
    readonly facts: {
      readonly start: { readonly at: Instant };
      readonly end: object | null;
    };
  }>;
  readonly planVersions: MemoryTable<{
    readonly facts: {
      readonly terms: {
        readonly interval: CalendarLength;
        readonly prices: readonly {
          readonly kind: string;
          readonly interval: CalendarLength | null;
        }[];
      };
    };
  }>;
  readonly charges: MemoryTable<{
    readonly customerId: CustomerId;
    readonly derivation: {
      readonly kind: string;
      readonly counted?: unknown;
      readonly period?: { readonly startsAt: string };
    };
  }>;
}

type Ending = MemoryTransaction<MeteringTables & UncountedTables>;

/** Law 5 of `UsageStore`. */
export const keepNeeded = (
  transaction: Ending,
  { before, keptUntil, limit }: ExpiringUsage,
): number => {
  const { tables, tenantId } = transaction;
  const isNeeded = neededIn(transaction);
  const over = tables.usageEvents.under(`${tenantId}/`).filter(isOver(before));
  const kept = over.filter(isNeeded).slice(0, limit);
  const expiresOn = dayOfExpiry(keptUntil);
  for (const event of kept) {
    tables.usageEvents.put(`${tenantId}/${event.source}\n${event.id}`, { ...event, expiresOn });
  }
  if (kept.length < limit)
    noteGone(
      transaction,
      over.filter((event) => !isNeeded(event)),
    );
  return kept.length;
};

/** Whether an event expires before a day. */
export const isOver =
  (before: CalendarDate) =>
  ({ expiresOn }: KeptEvent): boolean =>
    expiresOn < before;

const neededIn = (transaction: Ending): ((event: KeptEvent) => boolean) => {
  const { tables, tenantId } = transaction;
  const carried = new Set(
    tables.meters
      .under(`${tenantId}/`)
      .filter(({ status, facts }) => status === 'active' && facts.isCarriedOver)
      .map(({ facts }) => facts.eventType),
  );
  const since = uncountedIn(transaction);
  return ({ type, customerId, at }) => {
    const first = since.get(customerId);
    return carried.has(type) || (first !== undefined && at >= first);
  };
};

/** Since when usage of each customer may not be counted yet. */
const uncountedIn = ({ tables, tenantId }: Ending): ReadonlyMap<CustomerId, Instant> => {
  const since = new Map<CustomerId, Instant>();
  const note = (customerId: CustomerId, at: Instant): void => {
    const first = since.get(customerId);
    if (first === undefined || at < first) since.set(customerId, at);
  };
  const sold = tables.planVersions
    .under(`${tenantId}/`)
    .flatMap(({ facts: { terms } }) =>
      terms.prices
        .filter(({ kind }) => kind === 'usage')
        .flatMap(({ interval }) => [terms.interval, ...(interval === null ? [] : [interval])]),
    );
  const longestDays = longestDaysOf(sold);
  for (const each of tables.subscriptionCursors.under(`${tenantId}/`)) {
    const facts = tables.subscriptions.get(`${tenantId}/${each.subscriptionId}`)?.facts;
    // Of one that is paused nothing is due, but its period may go on.
    if (!facts || (each.cursor.nextDueAt === null && facts.end !== null)) continue;
    const settled = each.cursor.settledThrough ?? facts.start.at;
    note(each.customerId, uncountedSince(settled, longestDays));
  }
  for (const { customerId, derivation } of tables.charges.under(`${tenantId}/`)) {
    if (derivation.kind !== 'usage' || derivation.counted !== null) continue;
    if (derivation.period) note(customerId, instantOf(Date.parse(derivation.period.startsAt)));
  }
  return since;
};

const noteGone = ({ tables, tenantId }: Ending, gone: readonly KeptEvent[]): void => {
  const head = tables.usageHeads.get(tenantId);
  const last = latestOf(gone.map(({ at }) => at));
  if (head === undefined || last === undefined) return;
  const goneUntil = head.goneUntil !== null && head.goneUntil > last ? head.goneUntil : last;
  tables.usageHeads.put(tenantId, { ...head, goneUntil });
};
