import type { Client } from 'pg';

/**
 * Lets a connection prepare nothing: behind a pooler the next statement may reach another session
 * of PostgreSQL, which knows none of the names.
 */
export const sendUnnamed = (client: Client): void => {
  const send = client.query.bind(client) as (...given: unknown[]) => unknown;
  const unnamed = (...given: unknown[]): unknown => {
    const [query, ...others] = given;
    return send(isNamed(query) ? withoutName(query) : query, ...others);
  };
  client.query = unnamed as typeof client.query;
};

const isNamed = (query: unknown): query is Named =>
  typeof query === 'object' && query !== null && 'name' in query;

// A query whose rows are taken one by one is no plain object.
const withoutName = (query: Named): Named =>
  'submit' in query ? Object.assign(query, { name: undefined }) : { ...query, name: undefined };

interface Named {
  readonly name?: unknown;
}
