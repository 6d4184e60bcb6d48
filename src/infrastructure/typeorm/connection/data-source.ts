import type { Client, Pool } from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { DataSource } from 'typeorm';
import {
  explainRole,
  refuseUnsafeRole,
} from '#infrastructure/typeorm/connection/application-role.ts';
import type { Ask, Session } from '#infrastructure/typeorm/connection/session.ts';
import {
  applicationRole,
  applicationSession,
  isRefusedByPooler,
  refusedByPooler,
  refuseUnfitSession,
  unboundTransactions,
  withSession,
} from '#infrastructure/typeorm/connection/session.ts';
import { sendUnnamed } from '#infrastructure/typeorm/connection/unnamed-statements.ts';
import { valueParsers } from '#infrastructure/typeorm/connection/value-parsers.ts';
import { allMigrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { requireSchema } from '#infrastructure/typeorm/schema/known-schema.ts';
import { tables } from '#infrastructure/typeorm/schema/tables.ts';

export interface DatabaseOptions {
  /** `postgres://…`, PostgreSQL 15 or later. */
  readonly url: string;
  /** Most connections open at once. */
  readonly poolMax: number;
  /** Whether the URL leads to a pooler such as PgBouncer, which keeps nothing of a session. */
  readonly pooled?: boolean | undefined;
  /** Another role to work as; for tests of what refuses it. */
  readonly role?: string | undefined;
}

/** PostgreSQL as the application's role sees it. */
export interface Database {
  readonly dataSource: DataSource;
  /** The same connections, for single statements that need no transaction. */
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The options of every connection. Its session is complete before the first statement. */
export const connectionOptions = (
  { url, poolMax, pooled = false }: DatabaseOptions,
  session: Session,
): DataSourceOptions => {
  const started = pooled ? { url } : withSession(url, session);
  return {
    type: 'postgres',
    url: started.url,
    poolSize: poolMax,
    entities: tables,
    migrations: allMigrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    applicationName: 'billing-service',
    connectTimeoutMS: 5_000,
    poolErrorHandler: () => {
      // An idle connection broke. The pool drops it; whoever asks next gets a fresh one or the
      // error.
    },
    extra: {
      ...('options' in started ? { options: started.options } : {}),
      keepAlive: true,
      // Statements that wait for nothing in between are sent together.
      pipeline: true,
      types: valueParsers,
      onConnect: (client: Client) => {
        // A connection may break in the moment it is handed out, when nobody listens to it yet.
        // Without a listener that would end the process; with one, its next statement fails.
        client.on('error', () => undefined);
        if (pooled) sendUnnamed(client);
        // Not waited for: the first statement is sent behind it, and fails where this one does.
        else void client.query(unboundTransactions).catch(() => undefined);
      },
    },
  };
};

/**
 * Connects as the application's role.
 * @throws {UnsafeDatabaseRole} when that role could see across tenants.
 * @throws {UnfitDatabase} when the server or the way to it is not as we need it.
 * @throws {UnknownSchema} when another version made the database, or nobody did yet.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const { url, pooled = false, role = applicationRole } = options;
  const session = applicationSession(role);
  const dataSource = new DataSource(connectionOptions(options, session));
  try {
    await dataSource.initialize();
  } catch (error) {
    throw isRefusedByPooler(error) ? refusedByPooler() : await explainRole(error, url, role);
  }
  const { master: pool } = dataSource.driver as unknown as { master: Pool };
  try {
    const ask: Ask = async <Row extends object>(text: string) => {
      const { rows } = await pool.query<Row>(text);
      return rows;
    };
    await refuseUnfitSession(ask, session, { pooled });
    await refuseUnsafeRole(ask);
    await requireSchema(ask);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return { dataSource, pool, close: () => dataSource.destroy() };
};

/**
 * Asks one connection whether it can write. One that cannot leads to a standby, or to a database
 * that was made read-only: it is dropped, so that the next one finds out where to go by then.
 * @throws {Error} when it cannot, or does not answer.
 */
export const refuseReadOnly = async (pool: Pool): Promise<void> => {
  const client = await pool.connect();
  let refusal: Error | undefined;
  try {
    const { rows } = await client.query<{ standby: boolean; closed: boolean }>(
      `select pg_is_in_recovery() as standby,
        current_setting('transaction_read_only') = 'on' as closed`,
    );
    if (rows[0]?.standby === true) refusal = new Error('PostgreSQL is a standby: it is read-only.');
    else if (rows[0]?.closed === true) {
      refusal = new Error('The database is read-only (default_transaction_read_only is on).');
    }
    if (refusal !== undefined) throw refusal;
  } catch (error) {
    refusal = error instanceof Error ? error : new Error(String(error));
    throw refusal;
  } finally {
    client.release(refusal);
  }
};
