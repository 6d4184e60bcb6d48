import type { EntityManager, EntitySchema, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { VersionMismatch } from '#domain/shared/errors.ts';

interface Versioned extends ObjectLiteral {
  readonly tenantId?: string;
  readonly id: string;
  readonly version: number;
}

/**
 * Stores a row one version on: inserts where `row.version` is 1, else replaces version - 1.
 * Never TypeORM's `save`, which loses an update when the version is stale.
 * @throws {VersionMismatch} when the stored row has another version, or is gone.
 */
export const storeRow = async <Row extends Versioned>(
  manager: EntityManager,
  table: EntitySchema<Row>,
  row: Row,
): Promise<void> => {
  const values = row as unknown as QueryDeepPartialEntity<Row>;
  if (row.version === 1) {
    await manager.insert(table, values);
    return;
  }
  const found = keyOf(row, row.version - 1) as FindOptionsWhere<Row>;
  const { affected } = await manager.update(table, found, values);
  if (affected !== 1) throw new VersionMismatch();
};

/** @throws {VersionMismatch} when the stored row has another version, or is gone. */
export const removeRow = async <Row extends Versioned>(
  manager: EntityManager,
  table: EntitySchema<Row>,
  key: { readonly tenantId: string; readonly id: string; readonly version: number },
): Promise<void> => {
  const { affected } = await manager.delete(table, key);
  if (affected !== 1) throw new VersionMismatch();
};

// The tenant is named wherever the table has one: the first fence, in every statement.
const keyOf = ({ tenantId, id }: Versioned, version: number) =>
  tenantId === undefined ? { id, version } : { tenantId, id, version };
