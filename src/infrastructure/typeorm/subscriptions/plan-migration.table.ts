import { EntitySchema } from 'typeorm';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { PlanMigrationFacts } from '#domain/subscriptions/plan-migration.ts';

export interface PlanMigrationRow {
  tenantId: string;
  id: string;
  version: number;
  planId: string;
  planVersionId: string;
  toVersion: number;
  fromVersions: readonly number[] | null;
  effective: PlanMigrationFacts['effective'];
  effectiveNow: Date;
  total: number;
  report: PlanMigrationFacts['report'];
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
}

export const planMigrationTable = new EntitySchema<PlanMigrationRow>({
  name: 'PlanMigration',
  tableName: 'plan_migrations',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    planId: { type: 'uuid', name: 'plan_id', update: false },
    planVersionId: { type: 'uuid', name: 'plan_version_id', update: false },
    toVersion: { type: 'integer', name: 'to_version', update: false },
    fromVersions: { type: 'jsonb', nullable: true, name: 'from_versions', update: false },
    effective: { type: 'jsonb', update: false },
    effectiveNow: { type: 'timestamptz', precision: 3, name: 'effective_now', update: false },
    total: { type: 'integer', update: false },
    report: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at', update: false },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    completedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'completed_at' },
  },
});

export const toRow = (facts: PlanMigrationFacts, tenantId: string): PlanMigrationRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  planId: uuidOf(facts.planId),
  planVersionId: uuidOf(facts.planVersionId),
  effectiveNow: new Date(facts.effectiveNow),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  completedAt: facts.completedAt === null ? null : new Date(facts.completedAt),
});

export const toFacts = (row: PlanMigrationRow): PlanMigrationFacts => ({
  ...row,
  id: idFromUuid('mig', row.id),
  planId: idFromUuid('plan', row.planId),
  planVersionId: idFromUuid('ver', row.planVersionId),
  effectiveNow: instantOf(row.effectiveNow.getTime()),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
  completedAt: row.completedAt && instantOf(row.completedAt.getTime()),
});
