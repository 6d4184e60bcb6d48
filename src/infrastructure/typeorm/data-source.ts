import type { Client, Pool } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { DataSource } from 'typeorm';

import { appliedMigrations } from '#infrastructure/typeorm/known-schema.ts';
import { migrations } from '#infrastructure/typeorm/migrations/index.ts';
import { tables } from '#infrastructure/typeorm/tables.ts';
import { valueParsers } from '#infrastructure/typeorm/value-parsers.ts';

/** The role that the application works as: made by the migrations, fenced by every policy. */
const applicationRole = 'billing_app';

export interface DatabaseOptions {
  /** `postgres://…`, PostgreSQL 15 or later. */
  readonly url: string;
  /** Most connections open at once. */
  readonly poolMax: number;
  /** Another role to work as; for tests of the refusal below. */
  readonly role?: string | undefined;
}

/** PostgreSQL as the application sees it: behind both fences. */
export interface Database {
  readonly dataSource: DataSource;
  /** The same connections, for single statements that need no transaction. */
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The database cannot be trusted to keep tenants apart, so nothing starts. */
export class UnsafeDatabaseRole extends Error {
  override readonly name = 'UnsafeDatabaseRole';
}

/** What every connection of ours agrees on; `role` is taken on before the first statement. */
export const connectionOptions = (
  { url, poolMax }: DatabaseOptions,
  role: string | null,
): DataSourceOptions => ({
  type: 'postgres',
  url,
  poolSize: poolMax,
  entities: tables,
  migrations,
  migrationsTransactionMode: 'each',
  synchronize: false,
  installExtensions: false,
  applicationName: 'billing-service',
  connectTimeoutMS: 5_000,
  poolErrorHandler: () => {
    // An idle connection broke. The pool drops it; whoever asks next gets a fresh one or the error.
  },
  extra: {
    // Given at connect time, so it costs no round trip and no RESET can undo it. The time zone is
    // the one that `valueParsers` reads fast.
    ...(role === null ? {} : { options: `-c role=${role} -c TimeZone=UTC` }),
    ...(role === null ? {} : { statement_timeout: 30_000, lock_timeout: 10_000 }),
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    // Statements that wait for nothing in between are sent together.
    pipeline: true,
    types: valueParsers,
    // A connection may break in the moment it is handed out, when nobody listens to it yet. Without
    // a listener that would end the process; with one, its next statement fails.
    onConnect: (client: Client) => void client.on('error', () => undefined),
  },
});

/**
 * Connects as the application's role.
 * @throws {UnsafeDatabaseRole} when that role could see across tenants.
 * @throws {UnknownSchema} when another version made the database.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const role = options.role ?? applicationRole;
  const dataSource = await new DataSource(connectionOptions(options, role)).initialize();
  const { master: pool } = dataSource.driver as unknown as { master: Pool };
  try {
    await refuseUnsafeRole(pool);
    await appliedMigrations(async <Row extends object>(text: string) => {
      const { rows } = await pool.query<Row>(text);
      return rows;
    });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return { dataSource, pool, close: () => dataSource.destroy() };
};

const refuseUnsafeRole = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{
    name: string;
    bypasses: boolean;
    owns: boolean;
    open: string[];
  }>(`
    select current_user as name,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
      exists (select from pg_class where relkind in ('r', 'p') and pg_has_role(relowner, 'usage')
        and relnamespace = current_schema()::regnamespace) as owns,
      array(select relname::text from pg_class join pg_attribute on attrelid = pg_class.oid
        where attname = 'tenant_id' and relkind in ('r', 'p')
          and relnamespace = current_schema()::regnamespace
          and not (relrowsecurity and relforcerowsecurity)) as open`);
  const [found] = rows;
  if (found === undefined) throw new UnsafeDatabaseRole('The database does not say who we are.');
  const refuse = (why: string): never => {
    throw new UnsafeDatabaseRole(
      `Refusing to start: ${why}. Row-level security could not keep tenants apart. ` +
        'See "Roles" in docs/operations.md.',
    );
  };
  if (found.bypasses) refuse(`the database role "${found.name}" bypasses row-level security`);
  if (found.owns) refuse(`the database role "${found.name}" owns tables`);
  if (found.open.length > 0) refuse(`no row-level security is forced on ${found.open.join(', ')}`);
};
