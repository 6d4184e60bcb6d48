import type pg from 'pg';
import { standardTerms } from '../shared/billing-terms.ts';
import { newUuid, publicId } from '../shared/public-ids.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly external_id: string | null;
  readonly currency: string | null;
  readonly time_zone: string | null;
  readonly address: object | null;
  readonly tax_id: string | null;
  readonly billing: object;
  readonly metadata: object;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `c.id, c.version, c.name, c.email, c.external_id, c.currency, c.time_zone,
  c.address, c.tax_id, c.billing, c.metadata, c.created_at, c.updated_at`;

const find = {
  name: 'find',
  text: `select ${columns} from customers c where c.tenant_id = $1 and c.id = $2`,
};
const list = {
  name: 'list',
  text: `select ${columns} from customers c where c.tenant_id = $1 order by c.id desc limit $2`,
};
// A word is what a token begins with, as in the product. That it is rare is known beforehand here:
// the product asks first.
const search = {
  name: 'search',
  text: `select ${columns}
    from (select distinct s.subject_id as id from search_tokens s
      where s.tenant_id = $1 and s.kind = 'cus' and s.token >= $3 and s.token < $4) found
    join customers c on c.tenant_id = $1 and c.id = found.id
    order by c.id desc limit $2`,
};
const insert = {
  name: 'insert',
  text: `insert into customers as c (tenant_id, id, version, name, email, email_key, metadata,
      created_at, updated_at)
    values ($1, $2, 1, $3, $4, lower($4), '{}', now(), now()) returning ${columns}`,
};

/** The product's customers by one prepared statement each, and as the product shows them. */
export class Customers {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async find(tenantId: string, id: string): Promise<object | undefined> {
    const { rows } = await this.#pool.query<Row>({ ...find, values: [tenantId, id] });
    return rows[0] && shown(rows[0]);
  }

  /** The first page alone: the load asks for no other. */
  async list(tenantId: string, limit: number, word: string | null): Promise<object> {
    const values = [tenantId, limit + 1];
    const query =
      word === null
        ? { ...list, values }
        : { ...search, values: [...values, word.toLowerCase(), `${word.toLowerCase()}\u{10ffff}`] };
    const { rows } = await this.#pool.query<Row>(query);
    const data = rows.slice(0, limit).map(shown);
    const hasMore = rows.length > limit;
    const nextCursor = hasMore ? Buffer.from(data.at(-1)?.id ?? '').toString('base64url') : null;
    return { data, page: { hasMore, nextCursor, prevCursor: null } };
  }

  /** Undefined where the tenant has a customer with this e-mail address. */
  async create(tenantId: string, name: string, email: string): Promise<object | undefined> {
    const values = [tenantId, newUuid(), name, email];
    try {
      const { rows } = await this.#pool.query<Row>({ ...insert, values });
      return rows[0] && shown(rows[0]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '23505') return undefined;
      throw error;
    }
  }
}

const shown = (row: Row) => ({
  id: publicId('cus', row.id),
  version: row.version,
  name: row.name,
  email: row.email,
  externalId: row.external_id,
  currency: row.currency,
  timeZone: row.time_zone,
  address: row.address,
  taxId: row.tax_id,
  billing: { ...standardTerms, ...row.billing },
  metadata: row.metadata,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
