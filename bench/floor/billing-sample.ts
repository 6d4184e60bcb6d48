import pg from 'pg';

/** Rows of one table as the product wrote them for one customer, all values as text. */
export interface SampledTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Of PostgreSQL, by column. */
  readonly types: readonly string[];
  readonly rows: readonly Readonly<Record<string, string | null>>[];
}

/** The rows that the product wrote for one invoice. */
export interface BillingSample {
  /** In the order in which they can be inserted. */
  readonly tables: readonly SampledTable[];
  readonly linesEach: number;
  readonly entries: readonly Readonly<Record<string, string | null>>[];
  /** Adds to tenant `$1` the terms that the lines name, where they are missing. */
  readonly insertTerms: string;
}

const sources = [
  ['charges', 'invoice_id = $1'],
  ['invoices', 'id = $1'],
  ['invoice_documents', 'invoice_id = $1'],
  ['invoice_lines', 'invoice_id = $1'],
  ['balance_transactions', 'invoice_id = $1'],
] as const;

/** Reads what the product wrote for an invoice that a run made. */
export const sampleOf = async (url: string): Promise<BillingSample> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; resource_id: string }>(`
      select i.id, a.resource_id from audit_entries a
      join invoices i on i.tenant_id = a.tenant_id and i.number = a.after ->> 'number'
      where a.action = 'invoice.finalized' limit 1`);
    const [made] = rows;
    if (made === undefined) throw new Error('The product has made no invoice to take as a sample.');
    const tables: SampledTable[] = [];
    for (const [name, condition] of sources) {
      const table = await sampled(client, name, condition, made.id);
      if (table.rows.length > 0) tables.push(table);
    }
    const entries = await client.query<Record<string, string | null>>(
      `select action, resource_id, actor::text, actor_id, request_id, occurred_at::text,
        before::text, after::text
      from audit_entries where resource_id = $1 order by sequence`,
      [made.resource_id],
    );
    const [charges] = tables;
    return {
      tables,
      linesEach: charges?.rows.length ?? 0,
      entries: entries.rows,
      insertTerms: await insertOfTerms(client, charges),
    };
  } finally {
    await client.end();
  }
};

const sampled = async (
  client: pg.Client,
  name: string,
  condition: string,
  invoiceId: string,
): Promise<SampledTable> => {
  const described = await client.query<{ column: string; type: string }>(
    `select attname as column, format_type(atttypid, null) as type from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [name],
  );
  const columns = described.rows.map(({ column }) => column);
  const texts = columns.map((column) => `${column}::text as ${column}`).join(', ');
  const order = name === 'invoice_lines' ? 'ordinal' : 'tenant_id';
  const { rows } = await client.query<Record<string, string | null>>(
    `select ${texts} from ${name} where ${condition} order by ${order}`,
    [invoiceId],
  );
  return { name, columns, types: described.rows.map(({ type }) => type), rows };
};

const insertOfTerms = async (
  client: pg.Client,
  charges: SampledTable | undefined,
): Promise<string> => {
  const hashes = (charges?.rows ?? []).map((row) => row['terms_hash']);
  const { rows } = await client.query<{ hash: string; terms: string }>(
    'select distinct on (hash) hash, terms::text from price_terms where hash = any ($1)',
    [hashes],
  );
  const values = rows.map(({ hash, terms }) => {
    return `($1::uuid, ${client.escapeLiteral(hash)}, ${client.escapeLiteral(terms)}::jsonb)`;
  });
  return `insert into price_terms (tenant_id, hash, terms) values ${values.join(', ')}
    on conflict (tenant_id, hash) do nothing`;
};
