import type {
  CustomerFeatures,
  EntitlementQueries,
} from '#application/subscriptions/entitlement-queries.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import { givesAccess } from '#domain/subscriptions/entitlements.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import { usageTallies } from '#infrastructure/memory/metering/memory-usage-tallies.ts';
import type { MeteringTables } from '#infrastructure/memory/metering/metering-tables.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

type Tables = CatalogTables &
  MeteringTables &
  SubscriptionTables & { readonly customers: MemoryTable<object> };

/** Reads of the features that customers have, in memory. */
const memoryEntitlements = (reader: MemoryReader<Tables>): EntitlementQueries => {
  const { tables, tenantId } = reader;
  const of = async (customerId: CustomerId): Promise<CustomerFeatures | undefined> => {
    if (!tables.customers.has(`${tenantId}/${customerId}`)) return undefined;
    const at = reader.now();
    const subscriptions = tables.subscriptions
      .under(`${tenantId}/`)
      .map(({ facts }) => facts)
      .filter((facts) => facts.customerId === customerId && givesAccess(facts, at))
      .map((facts) => {
        const versionId = segmentAt(facts.segments, at)?.planVersionId;
        const version = tables.planVersions.get(`${tenantId}/${versionId}`);
        invariant(version !== undefined, 'A version that somebody agreed to is there.');
        return { facts, features: version.facts.terms.features };
      });
    const meterIds = subscriptions.flatMap(({ features }) =>
      features.flatMap((feature) => (feature.kind === 'limit' ? [feature.meterId] : [])),
    );
    return {
      at,
      revision: subscriptions.map(({ facts: { id, version } }) => `${id}:${version}`).join(' '),
      subscriptions,
      meters: new Map(meterIds.map((id) => [id, meterOf(reader, id)])),
    };
  };
  return {
    of,
    lately: of,
    usageWhile: async ({ revision }, range) =>
      (await of(range.customerId))?.revision === revision
        ? usageTallies.queries(reader).within(range)
        : undefined,
    isOffered: async (feature) => {
      const all = [
        ...tables.planVersions.under(`${tenantId}/`).map(({ facts }) => facts.terms),
        ...tables.plans.under(`${tenantId}/`).map(({ facts }) => facts.terms),
      ];
      return all.some(({ features }: PlanTerms) => features.some(({ code }) => code === feature));
    },
  };
};

const meterOf = ({ tables, tenantId }: MemoryReader<MeteringTables>, id: MeterId) => {
  const meter = tables.meters.get(`${tenantId}/${id}`);
  invariant(meter !== undefined, 'A meter that a limit names is there for good.');
  return meter.facts;
};

export const entitlements = { queries: memoryEntitlements };
