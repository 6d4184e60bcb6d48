import type { Pool } from 'pg';
import type { DeliveryData } from '#application/webhooks/delivery-queue.ts';
import { deliveryQueue } from '#application/webhooks/delivery-queue.ts';
import type { TimedJob } from '#infrastructure/jobs/job-sender.ts';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

type Connection = Pick<Pool, 'query'>;

/** An attempt at a delivery, with ids as they are stored. */
export interface AttemptToMake {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  /** In milliseconds since 1970. */
  readonly dueAt: number;
}

/** The job for an attempt: it names the instant, so that one for an attempt overtaken is known. */
export const attemptJob = (attempt: AttemptToMake): TimedJob => {
  const { tenantId, endpointId, deliveryId, dueAt } = attempt;
  return {
    lane: { tenantId, endpointId },
    data: { tenantId, deliveryId, dueAt } satisfies DeliveryData,
    startAfter: new Date(dueAt),
  };
};

interface QueuedRow {
  readonly deliveryId: string;
  readonly dueAt: number | null;
}

/** Tells of each attempt whether a job will make it, or is dead and waits for a replay. */
export const isAttemptQueued = async (
  connection: Connection,
  attempts: readonly AttemptToMake[],
): Promise<(attempt: AttemptToMake) => boolean> => {
  const { rows } = await connection.query<QueuedRow>(
    `select j.data->>'deliveryId' as "deliveryId", (j.data->>'dueAt')::float8 as "dueAt"
      from ${jobSchema}.job j
      where j.name = '${deliveryQueue.name}' and j.state in ('created', 'retry', 'active', 'failed')
        and j.data->>'deliveryId' = any ($1)`,
    [attempts.map(({ deliveryId }) => deliveryId)],
  );
  const jobsOf = Map.groupBy(rows, ({ deliveryId }) => deliveryId);
  return ({ deliveryId, dueAt }) =>
    jobsOf.get(deliveryId)?.some((job) => job.dueAt === null || job.dueAt === dueAt) === true;
};

/** Gives jobs of releases that knew no lanes the one of their tenant, so that they have a turn. */
export const giveLanes = async (connection: Connection): Promise<void> => {
  await connection.query(
    `update ${jobSchema}.job set singleton_key = (data->>'tenantId') || '/'
      where name = '${deliveryQueue.name}' and state in ('created', 'retry', 'failed')
        and singleton_key is null`,
  );
};
