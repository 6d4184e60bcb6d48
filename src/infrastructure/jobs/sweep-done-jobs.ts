import type { Pool } from 'pg';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

/** Takes away what was done more than an hour ago; what failed stays. */
export const sweepDoneJobs = async (pool: Pool): Promise<number> => {
  const { rowCount } = await pool.query(
    `delete from ${jobSchema}.job where name in (select name from ${jobSchema}.queue)
      and state in ('completed', 'cancelled') and completed_on < now() - interval '1 hour'`,
  );
  return rowCount ?? 0;
};
