import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import { Query } from 'pg';

/**
 * Hands out the rows of a statement one by one as they come from PostgreSQL, so that however many
 * there are, they are never in memory at once. All are of one state, as it is one statement.
 * @param take called in the order of the rows; once it throws, it is called no more
 * @returns the first row; undefined where there is none
 */
export const eachRow = <Row extends QueryResultRow>(
  client: Pick<PoolClient, 'query'>,
  statement: QueryConfig,
  take: (row: Row) => void,
): Promise<Row | undefined> =>
  new Promise((resolve, reject) => {
    let first: Row | undefined;
    const failures: unknown[] = [];
    const query = new Query<Row>(statement);
    query.on('row', (row) => {
      first ??= row;
      // Thrown here it would break the connection, which is read on to the last row.
      try {
        if (failures.length === 0) take(row);
      } catch (error) {
        failures.push(error);
      }
    });
    query.on('error', reject);
    query.on('end', () => (failures.length === 0 ? resolve(first) : reject(asError(failures[0]))));
    // One that is lent no more refuses it.
    const sent: unknown = client.query(query);
    if (sent instanceof Promise) sent.catch(reject);
  });

const asError = (failure: unknown): Error =>
  failure instanceof Error ? failure : new Error(String(failure));
