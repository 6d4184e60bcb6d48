import type { UsageCancellations } from '#application/metering/usage-cancellations.ts';
import type { InvoicedTables } from '#infrastructure/memory/metering/memory-invoiced-spans.ts';
import { invoicedSince } from '#infrastructure/memory/metering/memory-invoiced-spans.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

const memoryCancellations = (
  transaction: MemoryTransaction<MeteringTables & InvoicedTables>,
): UsageCancellations => ({
  find: async (keys) => {
    const { tables, tenantId } = transaction;
    return keys.flatMap((key) => {
      const kept = tables.usageEvents.get(`${tenantId}/${key.source}\n${key.id}`);
      if (kept === undefined) return [];
      const { cancellation, position: _, expiresOn: __, ...event } = kept;
      return [{ key, event, cancellation }];
    });
  },
  add: async (keys, cancelled) => {
    const { tables, tenantId } = transaction;
    return keys.filter(({ source, id }) => {
      const name = `${tenantId}/${source}\n${id}`;
      const kept = tables.usageEvents.get(name);
      const head = tables.usageHeads.get(tenantId);
      if (kept === undefined || kept.cancellation !== null || head === undefined) return false;
      const position = head.position + 1;
      tables.usageHeads.put(tenantId, { ...head, position });
      tables.usageEvents.put(name, { ...kept, cancellation: { position, ...cancelled } });
      return true;
    });
  },
  invoicedSince: async (asked) => invoicedSince(transaction, asked),
});

/** Cancellations of usage events in memory. */
export const usageCancellations = { repository: memoryCancellations };
