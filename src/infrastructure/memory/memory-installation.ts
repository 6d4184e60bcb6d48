import type { Installation } from '#application/operations/ports.ts';
import type { Slice } from '#application/shared/page.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { sliceOf } from '#infrastructure/memory/list.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';

/** The operator's port in memory. Nothing is swept: it all ends with the process. */
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
}
