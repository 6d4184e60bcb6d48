import type { PlanVersionRepository } from '#application/catalog/ports.ts';
import type { PlanVersionFilter, PlanVersionQueries } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { planVersionOf } from '#domain/catalog/plan-version.ts';
import type { MeterId, PlanVersionId, PriceId, ProductId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import {
  deleteRow,
  findRows,
  selectedColumns,
  storeRow,
} from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { KnownVersions } from '#infrastructure/typeorm/catalog/known-versions.ts';
import { knownVersions } from '#infrastructure/typeorm/catalog/known-versions.ts';
import type { PlanVersionRow } from '#infrastructure/typeorm/catalog/plan-version.table.ts';
import {
  planVersionTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/catalog/plan-version.table.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import { equal, listStatement } from '#infrastructure/typeorm/reads/list-statement.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const columns = selectedColumns(table);

const ofPlan = {
  name: 'plan_versions.of-plan',
  text: `select ${columns} from plan_versions
    where plan_versions.tenant_id = $1 and plan_versions.plan_id = $2
      and plan_versions.number = $3`,
};

const published = {
  name: 'plan_versions.published',
  text: `select ${columns} from plan_versions
    where plan_versions.tenant_id = $1 and plan_versions.plan_id = $2
      and plan_versions.published_at is not null
    order by plan_versions.number`,
};

const lastNumber = {
  name: 'plan_versions.last-number',
  text: `select coalesce(max(number), 0) as number from plan_versions
    where tenant_id = $1 and plan_id = $2`,
};

const anyChargingWithinPeriods = {
  name: 'plan_versions.any-charging-within-periods',
  text: `select v.id from plan_versions v
    where v.tenant_id = $1 and v.published_at is not null
      and (v.usage_thresholds is not null
        or v.prices @> '[{"kind": "usage", "billed": "in_advance"}]')
    limit 1`,
};

interface PricedProductRow {
  readonly productId: string;
  readonly priceId: string;
}

// Few products are taxed apart, so few are asked for their prices.
const productsOf = {
  name: 'plan_versions.products-of',
  text: `select p.product_id as "productId", price ->> 'id' as "priceId"
    from plan_versions v
    join plans p on p.tenant_id = $1 and p.id = v.plan_id
    cross join jsonb_array_elements(v.prices) price
    where v.tenant_id = $1 and v.published_at is not null and price ->> 'id' = any ($2)`,
};

// Plans that were never activated have no version yet.
const pricesMeter = {
  name: 'plan_versions.prices-meter',
  text: `select exists (select from plan_versions v
        where v.tenant_id = $1
          and (v.prices @> $2::jsonb or v.prices @> $3::jsonb or v.features @> $4::jsonb))
      or exists (select from plans p
        where p.tenant_id = $1
          and (p.prices @> $2::jsonb or p.prices @> $3::jsonb or p.features @> $4::jsonb))
      as priced`,
};

const chargingWithinPeriods = async ({
  client,
  tenantId,
}: Transaction): Promise<PlanVersionId | undefined> => {
  const statement = { ...anyChargingWithinPeriods, values: [tenantId] };
  const { rows } = await client.query<{ readonly id: string }>(statement);
  return rows[0] && idFromUuid('ver', rows[0].id);
};

/** Law 7. */
const productsIn = async (
  { client, tenantId }: Transaction,
  priceIds: readonly PriceId[],
): Promise<ReadonlyMap<PriceId, ProductId>> => {
  if (priceIds.length === 0) return new Map();
  const values = [tenantId, priceIds.map(uuidOf)];
  const { rows } = await client.query<PricedProductRow>({ ...productsOf, values });
  return new Map(
    rows.map(({ productId, priceId }) => [
      idFromUuid('price', priceId),
      idFromUuid('prod', productId),
    ]),
  );
};

const open = (transaction: Transaction): PlanVersionRepository => {
  const { client, tenantId, events } = transaction;
  const known = knownVersions(transaction);
  return {
    find: (versionIds) => findPublished(transaction, known, versionIds),
    published: async (planId) => {
      const values = [tenantId, uuidOf(planId)];
      const { rows } = await client.query<PlanVersionRow>({ ...published, values });
      return rows.flatMap(ifPublished);
    },
    ofPlan: async (planId, number) => {
      const values = [tenantId, uuidOf(planId), number];
      const { rows } = await client.query<PlanVersionRow>({ ...ofPlan, values });
      return rows[0] && planVersionOf(toFacts(rows[0]));
    },
    lastNumber: async (planId) => {
      const values = [tenantId, uuidOf(planId)];
      const { rows } = await client.query<{ readonly number: number }>({ ...lastNumber, values });
      return rows[0]?.number ?? 0;
    },
    anyChargingWithinPeriods: () => chargingWithinPeriods(transaction),
    productsOf: (priceIds) => productsIn(transaction, priceIds),
    pricesMeter: async (meterId) => {
      const values = [tenantId, ...namingMeter(meterId)];
      const { rows } = await client.query<{ readonly priced: boolean }>({ ...pricesMeter, values });
      return rows[0]?.priced === true;
    },
    save: async (version) => {
      const { facts } = version;
      const stored = { ...facts, version: facts.version + 1 };
      known.distrust();
      await storeRow(transaction, table, toRow(stored, tenantId));
      events.record(version);
      return planVersionOf(stored);
    },
    delete: async (deleted) => {
      const key = { tenantId, id: uuidOf(deleted.id), version: deleted.version };
      await deleteRow(transaction, table, key);
      events.record(deleted);
    },
  };
};

/** Law 1. */
const findPublished = async (
  transaction: Transaction,
  known: KnownVersions,
  versionIds: readonly PlanVersionId[],
): Promise<readonly PlanVersion[]> => {
  const found = versionIds.map((id) => known.get(id) ?? id);
  const unread = found.filter((each) => typeof each === 'string');
  const rows = await findRows(transaction, table, unread.map(uuidOf));
  const read = rows.flatMap((row) => {
    const [version] = ifPublished(row);
    if (version === undefined) return [];
    known.add(version, row);
    return [version];
  });
  return [...found.filter((each) => typeof each !== 'string'), ...read];
};

/** The prices, and the limit, that name a meter: as a part of those that are stored. */
const namingMeter = (meterId: MeterId): readonly string[] => {
  const prices = [[{ meterId }], [{ meterIds: [meterId] }]];
  return [...prices, [{ meterId: uuidOf(meterId) }]].map((named) => JSON.stringify(named));
};

const ifPublished = (row: PlanVersionRow): readonly PlanVersion[] => {
  const version = planVersionOf(toFacts(row));
  return version.status === 'published' ? [version.facts] : [];
};

const findOne = tenantScoped(
  `select ${columns} from plan_versions
    where plan_versions.tenant_id = scope.tenant_id and plan_versions.plan_id = $2
      and plan_versions.number = $3`,
  'plan_versions.find',
);

const source = {
  name: 'plan_versions.list',
  columns,
  from: 'plan_versions',
  alias: 'plan_versions',
};

/** Versions of plans in PostgreSQL. The database refuses to change one that is published. */
export const planVersions: Resource<PlanVersionRepository, PlanVersionQueries> = {
  table,
  repository: open,

  queries: (reader) => ({
    find: async (planId, number) => {
      const [row] = await reader.rows<PlanVersionRow>(findOne, [uuidOf(planId), number]);
      return row && planVersionView(planVersionOf(toFacts(row)));
    },
    list: async ({ planId, status }, slice) => {
      const conditions = [equal('plan_versions.plan_id', uuidOf(planId)), inStatus(status)];
      const { statement, values } = listStatement(source, conditions, slice);
      const rows = await reader.rows<PlanVersionRow>(statement, values);
      return rows.map((row) => planVersionView(planVersionOf(toFacts(row))));
    },
  }),
};

const inStatus = (status: PlanVersionFilter['status']): Condition => ({
  sql: (isPublished) => `(plan_versions.published_at is not null) = ${isPublished}::boolean`,
  values: [status === undefined ? undefined : status === 'published'],
});
