import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Client, Pool } from 'pg';
import type { Queue } from 'pg-boss';
import { PgBoss } from 'pg-boss';
import { queues } from '#application/queues.ts';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

const daySeconds = 86_400;

// A failed job stays until somebody replays it. What was done is swept away by ourselves.
const kept = { deleteAfterSeconds: 0, retentionSeconds: 365 * daySeconds } as const;

const stored: readonly Queue[] = queues.map(({ name, options }) => ({ name, ...kept, ...options }));

/** Brings the tables and queues of pg-boss up to date, over a connection of their owner. */
export const installJobs = async (client: Client): Promise<void> => {
  // A login that owns nothing finds them as they should be, and has nothing to do.
  if (await areJobsInstalled(client)) return;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: jobSchema,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  let failure: Error | undefined;
  boss.on('error', (error) => {
    failure = error;
  });
  await boss.start();
  try {
    for (const { name, ...options } of stored) {
      await boss.createQueue(name, options);
      const { policy: _policy, ...changeable } = options;
      await boss.updateQueue(name, changeable);
    }
    await client.query(grants);
    await client.query(`comment on schema ${jobSchema} is '${stamp}'`);
    if (failure !== undefined) throw failure;
  } finally {
    await boss.stop({ graceful: false });
  }
};

// The application works the queues and owns nothing of them.
const grants = `
  grant usage on schema ${jobSchema} to billing_app;
  grant select, insert, update, delete on all tables in schema ${jobSchema} to billing_app;
  grant usage on all sequences in schema ${jobSchema} to billing_app;
  grant execute on all functions in schema ${jobSchema} to billing_app;`;

const { version } = createRequire(import.meta.url)('pg-boss/package.json') as { version: string };

// The comment of the schema holds the installed version, so everybody may read it.
const stamp = `pg-boss ${version}, queues ${createHash('sha256')
  .update(JSON.stringify([stored, grants]))
  .digest('hex')
  .slice(0, 12)}`;

/** Whether they are as this version needs them. */
export const areJobsInstalled = async (
  connection: Pick<Client | Pool, 'query'>,
): Promise<boolean> => {
  const { rows } = await connection.query<{ stamp: string | null }>(
    `select obj_description(to_regnamespace('${jobSchema}'), 'pg_namespace') as stamp`,
  );
  return rows[0]?.stamp === stamp;
};
