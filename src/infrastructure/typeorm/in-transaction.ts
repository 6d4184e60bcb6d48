import type { Pool, PoolClient } from 'pg';
import { orUnavailable, releasedWith } from '#infrastructure/typeorm/storage-error.ts';

/**
 * What row-level security lets a transaction see: the rows of one tenant (its uuid), what a purpose
 * needs of all tenants, or only the tables that belong to no tenant.
 */
export type Scope =
  | { readonly tenantId: string }
  | { readonly purpose: 'deliver' | 'operate' | 'sweep' }
  | 'installation';

/**
 * Runs `work` in a transaction on a connection of its own, and gives that back: for the few writes
 * that are outside of a unit of work. Where `work` fails nothing is written.
 * @throws {Unavailable} while the database is away; else what `work` throws.
 */
export const inTransaction = async <Result>(
  pool: Pool,
  scope: Scope,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw orUnavailable(error);
  });
  let broken: Error | undefined;
  try {
    await client.query(`begin${settingOf(scope)}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
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
