import { LRUCache } from 'lru-cache';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { PlanVersionId } from '#domain/shared/ids.ts';
import type { PlanVersionRow } from '#infrastructure/typeorm/catalog/plan-version.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** The published versions that a process read of a tenant, as a transaction may take them. */
export interface KnownVersions {
  get(versionId: PlanVersionId): PlanVersion | undefined;
  /** Remembers a version and the row that it was read from. */
  add(version: PlanVersion, row: PlanVersionRow): void;
  /** To be called before the transaction writes a version: what it reads then may never be. */
  distrust(): void;
}

const rememberedBytesMax = 16 * 1_048_576;
// A version in memory is some times as large as its JSON, and has a few fields beside.
const sizeOf = ({ prices, features }: PlanVersionRow): number =>
  1024 + 8 * JSON.stringify([prices, features]).length;

// Two databases of a process may be copies of each other that went apart.
const ofDatabases = new WeakMap<object, LRUCache<string, PlanVersion>>();

/**
 * Published versions are never changed and never deleted: the database refuses it. So a process
 * reads each once, as long as it was read by a transaction that wrote none itself.
 */
export const knownVersions = ({
  manager,
  tenantId,
}: Pick<Transaction, 'manager' | 'tenantId'>): KnownVersions => {
  const known = (): LRUCache<string, PlanVersion> => {
    const { dataSource } = manager;
    const maxSize = rememberedBytesMax;
    const opened = ofDatabases.get(dataSource) ?? new LRUCache<string, PlanVersion>({ maxSize });
    ofDatabases.set(dataSource, opened);
    return opened;
  };
  const keyOf = (versionId: PlanVersionId): string => `${tenantId}/${versionId}`;
  let isTrusted = true;
  return {
    get: (versionId) => known().get(keyOf(versionId)),
    add: (version, row) => {
      if (isTrusted) known().set(keyOf(version.id), version, { size: sizeOf(row) });
    },
    distrust: () => {
      isTrusted = false;
    },
  };
};
