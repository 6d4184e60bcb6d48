import type { Pool } from 'pg';
import type { ServerClock } from '#infrastructure/system/server-clock.ts';

/** Compares `clock` with the clock of PostgreSQL. */
export const readClock = async (
  connection: Pick<Pool, 'query'>,
  clock: ServerClock,
): Promise<void> => {
  const askedAt = clock.steadyNow;
  const { rows } = await connection.query<{ now: Date }>('select clock_timestamp() as now');
  const [row] = rows;
  if (row === undefined) return;
  clock.observe({ askedAt, respondedAt: clock.steadyNow, serverTime: row.now.getTime() });
};
