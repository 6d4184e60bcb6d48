import type { PoolClient } from 'pg';
import { InvariantViolation } from '#domain/shared/invariant.ts';

/** A connection as one transaction has it: to be asked, as long as that is not over. */
export interface TransactionClient extends Pick<PoolClient, 'query'> {
  /** For what is known of the connection, which outlives the transaction. */
  readonly connection: object;
}

/** A connection that is lent, and the end of that. */
export interface LentClient {
  readonly client: TransactionClient;
  /** Refuses whatever comes from now on: the connection may be in another transaction by then. */
  readonly end: () => void;
}

/**
 * Lends a connection to one transaction. Of several things that are done at once one may fail, and
 * the others go on without knowing that the transaction is over: nothing of theirs must reach the
 * connection then.
 */
export const lendClient = (connection: PoolClient): LentClient => {
  let isOver = false;
  const query = (...given: Parameters<PoolClient['query']>): unknown => {
    if (!isOver) return connection.query(...given);
    return Promise.reject(new InvariantViolation('The transaction is over.'));
  };
  return {
    client: { query: query as PoolClient['query'], connection },
    end: () => {
      isOver = true;
    },
  };
};
