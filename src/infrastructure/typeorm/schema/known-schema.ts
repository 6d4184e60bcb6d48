import type { Ask } from '#infrastructure/typeorm/connection/session.ts';
import { allMigrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { tableNames } from '#infrastructure/typeorm/schema/tables.ts';

/** The database holds what this version cannot work on, and nothing is changed in it. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
}

/** The names of all migrations that this version has, oldest first. */
const knownMigrations: readonly string[] = allMigrations.map((migration) => new migration().name);

/**
 * The names of the migrations that were applied, oldest first; none where nothing was.
 * @throws {UnknownSchema} where the database was made by another version that we know nothing of,
 * or has tables of somebody else under our names.
 */
export const appliedMigrations = async (ask: Ask): Promise<readonly string[]> => {
  const [found] = await ask<{ schema: string | null; tables: string[]; names: boolean }>(present);
  if (found === undefined || found.schema === null) throw new UnknownSchema(noSchema);
  const { schema, tables, names } = found;
  if (tables.includes('migrations') && !names) throw foreign(schema, ['migrations']);
  const applied = names
    ? await ask<{ name: string }>('select name from migrations order by id')
    : [];
  const unknown = applied.map(({ name }) => name).filter((name) => !knownMigrations.includes(name));
  if (unknown.length > 0) throw ofAnotherVersion(unknown);
  const others = tables.filter((table) => table !== 'migrations');
  if (applied.length === 0 && others.length > 0) throw foreign(schema, others);
  return applied.map(({ name }) => name);
};

/**
 * @throws {UnknownSchema} where migrations are missing, as `appliedMigrations` otherwise.
 */
export const requireSchema = async (ask: Ask): Promise<void> => {
  const missing = missingOf(await appliedMigrations(ask));
  if (missing.length > 0) throw notUpToDate(missing);
};

/** The migrations that are still to be applied, oldest first. */
export const missingOf = (applied: readonly string[]): readonly string[] =>
  knownMigrations.filter((name) => !applied.includes(name));

/** The advice where the schema is missing, or is behind. */
export const notUpToDate = (missing: readonly string[] = knownMigrations): UnknownSchema =>
  new UnknownSchema(
    `The schema of the database is not up to date: ${missing.join(', ')} was not applied. Run ` +
      '`npm run migrate` (or `billing migrate`) first, as the login that owns the database and ' +
      'over a direct connection. Where it was run, the logins differ in their search_path.',
  );

// Of ours only: what else lies in the schema is nobody's business. Ours to look for are the tables
// that we would make, and the list of migrations.
const present = `
  with schema as (select to_regnamespace(quote_ident(current_schema())) as id),
    found as (
      select c.oid, c.relname::text as name from pg_class c join schema on relnamespace = schema.id
      where relkind in ('r', 'p', 'v', 'm', 'f')
        and relname = any ('{migrations,${tableNames.join()}}'::name[])
    )
  select current_schema()::text as schema,
    array(select name from found order by name collate "C") as tables,
    exists (select from found join pg_attribute on attrelid = oid
      where found.name = 'migrations' and attname = 'name') as names`;

const noSchema =
  'The login of the database has no schema to work in: its search_path names none that exists ' +
  'and that it may use. Create one, or set it: alter role <login> set search_path = public;';

const foreign = (schema: string, tables: readonly string[]): UnknownSchema =>
  new UnknownSchema(
    `The schema "${schema}" of the database has tables with names of ours that are not ours: ` +
      `${tables.join(', ')}. Nothing was changed. Give Billing Service a database of its own in ` +
      'DATABASE_URL, or a schema of its own: alter role <login> set search_path = <schema>;',
  );

const timestampOf = (name: string): number => Number(/\d{13}$/.exec(name)?.[0] ?? 0);

const ofAnotherVersion = (unknown: readonly string[]): UnknownSchema => {
  const baseline = timestampOf(knownMigrations[0] ?? '');
  const [name = ''] = unknown;
  if (timestampOf(name) > baseline) {
    return new UnknownSchema(
      `A newer version has migrated this database: it names ${unknown.join(', ')}, which this ` +
        'one does not know. Nothing was changed. Start that version, or restore a backup from ' +
        'before.',
    );
  }
  return new UnknownSchema(
    'This database was made by a version before the first release: it names the migration ' +
      `${name}, which is no longer known, and nothing brings it up to date. Nothing was changed. ` +
      'Begin with a new one: an empty database in DATABASE_URL, or an empty directory in ' +
      'BILLING_DATA_DIR (move the old one away, it still opens with the version that made it).',
  );
};
