import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { movePostgres, postgresMilliseconds } from './cores.ts';
import { dataDirectory } from './places.ts';

/** The PostgreSQL under all servers. */
export class Postgres {
  readonly version: string;
  readonly #url: string;
  readonly #client: pg.Client;
  readonly #stop: () => Promise<void>;

  private constructor(url: string, client: pg.Client, version: string, stop: () => Promise<void>) {
    this.#url = url;
    this.#client = client;
    this.version = version;
    this.#stop = stop;
  }

  /** That of `BENCH_DATABASE_URL` (a superuser's), else the one that the product brings along. */
  static async open(): Promise<Postgres> {
    const given = process.env['BENCH_DATABASE_URL'];
    const { url, stop } = given ? { url: given, stop: async () => undefined } : await embedded();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return new Postgres(url, client, rows[0]?.server_version ?? '', stop);
  }

  urlOf(database: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** The answer of `describe` about a database; undefined when there is none. */
  async descriptionOf(database: string): Promise<string | undefined> {
    const text = `select shobj_description(oid, 'pg_database') as said
      from pg_database where datname = $1`;
    const { rows } = await this.#client.query<{ said: string | null }>(text, [database]);
    return rows[0] && (rows[0].said ?? '');
  }

  async describe(database: string, text: string): Promise<void> {
    await this.#client.query(
      `comment on database ${database} is ${this.#client.escapeLiteral(text)}`,
    );
  }

  /** Makes a database anew: empty, or as `template` is. */
  async create(database: string, template = 'template0'): Promise<string> {
    await this.drop(database);
    const how = `template ${template} strategy file_copy`;
    await this.#client.query(`create database ${database} ${how}`);
    return this.urlOf(database);
  }

  async drop(database: string): Promise<void> {
    await this.#client.query(`drop database if exists ${database} with (force)`);
  }

  async move(cores: string): Promise<void> {
    movePostgres(await this.#backend(), cores);
  }

  /** CPU time that it has used so far, in the processes it has now; 0 on another machine. */
  async cpuMilliseconds(): Promise<number> {
    return postgresMilliseconds(await this.#backend());
  }

  async #backend(): Promise<number> {
    const text = 'select pg_backend_pid() as pid';
    const { rows } = await this.#client.query<{ pid: number }>(text);
    return rows[0]?.pid ?? 0;
  }

  async close(): Promise<void> {
    await this.#client.end();
    await this.#stop();
  }
}

const embedded = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const program = new URL('embedded.ts', import.meta.url).pathname;
  const parameters = ['--conditions=source', program, `${dataDirectory}postgres`];
  const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const line = once(child.stdout, 'data') as Promise<[Buffer]>;
  const [first] = await Promise.race([line, ended]);
  if (!(first instanceof Buffer)) throw new Error('The embedded PostgreSQL did not start.');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  return { url: first.toString().trim(), stop };
};

/** Runs `work` with a connection to `url`. */
export const connected = async <Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
