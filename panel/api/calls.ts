import { useSyncExternalStore } from 'react';

/** A call of the API that this page made, as "Show API calls" displays it. */
export interface RecordedCall {
  readonly number: number;
  readonly operation: string;
  readonly method: string;
  /** With its query: `/v1/customers?limit=50`. */
  readonly path: string;
  readonly body: unknown;
  readonly version: number | undefined;
  readonly status: number;
  readonly milliseconds: number;
}

const callsMax = 30;
let calls: readonly RecordedCall[] = [];
let lastNumber = 0;
const listeners = new Set<() => void>();

/** Remembers a call. Calls that carry a password or a token are not handed to it. */
export const recordCall = (call: Omit<RecordedCall, 'number'>): void => {
  lastNumber += 1;
  calls = [{ ...call, number: lastNumber }, ...calls].slice(0, callsMax);
  for (const listener of listeners) listener();
};

/** The last calls, newest first. */
export const useCalls = (): readonly RecordedCall[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => calls,
  );

/** The call as a command for a shell. The key stands in a variable, never in the text. */
export const asCurl = ({ method, path, body, version }: RecordedCall, origin: string): string => {
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${origin}${path}'`,
    `-H "Authorization: Bearer $BILLING_API_KEY"`,
  ];
  if (version !== undefined) parts.push(`-H 'If-Match: "${version}"'`);
  if (body !== undefined) {
    parts.push("-H 'Content-Type: application/json'");
    parts.push(`-d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`);
  }
  return parts.join(' \\\n  ');
};
