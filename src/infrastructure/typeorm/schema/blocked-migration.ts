import { setTimeout as delay } from 'node:timers/promises';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';
import type { Ask } from '#infrastructure/typeorm/connection/session.ts';
import { tableNames } from '#infrastructure/typeorm/schema/tables.ts';
import { isLockTimeout } from '#infrastructure/typeorm/transactions/storage-error.ts';

/**
 * How long a migration waits for tables that others use. Whoever comes after a migration that waits
 * for a table waits behind it, reads too: so it waits for a short while, lets the others through,
 * and tries again.
 */
export interface LockPatience {
  readonly waitMilliseconds: number;
  readonly pauseMilliseconds: number;
  readonly attemptsMax: number;
}

/** Two minutes and a half in all; requests give up on a lock after 10 s. */
export const lockPatience: LockPatience = {
  waitMilliseconds: 3_000,
  pauseMilliseconds: 5_000,
  attemptsMax: 20,
};

/** Others use a table that a migration needs, and did not let go of it. */
export class MigrationBlocked extends Error {
  override readonly name = 'MigrationBlocked';
}

/**
 * Does `work` again as long as others hold a lock that it needs: what was not committed is undone.
 * @throws {MigrationBlocked} that says who holds which tables
 */
export const untilUnlocked = async <Result>(
  ask: Ask,
  { pauseMilliseconds, attemptsMax }: LockPatience,
  work: () => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (attempt === attemptsMax) throw blocked(await ask<Holder>(holders), attempt);
    }
    await delay(pauseMilliseconds);
  }
};

interface Holder {
  readonly pid: number;
  readonly program: string | null;
  readonly tables: readonly string[];
}

const blocked = (found: readonly Holder[], attempts: number): MigrationBlocked => {
  const told = found.map(({ pid, program, tables }) => {
    const who = program === null || program === '' ? `process ${pid}` : `${program} (${pid})`;
    return `${who} holds ${tables.join(', ')}: select pg_terminate_backend(${pid});`;
  });
  return new MigrationBlocked(
    [
      `A migration needs tables that others use. It was tried ${attempts} times, and changed ` +
        'nothing. Stop the other nodes, or end what holds the tables, and start again:',
      ...told,
    ].join('\n  - '),
  );
};

const holders = `
  select l.pid, a.application_name as program,
    array_agg(distinct c.relname::text order by c.relname::text) as tables
  from pg_locks l join pg_class c on c.oid = l.relation
    left join pg_stat_activity a on a.pid = l.pid
  where l.granted and l.pid <> pg_backend_pid()
    and l.database = (select oid from pg_database where datname = current_database())
    and (c.relnamespace = to_regnamespace('${jobSchema}') and c.relkind in ('r', 'p')
      or c.relnamespace = to_regnamespace(quote_ident(current_schema()))
        and c.relname = any ('{migrations,${tableNames.join()}}'::name[]))
  group by l.pid, a.application_name order by l.pid`;
