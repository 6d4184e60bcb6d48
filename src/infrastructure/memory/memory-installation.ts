import type { Installation } from '#application/operations/ports.ts';
import type { Slice } from '#application/shared/page.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { sliceOf } from '#infrastructure/memory/list.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import { isOver } from '#infrastructure/memory/metering/memory-usage-end.ts';
import type { UsageWatch } from '#infrastructure/memory/metering/metering-tables.ts';

/** The operator's port in memory. Nothing is swept, as all ends with the process, but for usage. */
export class MemoryInstallation implements Installation {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async tenants(slice: Slice<TenantId>): Promise<readonly TenantView[]> {
    const views = this.#store.tables.tenants.under('ten_').map(tenantView);
    return sliceOf(views, ({ id }) => id, slice);
  }

  async sweep(): Promise<Readonly<Record<string, number>>> {
    return {};
  }

  // An event and its key are one row.
  async endUsage(before: CalendarDate): Promise<number> {
    return this.#store.transact(async ({ usageEvents }) => {
      const over = usageEvents.under('').filter(isOver(before));
      usageEvents.removeWhere('', isOver(before));
      return new Set(over.map(({ expiresOn }) => expiresOn.slice(0, 7))).size;
    });
  }

  async tenantsToRollUp(): Promise<readonly TenantId[]> {
    return [];
  }

  async tenantsToWatch(limit: number, after: TenantId | null): Promise<readonly TenantId[]> {
    const { usageWatches, usageWatchRetries, usageHeads } = this.#store.tables;
    const isUnwatched = ({ tenantId, position }: UsageWatch): boolean =>
      (usageHeads.get(tenantId)?.position ?? 0) > position ||
      usageWatchRetries.under(`${tenantId}/`).length > 0;
    return usageWatches
      .under('')
      .filter(isUnwatched)
      .map(({ tenantId }) => tenantId)
      .filter((id) => after === null || id > after)
      .toSorted()
      .slice(0, limit);
  }
}
