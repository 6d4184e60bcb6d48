import type { Pool } from 'pg';
import type { OverdueDeliveries, OverdueState } from '#application/shared/jobs.ts';
import { deliveryQueue } from '#application/webhooks/delivery-queue.ts';
import { lowestUuid } from '#domain/shared/ids.ts';
import type { JobSender } from '#infrastructure/jobs/job-sender.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';
import {
  attemptJob,
  giveLanes,
  isAttemptQueued,
} from '#infrastructure/typeorm/webhooks/attempt-jobs.ts';

// The purpose that row-level security asks for; it ends with the statement's own transaction. What
// is due is judged by PostgreSQL's clock, as by the queue.
const overdue = `with purpose as materialized (
    select set_config('app.purpose', 'deliver', true) as name)
  select found.* from purpose cross join lateral`;
const isOverdue = `purpose.name = 'deliver' and d.status = 'pending'
  and d.next_attempt_at < now() - interval '1 minute'`;

const countOverdue = {
  name: 'webhook_deliveries.count-overdue',
  text: `${overdue} (
    select count(*)::integer as overdue, coalesce(
      extract(epoch from now() - min(d.next_attempt_at)), 0)::float8 as "oldestSeconds"
    from webhook_deliveries d where ${isOverdue}) found`,
};

const oldestOverdue = {
  name: 'webhook_deliveries.oldest-overdue',
  text: `${overdue} (
    select d.tenant_id, d.id, d.endpoint_id, d.next_attempt_at
    from webhook_deliveries d where ${isOverdue}
    and (d.next_attempt_at, d.id) > ($1::timestamptz, $2::uuid)
    order by d.next_attempt_at, d.id limit $3 offset 0) found`,
};

interface OverdueRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly endpoint_id: string;
  readonly next_attempt_at: Date;
}

const batchMax = 1000;
const beginning = { next_attempt_at: new Date(0), id: lowestUuid };

/** Deliveries of all tenants in PostgreSQL, compared with the jobs of pg-boss. */
export class PostgresOverdueDeliveries implements OverdueDeliveries {
  readonly #pool: Pool;
  readonly #jobs: JobSender;

  constructor(pool: Pool, jobs: JobSender) {
    this.#pool = pool;
    this.#jobs = jobs;
  }

  async state(): Promise<OverdueState> {
    try {
      const { rows } = await this.#pool.query<OverdueState>(countOverdue);
      return rows[0] ?? { overdue: 0, oldestSeconds: 0 };
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async resume(): Promise<number> {
    try {
      await giveLanes(this.#pool);
      let [resumed, last]: [number, Pick<OverdueRow, 'next_attempt_at' | 'id'>] = [0, beginning];
      for (;;) {
        const values = [last.next_attempt_at, last.id, batchMax];
        const { rows } = await this.#pool.query<OverdueRow>({ ...oldestOverdue, values });
        resumed += await this.#giveJobs(rows);
        const next = rows.at(-1);
        if (next === undefined || rows.length < batchMax) return resumed;
        last = next;
      }
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  // Where one gets a job in this moment by other means, the second finds its attempt made.
  async #giveJobs(rows: readonly OverdueRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const attempts = rows.map((row) => ({
      tenantId: row.tenant_id,
      endpointId: row.endpoint_id,
      deliveryId: row.id,
      dueAt: row.next_attempt_at.getTime(),
    }));
    const isQueued = await isAttemptQueued(this.#pool, attempts);
    const missing = attempts.filter((attempt) => !isQueued(attempt));
    await this.#jobs.send(this.#pool, deliveryQueue, missing.map(attemptJob));
    return missing.length;
  }
}
