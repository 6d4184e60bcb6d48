import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { tokensOf, toSearchText } from '#application/shared/search.ts';

/** Words that names begin with: each begins every tenth name. */
export const words = 'amber basalt cedar dahlia ember falcon granite harbor indigo juniper'.split(
  ' ',
);

const batch = 10_000;
const secondsApart = 15;

/** Writes so many customers into the only tenant of a database, oldest first. */
export const writeCustomers = async (adminUrl: string, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select id from tenants');
    const tenantId = rows[0]?.id;
    if (rows.length !== 1 || tenantId === undefined) throw new Error('One tenant was expected.');
    const since = Date.now() - count * secondsApart * 1_000;
    for (let from = 0; from < count; from += batch) {
      const numbers = Array.from(
        { length: Math.min(batch, count - from) },
        (_each, at) => from + at,
      );
      await writeBatch(
        client,
        tenantId,
        numbers.map((number) => customerNumbered(number, since)),
      );
    }
    await client.query('vacuum (freeze, analyze) customers');
    await client.query('vacuum (freeze, analyze) search_tokens');
  } finally {
    await client.end();
  }
};

interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly externalId: string;
  readonly createdAt: Date;
  readonly foundAs: string;
}

const customerNumbered = (number: number, since: number): Customer => {
  const serial = String(number + 1).padStart(7, '0');
  const word = words[number % words.length] ?? '';
  const createdAt = new Date(since + number * secondsApart * 1_000);
  const name = `${word.charAt(0).toUpperCase()}${word.slice(1)} Northfield ${serial}`;
  const email = `${word}.${serial}@northfield.example`;
  const externalId = `crm-${serial}`;
  const foundAs = toSearchText([name, email, externalId]);
  return { id: uuidAt(createdAt), name, email, externalId, createdAt, foundAs };
};

/** A UUIDv7 of an instant. */
const uuidAt = (instant: Date): string => {
  const random = randomBytes(9).toString('hex');
  const time = instant.getTime().toString(16).padStart(12, '0');
  return `${time}7${random.slice(0, 3)}8${random.slice(3)}`;
};

const writeBatch = async (
  client: pg.Client,
  tenantId: string,
  customers: readonly Customer[],
): Promise<void> => {
  await client.query(insertCustomers, [
    tenantId,
    customers.map(({ id }) => id),
    customers.map(({ name }) => name),
    customers.map(({ email }) => email),
    customers.map(({ externalId }) => externalId),
    customers.map(({ createdAt }) => createdAt),
    customers.map(({ foundAs }) => foundAs),
  ]);
  const tokens = customers.flatMap(({ id, foundAs }) =>
    tokensOf(foundAs).map((token) => ({ id, token })),
  );
  await client.query(insertTokens, [
    tenantId,
    tokens.map(({ token }) => token),
    tokens.map(({ id }) => id),
  ]);
};

const insertCustomers = `
  insert into customers (tenant_id, id, version, name, email, email_key, external_id, currency,
    time_zone, metadata, created_at, updated_at, found_as)
  select $1, id, 1, name, email, email, external_id, 'EUR', 'Europe/Vienna', '{}', at, at, found_as
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
    as given (id, name, email, external_id, at, found_as)`;

const insertTokens = `
  insert into search_tokens (tenant_id, kind, token, subject_id)
  select $1, 'cus', token, id from unnest($2::text[], $3::uuid[]) as given (token, id)`;
