import { EntitySchema } from 'typeorm';
import type { PlanVersionFacts } from '#domain/catalog/plan-version.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { StatedPolicy } from '#domain/tenants/billing-policy.ts';
import type {
  StoredFeature,
  StoredPrice,
  StoredThresholds,
} from '#infrastructure/typeorm/catalog/plan.table.ts';
import { termsToRow, toTerms } from '#infrastructure/typeorm/catalog/plan.table.ts';

export interface PlanVersionRow {
  tenantId: string;
  id: string;
  version: number;
  planId: string;
  number: number;
  currency: CurrencyCode;
  intervalUnit: IntervalUnit;
  intervalCount: number;
  trialDays: number;
  prices: readonly StoredPrice[];
  /** Minor units of the currency. */
  minimumCommitment: string | null;
  usageThresholds: StoredThresholds | null;
  features: readonly StoredFeature[];
  billingPolicy: StatedPolicy | null;
  createdAt: Date;
  updatedAt: Date;
  publishedAt: Date | null;
}

export const planVersionTable = new EntitySchema<PlanVersionRow>({
  name: 'PlanVersion',
  tableName: 'plan_versions',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    planId: { type: 'uuid', name: 'plan_id', update: false },
    number: { type: 'integer', update: false },
    currency: { type: 'text' },
    intervalUnit: { type: 'text', name: 'interval_unit' },
    intervalCount: { type: 'integer', name: 'interval_count' },
    trialDays: { type: 'integer', name: 'trial_days' },
    prices: { type: 'jsonb' },
    minimumCommitment: { type: 'bigint', nullable: true, name: 'minimum_commitment' },
    usageThresholds: { type: 'jsonb', nullable: true, name: 'usage_thresholds' },
    features: { type: 'jsonb', default: [] },
    billingPolicy: { type: 'jsonb', nullable: true, name: 'billing_policy' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at', update: false },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    publishedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'published_at' },
  },
});

export const toRow = ({ terms, ...facts }: PlanVersionFacts, tenantId: string): PlanVersionRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  planId: uuidOf(facts.planId),
  ...termsToRow(terms),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  publishedAt: facts.publishedAt === null ? null : new Date(facts.publishedAt),
});

export const toFacts = (row: PlanVersionRow): PlanVersionFacts => ({
  id: idFromUuid('ver', row.id),
  version: row.version,
  planId: idFromUuid('plan', row.planId),
  number: row.number,
  terms: toTerms(row),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
  publishedAt: row.publishedAt && instantOf(row.publishedAt.getTime()),
});
