import type { PlanFilter, PlanQueries, PlanView } from '#application/catalog/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { PlanStatus } from '#domain/catalog/plan.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { StoredPrice } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { toPrice } from '#infrastructure/typeorm/catalog/plan.table.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import type { Condition } from '#infrastructure/typeorm/list-statement.ts';
import { equal, equalToFew } from '#infrastructure/typeorm/list-statement.ts';
import { searchedList } from '#infrastructure/typeorm/searched-list.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly product_id: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly currency: CurrencyCode;
  readonly interval_unit: IntervalUnit;
  readonly interval_count: number;
  readonly trial_days: number;
  readonly prices: readonly StoredPrice[];
  readonly status: PlanStatus;
  readonly metadata: Metadata;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
}

const columns = `p.id, p.version, p.product_id, p.code, p.name, p.description, p.currency,
  p.interval_unit, p.interval_count, p.trial_days, p.prices, p.status, p.metadata, p.created_at,
  p.updated_at, p.archived_at`;

const find = fenced(
  `select ${columns} from plans p where p.tenant_id = fence.tenant_id and p.id = $2`,
  'plans.find',
);
const list = { name: 'plans.list', columns, from: 'plans p', alias: 'p', kind: 'plan' } as const;

export class TypeOrmPlanQueries implements PlanQueries {
  readonly #reader: FencedReader;

  constructor(reader: FencedReader) {
    this.#reader = reader;
  }

  async find(planId: PlanId): Promise<PlanView | undefined> {
    const [row] = await this.#reader.rows<Row>(find, [uuidOf(planId)]);
    return row && toView(row);
  }

  async list(filter: PlanFilter, slice: Slice<PlanId>): Promise<readonly PlanView[]> {
    const { productId } = filter;
    const conditions = [
      inStatus(filter.status),
      equal('p.product_id', productId === undefined ? undefined : uuidOf(productId)),
      equalToFew('p.code', filter.code),
    ];
    const rows = await searchedList<Row>(this.#reader, list, { ...filter, conditions }, slice);
    return rows.map(toView);
  }
}

const inStatus = (status: PlanFilter['status']): Condition => {
  switch (status) {
    case undefined:
      // As the partial index has it, which holds no archived plan to walk over.
      return { sql: () => 'p.archived_at is null', values: [] };
    case 'all':
      return equal('p.status', undefined);
    case 'draft':
    case 'active':
    case 'archived':
      return equal('p.status', status);
  }
};

const toView = (row: Row): PlanView => ({
  id: idFromUuid('plan', row.id),
  version: row.version,
  productId: idFromUuid('prod', row.product_id),
  code: row.code,
  name: row.name,
  description: row.description,
  currency: row.currency,
  interval: { unit: row.interval_unit, count: row.interval_count },
  trialDays: row.trial_days,
  prices: row.prices.map((price) => toPrice(price, row.currency)),
  status: row.status,
  metadata: row.metadata,
  createdAt: instantOf(row.created_at.getTime()),
  updatedAt: instantOf(row.updated_at.getTime()),
  archivedAt: row.archived_at && instantOf(row.archived_at.getTime()),
});
