import pg from 'pg';

const schemas = ['bench', 'graphile_worker', 'pgboss'];

/** The scratch database: connections to it, and its state between two measurements. */
export class Database {
  readonly url: string;
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.url = url;
    this.#pool = new pg.Pool({ connectionString: url, max: 2 });
  }

  /** Refuses a database that holds anything else, and drops what an earlier run left. */
  async prepare(): Promise<void> {
    const { rows } = await this.#pool.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables
       where schemaname <> all ($1) and schemaname not in ('pg_catalog', 'information_schema')`,
      [schemas],
    );
    const foreign = rows[0]?.name;
    if (foreign !== undefined) throw new Error(`DATABASE_URL is not empty: it holds ${foreign}.`);
    for (const schema of schemas) await this.#pool.query(`drop schema if exists ${schema} cascade`);
    await this.#pool.query('create schema bench');
    await this.#pool.query('create table bench.written (id uuid primary key, data jsonb not null)');
  }

  query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    return this.#pool.query(text, [...values]);
  }

  /** Removes every row and job, so that no measurement pays for the one before. */
  async clear(): Promise<void> {
    await this.#pool.query('truncate bench.written, pgboss.job, graphile_worker._private_jobs');
    await this.#pool.query('truncate graphile_worker._private_job_queues');
  }

  /** Leaves the tables as autovacuum would some time after a burst. */
  async vacuum(): Promise<void> {
    await this.#pool.query('vacuum analyze pgboss.job_common');
    await this.#pool.query('vacuum analyze graphile_worker._private_jobs');
    await this.#pool.query('vacuum analyze graphile_worker._private_job_queues');
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    return client;
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

/** Runs `work` in a transaction on `client`. */
export const transaction = async (
  client: pg.ClientBase,
  work: () => Promise<void>,
): Promise<void> => {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
