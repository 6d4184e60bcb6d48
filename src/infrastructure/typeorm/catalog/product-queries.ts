import type { ProductFilter, ProductQueries, ProductView } from '#application/catalog/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import { equalToFew } from '#infrastructure/typeorm/list-statement.ts';
import { searchedList } from '#infrastructure/typeorm/searched-list.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `p.id, p.version, p.code, p.name, p.description, p.metadata, p.created_at,
  p.updated_at`;

const find = fenced(
  `select ${columns} from products p where p.tenant_id = fence.tenant_id and p.id = $2`,
  'products.find',
);
const list = {
  name: 'products.list',
  columns,
  from: 'products p',
  alias: 'p',
  kind: 'prod',
} as const;

export class TypeOrmProductQueries implements ProductQueries {
  readonly #reader: FencedReader;

  constructor(reader: FencedReader) {
    this.#reader = reader;
  }

  async find(productId: ProductId): Promise<ProductView | undefined> {
    const [row] = await this.#reader.rows<Row>(find, [uuidOf(productId)]);
    return row && toView(row);
  }

  async list(filter: ProductFilter, slice: Slice<ProductId>): Promise<readonly ProductView[]> {
    const conditions = [equalToFew('p.code', filter.code)];
    const rows = await searchedList<Row>(this.#reader, list, { ...filter, conditions }, slice);
    return rows.map(toView);
  }
}

const toView = (row: Row): ProductView => ({
  id: idFromUuid('prod', row.id),
  version: row.version,
  code: row.code,
  name: row.name,
  description: row.description,
  metadata: row.metadata,
  createdAt: instantOf(row.created_at.getTime()),
  updatedAt: instantOf(row.updated_at.getTime()),
});
