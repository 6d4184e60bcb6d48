import type { EntitlementQueries } from '#application/subscriptions/entitlement-queries.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { PlanVersionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { givesAccess } from '#domain/subscriptions/entitlements.ts';
import { segmentAt } from '#domain/subscriptions/segments.ts';
import { selectedColumns } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { StoredFeature } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { toFeature } from '#infrastructure/typeorm/catalog/plan.table.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { SubscriptionRow } from '#infrastructure/typeorm/subscriptions/subscription.table.ts';
import {
  subscriptionTable,
  toFacts,
} from '#infrastructure/typeorm/subscriptions/subscription.table.ts';

// All that does not depend on usage is read at once, with the meters that limits are counted by:
// how a meter counts never changes.
const featuresAndMeters = `v.id as "versionId", v.features, (
    select json_agg(json_build_object('id', m.id, 'eventType', m.event_type, 'filters', m.filters,
      'aggregation', m.aggregation, 'property', m.property, 'groupBy', m.group_by,
      'isCarriedOver', m.is_carried_over, 'removal', m.removal, 'rounding', m.rounding))
    from jsonb_array_elements(v.features) as f (feature)
    join meters m on m.tenant_id = scope.tenant_id and m.id = (f.feature ->> 'meterId')::uuid
  ) as meters`;

const ofCustomer = tenantScoped(
  `select ${selectedColumns(subscriptionTable)}, ${featuresAndMeters}
    from customers c
    left join subscriptions on subscriptions.tenant_id = scope.tenant_id
      and subscriptions.customer_id = c.id and subscriptions.starts_at <= $3
      and (subscriptions.ends_at is null or subscriptions.ends_at > $3)
    left join plan_versions v on v.tenant_id = scope.tenant_id
      and v.id = subscriptions.plan_version_id
    where c.tenant_id = scope.tenant_id and c.id = $2`,
  'entitlements.of-customer',
);

const ofVersions = tenantScoped(
  `select ${featuresAndMeters} from plan_versions v
    where v.tenant_id = scope.tenant_id and v.id = any ($2)`,
  'entitlements.of-versions',
);

const offered = tenantScoped(
  `select exists (select from plan_versions v
        where v.tenant_id = scope.tenant_id and v.features @> $2::jsonb)
      or exists (select from plans p
        where p.tenant_id = scope.tenant_id and p.features @> $2::jsonb)
      as "isOffered"`,
  'entitlements.is-offered',
);

interface VersionRow {
  readonly versionId: string;
  readonly features: readonly StoredFeature[];
  readonly meters: readonly (MeterDefinition & { readonly id: string })[] | null;
}

type FoundRow = VersionRow & (SubscriptionRow | { readonly id: null });

/** Reads of the features that customers have, in PostgreSQL: in one statement, but where a change
 * that lay ahead took effect since the subscription was written. */
const postgresEntitlements = (reader: TenantReader): EntitlementQueries => ({
  of: async (customerId) => {
    const at = await reader.now();
    const rows = await reader.rows<FoundRow>(ofCustomer, [uuidOf(customerId), formatInstant(at)]);
    if (rows.length === 0) return undefined;
    const found = rows.flatMap((row) => {
      if (row.id === null) return [];
      const facts = toFacts(row);
      const versionId = segmentAt(facts.segments, at)?.planVersionId;
      return versionId !== undefined && givesAccess(facts, at) ? [{ facts, versionId }] : [];
    });
    const versions = await versionsOf(
      reader,
      rows.filter(({ id }) => id !== null),
      found.map(({ versionId }) => versionId),
    );
    return {
      at,
      subscriptions: found.map(({ facts, versionId }) => ({
        facts,
        features: versions.get(uuidOf(versionId))?.features.map(toFeature) ?? [],
      })),
      meters: new Map(
        [...versions.values()].flatMap(({ meters }) =>
          (meters ?? []).map(({ id, ...meter }) => [idFromUuid('mtr', id), meter]),
        ),
      ),
    };
  },
  isOffered: async (feature) => {
    const [row] = await reader.rows<{ readonly isOffered: boolean }>(offered, [
      JSON.stringify([{ code: feature }]),
    ]);
    return row?.isOffered === true;
  },
});

/** The versions with these ids: those that were read with subscriptions, and the others. */
const versionsOf = async (
  reader: TenantReader,
  read: readonly VersionRow[],
  versionIds: readonly PlanVersionId[],
): Promise<ReadonlyMap<string, VersionRow>> => {
  const known = new Map(read.map((row) => [row.versionId, row]));
  const missing = [...new Set(versionIds.map(uuidOf))].filter((id) => !known.has(id));
  if (missing.length === 0) return known;
  const rows = await reader.rows<VersionRow>(ofVersions, [missing]);
  return new Map([...known, ...rows.map((row) => [row.versionId, row] as const)]);
};

export const entitlements = { queries: postgresEntitlements };
