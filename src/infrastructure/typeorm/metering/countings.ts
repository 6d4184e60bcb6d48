import { leastCounting, stepCounting } from '#domain/metering/peak.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { countingId } from '#infrastructure/typeorm/metering/counting-ids.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The ways in which usage is counted: by meters, and by the prices that name them.

const metersOf = (tenantId: string): string => `
  select m.id, m.event_type as "eventType", m.filters, m.aggregation, m.property,
    m.group_by as "groupBy", m.is_carried_over as "isCarriedOver", m.removal
  from meters m where m.tenant_id = ${tenantId} and m.archived_at is null order by m.id`;

// A price that is computed of single events reads no roll-ups.
const pricesOf = (tenantId: string): string => `
  select distinct m.id as "meterId",
    coalesce(p.price -> 'dimensions', p.price -> 'groupBy', '[]') as "groupBy",
    p.price ->> 'billed' = 'in_advance' as "isInAdvance"
  from plan_versions v cross join lateral jsonb_array_elements(v.prices) as p (price)
    cross join lateral jsonb_array_elements_text(
      coalesce(p.price -> 'meterIds', jsonb_build_array(p.price -> 'meterId'))) as m (id)
  where v.tenant_id = ${tenantId} and v.published_at is not null
    and p.price ->> 'kind' = 'usage'
    and (p.price ? 'groupBy' or p.price ? 'dimensions' or p.price ->> 'billed' = 'in_advance')
    and p.price ->> 'model' not in ('dynamic', 'percentage')`;

const inTransaction = {
  meters: { name: 'usage_rollups.meters', text: metersOf('$1') },
  prices: { name: 'usage_rollups.prices', text: pricesOf('$1') },
};
const inRead = {
  meters: tenantScoped(metersOf('scope.tenant_id'), 'usage_rollups.meters-read'),
  prices: tenantScoped(pricesOf('scope.tenant_id'), 'usage_rollups.prices-read'),
};

type MeterRow = Counting & { readonly id: string };

interface PriceRow {
  readonly meterId: string;
  readonly groupBy: readonly string[];
  readonly isInAdvance: boolean;
}

/** The ways of counting that are asked for, in a transaction. */
export const countingsIn = async ({
  client,
  tenantId,
}: Transaction): Promise<readonly Counting[]> => {
  const values = [tenantId];
  const [meters, prices] = await Promise.all([
    client.query<MeterRow>({ ...inTransaction.meters, values }),
    client.query<PriceRow>({ ...inTransaction.prices, values }),
  ]);
  return countingsOf(meters.rows, prices.rows);
};

/** The same in a read. */
export const countingsReadBy = async (reader: TenantReader): Promise<readonly Counting[]> => {
  const [meters, prices] = await Promise.all([
    reader.rows<MeterRow>(inRead.meters, []),
    reader.rows<PriceRow>(inRead.prices, []),
  ]);
  return countingsOf(meters, prices);
};

// Each meter as a whole, by all of its groups, and as each price that names it counts.
const countingsOf = (
  meters: readonly MeterRow[],
  prices: readonly PriceRow[],
): readonly Counting[] => {
  const byMeter = Map.groupBy(prices, ({ meterId }) => meterId);
  const countings = meters.flatMap((meter) => {
    const ofPrices = byMeter.get(idFromUuid('mtr', meter.id)) ?? [];
    const asPriced = ofPrices.flatMap(({ groupBy, isInAdvance }) => {
      const own = countingOf(meter, groupBy);
      const ofPeak = [leastCounting(meter), stepCounting(meter, groupBy)];
      return isInAdvance ? [own, ...ofPeak.flatMap((each) => each ?? [])] : [own];
    });
    return [countingOf(meter, []), countingOf(meter, meter.groupBy), ...asPriced];
  });
  return [...new Map(countings.map((each) => [countingId(each), each])).values()];
};
