import { beforeAll } from 'vitest';
import type { Running } from '../support/billing-program.ts';
import { BillingProgram, freePort } from '../support/billing-program.ts';
import { KillablePostgres } from './killable-postgres.ts';

/** The API with its worker, and a PostgreSQL of its own, which are killed by turns. */
export class KillableApi {
  readonly postgres = KillablePostgres.open();
  readonly program = BillingProgram.open(() => ({
    DATABASE_URL: this.postgres.adminUrl,
    PANEL: 'off',
    RATE_LIMIT_TENANT: '0',
    RATE_LIMIT_KEY: '0',
    RATE_LIMIT_ADDRESS: '0',
  }));
  #port = 0;
  #running: Running | undefined;

  /** To be called at the top of a test file, as it registers the hooks that begin and end it. */
  static open(): KillableApi {
    const api = new KillableApi();
    beforeAll(async () => {
      api.#port = await freePort();
    });
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async serve(): Promise<void> {
    const settings = { PORT: String(this.#port), LOG_LEVEL: 'error' };
    this.#running = await this.program.serve(settings);
  }

  /** Kills the API first, PostgreSQL next, and so on; both are back on the same URL afterwards. */
  async kill(turn: number): Promise<void> {
    if (turn % 2 === 1) return this.postgres.kill();
    this.#running?.child.kill('SIGKILL');
    await this.#running?.ended;
    await this.serve();
  }
}
