import type { Pool } from 'pg';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { lendClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { orUnavailable, releasedWith } from '#infrastructure/typeorm/transactions/storage-error.ts';

/**
 * The rows that row-level security shows a transaction: those of one tenant (its uuid), those that
 * a purpose needs of all tenants, or only the tables that belong to no tenant.
 */
export type Scope =
  | { readonly tenantId: string }
  | { readonly purpose: 'deliver' | 'operate' | 'sweep' }
  | 'installation';

/** Whether a commit waits for the disk. One that does not may be lost in a crash of PostgreSQL. */
export type Durability = 'synced' | 'unsynced';

/**
 * Runs `work` in a transaction on a connection of its own, and gives that back: for the few writes
 * that are outside of a unit of work. Where `work` fails nothing is written.
 * @throws {Unavailable} while the database is away; else what `work` throws.
 */
export const inTransaction = async <Result>(
  pool: Pool,
  scope: Scope,
  work: (client: TransactionClient) => Promise<Result>,
  durability: Durability = 'synced',
): Promise<Result> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw orUnavailable(error);
  });
  const lent = lendClient(client);
  let broken: Error | undefined;
  try {
    // Not waited for: the first statement is sent behind it.
    const unsynced = durability === 'unsynced' ? '; set local synchronous_commit = off' : '';
    const begun = client.query(`begin${settingOf(scope)}${unsynced}`);
    const working = work(lent.client);
    await awaitPipelined(begun, working);
    lent.end();
    await client.query('commit');
    return await working;
  } catch (error) {
    lent.end();
    broken = releasedWith(error);
    // A connection that cannot roll back may still be in the transaction: nobody gets it again.
    await client.query('rollback').catch((cause: unknown) => {
      broken ??= cause instanceof Error ? cause : new Error(String(cause));
    });
    throw orUnavailable(error);
  } finally {
    client.release(broken);
  }
};

// Sent along with `begin`, and over when the transaction is. A uuid has nothing to quote.
const settingOf = (scope: Scope): string => {
  if (scope === 'installation') return '';
  return 'tenantId' in scope
    ? `; set local app.tenant_id = '${scope.tenantId}'`
    : `; set local app.purpose = '${scope.purpose}'`;
};
