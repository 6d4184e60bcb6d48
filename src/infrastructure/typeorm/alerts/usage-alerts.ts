import type { UsageAlertRepository } from '#application/alerts/ports.ts';
import type { UsageAlertFilter, UsageAlertQueries } from '#application/alerts/queries.ts';
import { UsageAlertCodeTaken } from '#domain/alerts/errors.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import { selectedColumns } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import {
  failuresOf,
  forgetFailures,
  noteFailures,
} from '#infrastructure/typeorm/alerts/alert-failures.ts';
import {
  forgetReached,
  reach,
  reachedOf,
} from '#infrastructure/typeorm/alerts/reached-thresholds.ts';
import type { UsageAlertRow } from '#infrastructure/typeorm/alerts/usage-alert.table.ts';
import {
  usageAlertTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/alerts/usage-alert.table.ts';
import { equalToFew } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'alr',
  toRow,
  toFacts,
  make: (facts: UsageAlertFacts) => new UsageAlert(facts),
  refusals: { usage_alerts_code_key: UsageAlertCodeTaken },
});

const findAny = {
  name: 'usage_alerts.any',
  text: 'select id from usage_alerts where tenant_id = $1 limit 1',
};

const count = {
  name: 'usage_alerts.count',
  text: 'select count(*)::integer as count from usage_alerts where tenant_id = $1',
};

const findLookingAt = {
  name: 'usage_alerts.looking-at',
  text: `select ${selectedColumns(table)} from usage_alerts
    where tenant_id = $1 and (customer_id is null or customer_id = any ($2)) order by id`,
};

const lookingAt = async (
  { client, tenantId }: Transaction,
  customerIds: Parameters<UsageAlertRepository['lookingAt']>[0],
): Promise<readonly UsageAlert[]> => {
  const values = [tenantId, customerIds.map(uuidOf)];
  const { rows } = await client.query<UsageAlertRow>({ ...findLookingAt, values });
  return rows.map((row) => new UsageAlert(toFacts(row)));
};

const queries = searchableQueries({
  table,
  prefix: 'alr',
  toView: toFacts,
  conditions: ({ code, customerId, subscriptionId, meterId }: UsageAlertFilter) => [
    equalToFew('usage_alerts.code', code),
    equalToFew('usage_alerts.customer_id', orUndefined(uuidOf)(customerId)),
    equalToFew('usage_alerts.subscription_id', orUndefined(uuidOf)(subscriptionId)),
    equalToFew('usage_alerts.meter_id', orUndefined(uuidOf)(meterId)),
  ],
});

/** Usage alerts in PostgreSQL. */
export const usageAlerts: Resource<UsageAlertRepository, UsageAlertQueries> = {
  table,
  repository: (transaction) => {
    const { find, save, delete: remove } = aggregates(transaction);
    return {
      find,
      save,
      delete: remove,
      anyId: async () => {
        const { client, tenantId } = transaction;
        const { rows } = await client.query<{ id: string }>({ ...findAny, values: [tenantId] });
        return rows[0] === undefined ? null : idFromUuid('alr', rows[0].id);
      },
      count: async () => {
        const { client, tenantId } = transaction;
        const { rows } = await client.query<{ count: number }>({ ...count, values: [tenantId] });
        return rows[0]?.count ?? 0;
      },
      lookingAt: (customerIds) => lookingAt(transaction, customerIds),
      reach: (reached) => reach(transaction, reached),
      forgetReached: async (endedBefore, limit) => {
        const reached = await forgetReached(transaction, endedBefore, limit);
        if (reached >= limit) return reached;
        return reached + (await forgetFailures(transaction, endedBefore, limit - reached));
      },
      noteFailures: (look) => noteFailures(transaction, look),
    };
  },
  queries: (reader) => ({
    ...queries(reader),
    reached: (alertId, limit) => reachedOf(reader, alertId, limit),
    failures: (alertId, limit) => failuresOf(reader, alertId, limit),
  }),
};
