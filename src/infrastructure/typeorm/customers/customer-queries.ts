import type {
  CustomerFilter,
  CustomerQueries,
  CustomerView,
} from '#application/customers/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { Address } from '#domain/customers/address.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import { equalToFew } from '#infrastructure/typeorm/list-statement.ts';
import { searchedList } from '#infrastructure/typeorm/searched-list.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly external_id: string | null;
  readonly currency: string | null;
  readonly time_zone: string | null;
  readonly address: Address | null;
  readonly tax_id: string | null;
  readonly metadata: Metadata;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `c.id, c.version, c.name, c.email, c.external_id, c.currency, c.time_zone,
  c.address, c.tax_id, c.metadata, c.created_at, c.updated_at`;

const find = fenced(
  `select ${columns} from customers c where c.tenant_id = fence.tenant_id and c.id = $2`,
  'customers.find',
);
const list = {
  name: 'customers.list',
  columns,
  from: 'customers c',
  alias: 'c',
  kind: 'cus',
} as const;

export class TypeOrmCustomerQueries implements CustomerQueries {
  readonly #reader: FencedReader;

  constructor(reader: FencedReader) {
    this.#reader = reader;
  }

  async find(customerId: CustomerId): Promise<CustomerView | undefined> {
    const [row] = await this.#reader.rows<Row>(find, [uuidOf(customerId)]);
    return row && toView(row);
  }

  async list(filter: CustomerFilter, slice: Slice<CustomerId>): Promise<readonly CustomerView[]> {
    const conditions = [
      equalToFew('c.email_key', orUndefined(comparisonKey)(filter.email)),
      equalToFew('c.external_id', filter.externalId),
    ];
    const rows = await searchedList<Row>(this.#reader, list, { ...filter, conditions }, slice);
    return rows.map(toView);
  }
}

const toView = (row: Row): CustomerView => ({
  id: idFromUuid('cus', row.id),
  version: row.version,
  name: row.name,
  email: row.email as EmailAddress,
  externalId: row.external_id,
  currency: row.currency as CurrencyCode | null,
  timeZone: row.time_zone as TimeZone | null,
  address: row.address,
  taxId: row.tax_id,
  metadata: row.metadata,
  createdAt: instantOf(row.created_at.getTime()),
  updatedAt: instantOf(row.updated_at.getTime()),
});
