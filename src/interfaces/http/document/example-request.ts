import type { Endpoint } from '#interfaces/http/endpoint.ts';
import type { OperationDoc } from '#interfaces/http/module.ts';

/** An id as it looks; whoever reads the example puts in one of theirs. */
const exampleSuffix = '01jd4x7h2cf5prw8mzk0qv9tns';

/** The request of an operation as a command, for the document. `$BILLING` is where it is served. */
export const exampleRequest = (
  { method, path, params, ifMatch, permission }: Endpoint,
  { path: shown = {}, query, body }: OperationDoc,
  prefixOf: (parameter: string) => string,
): string => {
  const place = path.replaceAll(
    /\{(\w+)\}/g,
    (_, parameter: string) =>
      shown[parameter] ?? `${params === undefined ? '' : prefixOf(parameter)}_${exampleSuffix}`,
  );
  const asked = query === undefined ? '' : `?${queryText(query)}`;
  const headers = [
    ...(permission === null ? [] : ['Authorization: Bearer $TOKEN']),
    ...(ifMatch === true ? ['If-Match: \\"1\\"'] : []),
    ...(body === undefined ? [] : ['Content-Type: application/json']),
  ];
  return [
    `curl -X ${method.toUpperCase()} "$BILLING${place}${asked}"`,
    ...headers.map((header) => `-H "${header}"`),
    ...(body === undefined ? [] : [`-d '${JSON.stringify(body)}'`]),
  ].join(' \\\n  ');
};

const queryText = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
