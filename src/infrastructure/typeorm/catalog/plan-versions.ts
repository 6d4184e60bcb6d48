import type { PlanVersionRepository } from '#application/catalog/ports.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { StoredPrice } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { termsToRow, toTerms } from '#infrastructure/typeorm/catalog/plan.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

interface PlanVersionRow {
  readonly id: string;
  readonly planId: string;
  readonly number: number;
  readonly currency: CurrencyCode;
  readonly intervalUnit: IntervalUnit;
  readonly intervalCount: number;
  readonly trialDays: number;
  readonly prices: readonly StoredPrice[];
  readonly publishedAt: Date;
}

const insert = {
  name: 'plan_versions.insert',
  text: `insert into plan_versions (tenant_id, id, plan_id, number, currency, interval_unit,
      interval_count, trial_days, prices, published_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

const find = {
  name: 'plan_versions.find',
  text: `select id, plan_id as "planId", number, currency, interval_unit as "intervalUnit",
      interval_count as "intervalCount", trial_days as "trialDays", prices,
      published_at as "publishedAt"
    from plan_versions where tenant_id = $1 and id = any ($2)`,
};

// Few products are taxed apart, so few are asked for their prices.
const productsOf = {
  name: 'plan_versions.products-of',
  text: `select p.product_id as "productId", price ->> 'id' as "priceId"
    from plan_versions v
    join plans p on p.tenant_id = $1 and p.id = v.plan_id
    cross join jsonb_array_elements(v.prices) price
    where v.tenant_id = $1 and price ->> 'id' = any ($2)`,
};

const open = ({ client, tenantId }: Transaction): PlanVersionRepository => ({
  publish: async ({ id, planId, number, terms, publishedAt }) => {
    const { currency, intervalUnit, intervalCount, trialDays, prices } = termsToRow(terms);
    const values = [
      tenantId,
      uuidOf(id),
      uuidOf(planId),
      number,
      currency,
      intervalUnit,
      intervalCount,
      trialDays,
      JSON.stringify(prices),
      formatInstant(publishedAt),
    ];
    await client.query({ ...insert, values });
  },
  find: async (versionIds) => {
    if (versionIds.length === 0) return [];
    const values = [tenantId, versionIds.map(uuidOf)];
    const { rows } = await client.query<PlanVersionRow>({ ...find, values });
    return rows.map(toVersion);
  },
  productsOf: async (priceIds) => {
    if (priceIds.length === 0) return new Map();
    const values = [tenantId, priceIds.map(uuidOf)];
    const { rows } = await client.query<{
      readonly productId: string;
      readonly priceId: string;
    }>({ ...productsOf, values });
    return new Map(
      rows.map(({ productId, priceId }) => [
        idFromUuid('price', priceId),
        idFromUuid('prod', productId),
      ]),
    );
  },
});

const toVersion = (row: PlanVersionRow): PlanVersion => ({
  id: idFromUuid('ver', row.id),
  planId: idFromUuid('plan', row.planId),
  number: row.number,
  terms: toTerms(row),
  publishedAt: instantOf(row.publishedAt.getTime()),
});

/** Published versions of plans in PostgreSQL. */
export const planVersions = { repository: open };
