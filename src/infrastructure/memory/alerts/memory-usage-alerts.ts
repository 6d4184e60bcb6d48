import type { UsageAlertRepository } from '#application/alerts/ports.ts';
import type { UsageAlertFilter, UsageAlertQueries } from '#application/alerts/queries.ts';
import { usageAlertView } from '#application/alerts/queries.ts';
import type { AlertFailure, ReadPlace } from '#domain/alerts/alert-failure.ts';
import { placeText } from '#domain/alerts/alert-failure.ts';
import { UsageAlertCodeTaken } from '#domain/alerts/errors.ts';
import type { AlertPeriod, ReachedFacts } from '#domain/alerts/reached-threshold.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import type { Instant } from '#domain/shared/time.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';

interface Tables {
  readonly usageAlerts: MemoryTable<UsageAlert>;
  readonly reachedThresholds: MemoryTable<ReachedFacts>;
  readonly alertFailures: MemoryTable<AlertFailure>;
}

const table = ({ usageAlerts: kept }: Tables) => kept;

const aggregates = memoryAggregates({
  table,
  make: (facts) => new UsageAlert(facts),
  unique: [[({ facts }) => facts.code, UsageAlertCodeTaken]],
});

const reads = memoryQueries({
  table,
  view: usageAlertView,
  fits: (view, filter: UsageAlertFilter) =>
    fits(filter.code, view.code) &&
    fits(filter.customerId, view.customerId) &&
    fits(filter.subscriptionId, view.subscriptionId) &&
    fits(filter.meterId, view.meterId) &&
    mentions(filter.search, 'alr', view.id, [view.name, view.code]),
});

/** Usage alerts in memory. */
export const usageAlerts: Resource<Tables, UsageAlert, UsageAlertRepository, UsageAlertQueries> = {
  table: () => new MemoryTable(),
  repository: (transaction) => {
    const { tables, tenantId } = transaction;
    const { find, save, delete: remove } = aggregates(transaction);
    const all = () => table(tables).under(`${tenantId}/`);
    return {
      find,
      save,
      delete: async (deleted) => {
        await remove(deleted);
        for (const own of [tables.reachedThresholds, tables.alertFailures]) {
          own.removeWhere(`${tenantId}/${deleted.id}/`, () => true);
        }
      },
      anyId: async () => all()[0]?.facts.id ?? null,
      count: async () => all().length,
      lookingAt: async (customerIds) =>
        all()
          .filter(
            ({ facts: { customerId } }) => customerId === null || customerIds.includes(customerId),
          )
          .toSorted((one, other) => (one.facts.id < other.facts.id ? -1 : 1)),
      reach: async (reached) => {
        for (const each of reached) {
          const key = `${tenantId}/${keyOf(each.facts)}`;
          if (tables.reachedThresholds.has(key)) continue;
          tables.reachedThresholds.put(key, each.facts);
          transaction.record(each);
        }
      },
      forgetReached: async (endedBefore, limit) => {
        const reached = forgetEnded(tables.reachedThresholds, tenantId, endedBefore, limit);
        const left = limit - reached;
        return reached + forgetEnded(tables.alertFailures, tenantId, endedBefore, left);
      },
      noteFailures: async ({ read, failures }) => {
        const known = tables.alertFailures;
        for (const place of read) known.removeWhere(failureKey(tenantId, place), () => true);
        return failures.filter((failure) => {
          const before = known.get(failureKey(tenantId, failure));
          const { failedAt } = before ?? failure;
          known.put(failureKey(tenantId, failure), { ...failure, failedAt });
          return before === undefined;
        });
      },
    };
  },
  queries: (reader) => ({
    ...reads(reader),
    reached: async (alertId, limit) =>
      newestOf(
        reader.tables.reachedThresholds.under(`${reader.tenantId}/${alertId}/`),
        ({ reachedAt }) => reachedAt,
      )
        .slice(0, limit)
        .map(({ customerId, subscriptionId, period, threshold, value, reachedAt }) => ({
          customerId,
          subscriptionId,
          period,
          threshold,
          value,
          reachedAt,
        })),
    failures: async (alertId, limit) =>
      newestOf(
        reader.tables.alertFailures.under(`${reader.tenantId}/${alertId}/`),
        ({ failedAt }) => failedAt,
      )
        .slice(0, limit)
        .map(({ customerId, subscriptionId, period, code, detail, failedAt }) => ({
          customerId,
          subscriptionId,
          period,
          code,
          detail,
          failedAt,
        })),
  }),
};

/** Of one instant, what was stored last comes first. */
const newestOf = <Row>(rows: readonly Row[], at: (row: Row) => Instant): readonly Row[] =>
  rows.toReversed().toSorted((one, other) => at(other) - at(one));

const failureKey = (tenantId: string, place: ReadPlace): string =>
  `${tenantId}/${placeText(place)}`;

const forgetEnded = <Row extends { readonly period: AlertPeriod }>(
  rows: MemoryTable<Row>,
  tenantId: string,
  endedBefore: Instant,
  limit: number,
): number => {
  const ended = rows
    .under(`${tenantId}/`)
    .filter(({ period }) => period.endsAt < endedBefore)
    .slice(0, limit);
  const gone = new Set(ended);
  rows.removeWhere(`${tenantId}/`, (each) => gone.has(each));
  return ended.length;
};

const keyOf = ({ alertId, customerId, subscriptionId, period, threshold }: ReachedFacts): string =>
  [alertId, customerId, subscriptionId, period.startsAt, threshold].join('/');

export const reachedThresholds = { table: () => new MemoryTable<ReachedFacts>() };
export const alertFailures = { table: () => new MemoryTable<AlertFailure>() };
