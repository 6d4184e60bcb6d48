import { LRUCache } from 'lru-cache';
import type {
  CustomerFeatures,
  EntitlementQueries,
} from '#application/subscriptions/entitlement-queries.ts';
import type { Feature } from '#domain/catalog/feature.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { CustomerId, PlanVersionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { GivingSubscription } from '#domain/subscriptions/entitlements.ts';
import { givesAccess } from '#domain/subscriptions/entitlements.ts';
import { selectedColumns } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { StoredFeature } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { toFeature } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { talliesBeside } from '#infrastructure/typeorm/metering/tally-statements.ts';
import { talliesWhile } from '#infrastructure/typeorm/metering/usage-tallies.ts';
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

// A state of the subscriptions that give access, but for where a moment ends one.
const revision = `select string_agg(s.id::text || ':' || s.version, ' ' order by s.id)
  from subscriptions s where s.tenant_id = scope.tenant_id and s.customer_id = $3
    and s.starts_at <= $13 and (s.ends_at is null or s.ends_at > $13)`;

const usageBesideRevision = talliesBeside(revision, 'entitlements.usage-read');

/** All that features follow from at any time until the subscriptions change. */
interface Agreed extends Pick<CustomerFeatures, 'revision' | 'meters'> {
  readonly facts: readonly SubscriptionFacts[];
  /** By the uuids of versions. */
  readonly features: ReadonlyMap<string, readonly Feature[]>;
}

// How seldom a cache looks at the clock: it sets a timer each time, each millisecond by default.
const lately = { max: 5000, ttlResolution: 100 };

// Saves a round trip for the next check: what its statement sees itself decides.
const agreedLately = new LRUCache<string, Agreed>({ ...lately, ttl: 60_000 });
// Of these customers usage takes several statements, or was not as it was expected.
const slowLately = new LRUCache<string, true>({ ...lately, ttl: 10_000 });

/** Reads of the features that customers have, in PostgreSQL: in one statement, but where a change
 * that lay ahead took effect since the subscription was written. */
const postgresEntitlements = (reader: TenantReader): EntitlementQueries => {
  const keyOf = (customerId: CustomerId): string => `${reader.tenantId}/${customerId}`;
  return {
    of: async (customerId) => {
      const at = await reader.now();
      const rows = await reader.rows<FoundRow>(ofCustomer, [uuidOf(customerId), formatInstant(at)]);
      if (rows.length === 0) return undefined;
      const agreed = await agreedIn(reader, rows, at);
      agreedLately.set(keyOf(customerId), agreed);
      const features = featuresAt(agreed, at);
      invariant(features !== undefined, 'Each version that is agreed to was read.');
      return features;
    },
    lately: async (customerId) => {
      const agreed = agreedLately.get(keyOf(customerId));
      if (agreed === undefined || slowLately.has(keyOf(customerId))) return undefined;
      const at = await reader.now();
      return featuresAt(agreed, at);
    },
    usageWhile: async (features, range) => {
      const values = [formatInstant(features.at)];
      const beside = { statement: usageBesideRevision, values, text: features.revision };
      const usage = await talliesWhile(reader, range, beside);
      if (usage === undefined) slowLately.set(keyOf(range.customerId), true);
      return usage;
    },
    isOffered: async (feature) => {
      const [row] = await reader.rows<{ readonly isOffered: boolean }>(offered, [
        JSON.stringify([{ code: feature }]),
      ]);
      return row?.isOffered === true;
    },
  };
};

const agreedIn = async (
  reader: TenantReader,
  rows: readonly FoundRow[],
  at: Instant,
): Promise<Agreed> => {
  const known = rows.filter(({ id }) => id !== null);
  const facts = rows.flatMap((row) => (row.id === null ? [] : [toFacts(row)]));
  const versionIds = facts.flatMap((each) =>
    givesAccess(each, at) ? (segmentAt(each.segments, at)?.planVersionId ?? []) : [],
  );
  const versions = await versionsOf(reader, known, versionIds);
  const texts = facts.map(({ id, version }) => `${uuidOf(id)}:${version}`);
  const meters = versions.flatMap((version) => version.meters ?? []);
  return {
    revision: texts.toSorted().join(' '),
    facts,
    features: new Map(versions.map((row) => [row.versionId, row.features.map(toFeature)])),
    meters: new Map(meters.map(({ id, ...meter }) => [idFromUuid('mtr', id), meter])),
  };
};

/** Nothing where a version that is agreed to at the instant was not read. */
const featuresAt = (
  { facts, features, ...known }: Agreed,
  at: Instant,
): CustomerFeatures | undefined => {
  const subscriptions: GivingSubscription[] = [];
  for (const each of facts) {
    const versionId = segmentAt(each.segments, at)?.planVersionId;
    if (versionId === undefined || !givesAccess(each, at)) continue;
    const agreedTo = features.get(uuidOf(versionId));
    if (agreedTo === undefined) return undefined;
    subscriptions.push({ facts: each, features: agreedTo });
  }
  return { ...known, at, subscriptions };
};

/** The versions with these ids: those that were read with subscriptions, and the others. */
const versionsOf = async (
  reader: TenantReader,
  read: readonly VersionRow[],
  versionIds: readonly PlanVersionId[],
): Promise<readonly VersionRow[]> => {
  const known = new Set(read.map(({ versionId }) => versionId));
  const missing = [...new Set(versionIds.map(uuidOf))].filter((id) => !known.has(id));
  if (missing.length === 0) return read;
  return [...read, ...(await reader.rows<VersionRow>(ofVersions, [missing]))];
};

export const entitlements = { queries: postgresEntitlements };
