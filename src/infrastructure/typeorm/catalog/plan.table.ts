import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import type { Feature, LimitFeature } from '#domain/catalog/feature.ts';
import type { PlanFacts } from '#domain/catalog/plan.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import type { Price } from '#domain/catalog/price.ts';
import { codesFor } from '#domain/catalog/price-codes.ts';
import type { FlatModel, Stored } from '#domain/catalog/pricing/model.ts';
import { fromStored, toStored } from '#domain/catalog/pricing/model.ts';
import type { UsageThresholds } from '#domain/catalog/usage-thresholds.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { Interval, Trial } from '#domain/shared/interval.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { StatedPolicy } from '#domain/tenants/billing-policy.ts';

/**
 * A price within the row of its plan: its amounts in minor units of the plan's currency. Those that
 * were stored when all prices were flat have none of the fields that came later.
 */
export type StoredPrice = { readonly id: string } & (
  | Stored<Omit<Price, 'id'>>
  | Pick<Stored<Extract<Price, FlatModel>>, 'name' | 'kind' | 'model' | 'amount' | 'billed'>
);

/** A feature within the row of its plan: the meter of a limit by its uuid. */
export type StoredFeature =
  | Exclude<Feature, LimitFeature>
  | (Omit<LimitFeature, 'meterId'> & { readonly meterId: string });

/** Thresholds within the row of their plan: minor units of its currency. */
export interface StoredThresholds {
  readonly amounts: readonly string[];
  readonly every: string | null;
}

export interface PlanRow {
  tenantId: string;
  id: string;
  version: number;
  productId: string;
  code: string;
  name: string;
  description: string | null;
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
  publishedVersion: number;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
  activatedAt: Date | null;
  archivedAt: Date | null;
  searchText: string;
}

export const planTable = new EntitySchema<PlanRow>({
  name: 'Plan',
  tableName: 'plans',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    productId: { type: 'uuid', name: 'product_id' },
    code: { type: 'text' },
    name: { type: 'text' },
    description: { type: 'text', nullable: true },
    currency: { type: 'text' },
    intervalUnit: { type: 'text', name: 'interval_unit' },
    intervalCount: { type: 'integer', name: 'interval_count' },
    trialDays: { type: 'integer', name: 'trial_days' },
    prices: { type: 'jsonb' },
    minimumCommitment: { type: 'bigint', nullable: true, name: 'minimum_commitment' },
    usageThresholds: { type: 'jsonb', nullable: true, name: 'usage_thresholds' },
    features: { type: 'jsonb', default: [] },
    billingPolicy: { type: 'jsonb', nullable: true, name: 'billing_policy' },
    publishedVersion: { type: 'integer', default: 1, name: 'published_version' },
    metadata: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    activatedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'activated_at' },
    archivedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'archived_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = ({ terms, ...facts }: PlanFacts, tenantId: string): PlanRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  productId: uuidOf(facts.productId),
  ...termsToRow(terms),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  searchText: toSearchText([facts.name, facts.code]),
  activatedAt: facts.activatedAt === null ? null : new Date(facts.activatedAt),
  archivedAt: facts.archivedAt === null ? null : new Date(facts.archivedAt),
});

export const toFacts = (row: PlanRow): PlanFacts => {
  const { currency, intervalUnit, intervalCount, trialDays, prices, ...others } = row;
  const { minimumCommitment, usageThresholds, features, billingPolicy, ...facts } = others;
  return {
    ...facts,
    id: idFromUuid('plan', row.id),
    productId: idFromUuid('prod', row.productId),
    terms: toTerms({
      currency,
      intervalUnit,
      intervalCount,
      trialDays,
      prices,
      minimumCommitment,
      usageThresholds,
      features,
      billingPolicy,
    }),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
    activatedAt: row.activatedAt && instantOf(row.activatedAt.getTime()),
    archivedAt: row.archivedAt && instantOf(row.archivedAt.getTime()),
  };
};

/** The terms as the columns of a plan, and of its versions, hold them. */
export const termsToRow = (terms: PlanTerms) => ({
  currency: terms.currency,
  intervalUnit: terms.interval.unit,
  intervalCount: terms.interval.count,
  trialDays: terms.trial.days,
  prices: terms.prices.map(toStoredPrice),
  minimumCommitment: terms.minimumCommitment && String(terms.minimumCommitment.minor),
  usageThresholds: terms.usageThresholds && toStoredThresholds(terms.usageThresholds),
  features: terms.features.map(toStoredFeature),
  billingPolicy: terms.billingPolicy,
});

export const toTerms = ({
  currency,
  intervalUnit,
  intervalCount,
  trialDays,
  prices,
  minimumCommitment,
  usageThresholds,
  features,
  billingPolicy,
}: Pick<
  PlanRow,
  | 'currency'
  | 'intervalUnit'
  | 'intervalCount'
  | 'trialDays'
  | 'prices'
  | 'minimumCommitment'
  | 'usageThresholds'
  | 'features'
  | 'billingPolicy'
>): PlanTerms => ({
  currency,
  interval: Interval.stored(intervalCount, intervalUnit),
  trial: Trial.stored(trialDays),
  prices: codesFor(prices.map((price) => toPrice(price, currency))),
  minimumCommitment:
    minimumCommitment === null ? null : Money.of(BigInt(minimumCommitment), currency),
  usageThresholds: usageThresholds && toThresholds(usageThresholds, currency),
  features: features.map(toFeature),
  billingPolicy,
});

const toStoredThresholds = ({ amounts, every }: UsageThresholds): StoredThresholds => ({
  amounts: amounts.map(({ minor }) => String(minor)),
  every: every && String(every.minor),
});

const toThresholds = (
  { amounts, every }: StoredThresholds,
  currency: CurrencyCode,
): UsageThresholds => ({
  amounts: amounts.map((minor) => Money.of(BigInt(minor), currency)),
  every: every === null ? null : Money.of(BigInt(every), currency),
});

const toStoredFeature = (feature: Feature): StoredFeature =>
  feature.kind === 'limit' ? { ...feature, meterId: uuidOf(feature.meterId) } : feature;

/** A feature as it was stored. */
export const toFeature = (stored: StoredFeature): Feature =>
  stored.kind === 'limit' ? { ...stored, meterId: idFromUuid('mtr', stored.meterId) } : stored;

const toStoredPrice = ({ id, ...price }: Price): StoredPrice =>
  // Amounts as text: a JSON number would not hold every bigint.
  ({ id: uuidOf(id), ...toStored(price) });

const toPrice = ({ id, ...stored }: StoredPrice, currency: CurrencyCode): PriceWithoutCode => {
  const earlier = {
    code: undefined,
    interval: null,
    isOptional: false,
    isProrated: true,
    inTrial: 'free',
  } as const;
  const price = fromStored<object>({ ...earlier, ...stored }, currency);
  return { ...(price as PriceWithoutCode), id: idFromUuid('price', id) };
};

type PriceWithoutCode = Price | (Omit<Price, 'code'> & { readonly code: undefined });
