import type { Client } from 'pg';

/**
 * Lets a connection prepare nothing: behind a pooler the next statement may reach another session
 * of PostgreSQL, which knows none of the names.
 */
export const sendUnnamed = (client: Client): void => {
  const send = client.query.bind(client) as (...given: unknown[]) => unknown;
  const unnamed = (...given: unknown[]): unknown => {
    const [query, ...others] = given;
    return send(isNamed(query) ? { ...query, name: undefined } : query, ...others);
  };
  client.query = unnamed as typeof client.query;
};

const isNamed = (query: unknown): query is { readonly name: string } =>
  typeof query === 'object' && query !== null && 'name' in query && !('submit' in query);
