import type pg from 'pg';
import { hashPassword } from '../shared/passwords.ts';
import { companyWords, places } from './words.ts';

/** So many tenants, each with an admin and with so many customers. */
export interface Shape {
  readonly tenants: number;
  readonly customersEach: number;
  /** Whether customers can be searched for; they can where absent. */
  readonly isSearchable?: boolean;
}

/** The database that run and soak are on: kept, and copied for each measurement. */
export const template = 'billing_bench_seed';
export const shape: Shape = { tenants: 100, customersEach: 1000 };

export const password = 'correct horse battery';

/** The admin of the tenant with this number, from 1. */
export const adminOf = (tenant: number): string => `admin.${tenant}@tenant.example`;

/** Adds tenants to a migrated database, and customers to each, in the order of time. */
export const seed = async (
  client: pg.Client,
  first: number,
  { tenants, customersEach, isSearchable = true }: Shape,
): Promise<void> => {
  const last = first + tenants - 1;
  await client.query(idFunction);
  await client.query(people, [first, last, await hashPassword(password)]);
  await withoutIndexes(client, async () => {
    const values = [first, last, customersEach, companyWords, places];
    await client.query(customers, values);
    if (isSearchable) await client.query(searchTokens, [first, last]);
  });
  await client.query(peersFindNothing);
  for (const table of ['tenants', 'users', 'memberships', 'customers', 'search_tokens']) {
    await client.query(`vacuum (freeze, analyze) ${table}`);
  }
  await client.query('drop function bench_id(bigint, text)');
};

/** Finds a tenant of `seed` by its number. */
export const tenantNumbered = 'select id from tenants where name = $1';
export const tenantName = (tenant: number): string => `Tenant ${tenant}`;

// A UUIDv7 of a millisecond, the same for the same seed.
const idFunction = `
  create or replace function bench_id(milliseconds bigint, seed text) returns uuid
  language sql immutable return (lpad(to_hex(milliseconds), 12, '0') || '7'
    || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid`;

const since = 1_735_689_600_000;

const people = `
  with numbered as (
    select n, ${since}::bigint + n as at from generate_series($1::integer, $2::integer) n
  ), tenant as (
    insert into tenants (id, version, name, default_currency, time_zone, created_at, updated_at)
    select bench_id(at, 'ten' || n), 1, 'Tenant ' || n, 'EUR', 'Europe/Vienna',
      to_timestamp(at / 1000.0), to_timestamp(at / 1000.0) from numbered
  ), person as (
    insert into users (id, version, email, email_key, name, password_hash, password_version,
      created_at, updated_at)
    select bench_id(at, 'usr' || n), 1, 'admin.' || n || '@tenant.example',
      'admin.' || n || '@tenant.example', 'Admin ' || n, $3, 1,
      to_timestamp(at / 1000.0), to_timestamp(at / 1000.0) from numbered
  ), place as (
    insert into user_tenants (tenant_id, user_id, membership_id, tenant_name, role)
    select bench_id(at, 'ten' || n), bench_id(at, 'usr' || n), bench_id(at, 'mem' || n),
      'Tenant ' || n, 'ADMIN' from numbered
  )
  insert into memberships (tenant_id, id, version, user_id, name, email, email_key, search_text,
    role, created_at, updated_at)
  select bench_id(at, 'ten' || n), bench_id(at, 'mem' || n), 1, bench_id(at, 'usr' || n),
    'Admin ' || n, 'admin.' || n || '@tenant.example', 'admin.' || n || '@tenant.example',
    'admin ' || n || E'\\nadmin.' || n || '@tenant.example', 'ADMIN',
    to_timestamp(at / 1000.0), to_timestamp(at / 1000.0) from numbered`;

// Each tenant gets a customer in turn, fifteen seconds apart, so that a tenant's newest do not lie
// side by side. What comes last is what the product's `toSearchText` makes of these texts.
const customers = `
  insert into customers (tenant_id, id, version, name, email, email_key, external_id, currency,
    time_zone, address, tax_id, metadata, created_at, updated_at, found_as)
  select bench_id(${since} + t, 'ten' || t), bench_id(at, 'cus' || t || '-' || n), 1,
    name, email, email, external_id, 'EUR', 'Europe/Vienna',
    jsonb_build_object('line1', n || ' Long Street', 'line2', null, 'city', initcap(place),
      'postalCode', '1010', 'state', null, 'country', 'AT'),
    'ATU' || serial, jsonb_build_object('segment', 'smb'),
    to_timestamp(at / 1000.0), to_timestamp(at / 1000.0),
    regexp_replace(lower(concat_ws(' ', name, email, external_id)), '[a-z0-9]+', E'\\n\\\\&\\t', 'g')
  from generate_series(1, $3::integer) n cross join generate_series($1::integer, $2::integer) t
  cross join lateral (select ${since} + n * 15000::bigint + t as at,
    lpad(n::text, 7, '0') as serial,
    ($4::text[])[1 + (n * 7 + t) % array_length($4::text[], 1)] as word,
    ($5::text[])[1 + n % array_length($5::text[], 1)] as place) drawn
  cross join lateral (select initcap(word) || ' ' || initcap(place) || ' ' || serial as name,
    word || '.' || serial || '@' || place || '.example' as email,
    'crm-' || serial as external_id) named
  order by n, t`;

// The peers leave out of a new customer what it is found as.
const peersFindNothing = "alter table customers alter column found_as set default ''";

const searchTokens = `
  insert into search_tokens (tenant_id, kind, token, subject_id)
  select c.tenant_id, 'cus', token, c.id
  from customers c cross join lateral (
    select distinct left(split_part(line, E'\\t', 1), 64) as token
    from unnest(string_to_array(c.found_as, E'\\n')) as line where line <> ''
  ) as found
  where c.tenant_id in (select id from tenants
    where substr(name, 8)::integer between $1::integer and $2::integer)
  order by c.id`;

// Millions of rows go in several times faster before the indexes than into them.
const withoutIndexes = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
    where i.indrelid in ('customers'::regclass, 'search_tokens'::regclass) and c.oid is null`);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { definition } of rows) await client.query(definition);
};
