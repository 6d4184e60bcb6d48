import type { Client } from 'pg';

interface Table {
  readonly name: string;
  readonly forced: boolean;
  readonly policies: number;
  readonly partition: boolean;
}

interface Key {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
}

interface ForeignKey extends Key {
  readonly target: string;
  readonly targetColumns: readonly string[];
}

// Of these a tenant has one row, so the tenant is the whole key.
const oneRowATenant = [
  'audit_chains',
  'audit_verifications',
  'test_clocks',
  'usage_heads',
  'usage_watches',
];

/**
 * Reads the live schema and tells everything in it that could let a tenant see or touch another's
 * rows. An empty list is what a release needs.
 */
export const tenancyFaults = async (client: Client): Promise<readonly string[]> => {
  const tables = await tenantTables(client);
  const names = new Set(tables.map(({ name }) => name));
  return [
    ...tables.filter(({ forced }) => !forced).map(({ name }) => `${name}: no forced RLS`),
    ...tables.filter(({ policies }) => policies === 0).map(({ name }) => `${name}: no policy`),
    ...(await keyFaults(client, names)),
    ...(await foreignKeyFaults(client, names)),
    ...(await policyFaults(client)),
  ];
};

/** Those that the application works with: of partitions, the table that they are parts of. */
export const tablesInUse = async (client: Client): Promise<readonly Table[]> =>
  (await tenantTables(client)).filter(({ partition }) => !partition);

/** Every table that carries a tenant. */
export const tenantTables = async (client: Client): Promise<readonly Table[]> => {
  const { rows } = await client.query<Table>(`
    select c.relname as name, c.relispartition as partition,
      c.relrowsecurity and c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`);
  return rows;
};

const keyFaults = async (client: Client, tables: ReadonlySet<string>) => {
  const { rows } = await client.query<Key & { primary: boolean }>(`
    select t.relname as table, i.relname as name, x.indisprimary as primary,
      array(select a.attname::text from unnest(x.indkey) with ordinality k(number, place)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
        order by k.place) as columns
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where x.indisunique and t.relnamespace = 'public'::regnamespace`);
  const keys = rows.filter(({ table }) => tables.has(table));
  const primary = new Map(keys.filter((key) => key.primary).map((key) => [key.table, key]));
  return [
    ...keys
      .filter(({ columns }) => columns[0] !== 'tenant_id')
      .map(({ table, name }) => `${table}: unique index ${name} does not start with tenant_id`),
    ...[...tables]
      .filter((table) => !oneRowATenant.includes(table))
      .filter((table) => (primary.get(table)?.columns.length ?? 0) < 2)
      .map((table) => `${table}: no composite primary key`),
  ];
};

const isToItsTenant = ({ target, columns }: ForeignKey): boolean =>
  target === 'tenants' && columns.length === 1 && columns[0] === 'tenant_id';

const isWithinTenant = ({ columns, targetColumns }: ForeignKey): boolean =>
  columns[0] === 'tenant_id' && targetColumns[0] === 'tenant_id';

/** Policies that ask another table: on a cluster that spreads them (Citus) there are none. */
const policyFaults = async (client: Client) => {
  const { rows } = await client.query<{ table: string; name: string; condition: string }>(`
    select polrelid::regclass::text as table, polname as name,
      concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
        as condition
    from pg_policy`);
  return rows
    .filter(({ condition }) => /\bselect\b/i.test(condition))
    .map(({ table, name }) => `${table}: policy ${name} has a sub-select`);
};

const foreignKeyFaults = async (client: Client, tables: ReadonlySet<string>) => {
  const columns = (keys: string, table: string): string => `array(
    select a.attname::text from unnest(${keys}) with ordinality k(number, place)
    join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number order by k.place)`;
  const { rows } = await client.query<ForeignKey>(`
    select c.conname as name, c.conrelid::regclass::text as table,
      c.confrelid::regclass::text as target, ${columns('c.conkey', 'c.conrelid')} as columns,
      ${columns('c.confkey', 'c.confrelid')} as "targetColumns"
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  return rows
    .filter(({ table }) => tables.has(table))
    .filter((key) => !isToItsTenant(key) && !isWithinTenant(key))
    .map(({ table, name }) => `${table}: foreign key ${name} may cross tenants`);
};
