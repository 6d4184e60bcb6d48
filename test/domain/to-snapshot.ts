import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** Facts as an event must show them: their instants, in the fields named `…At`, as text. */
export const toSnapshot = (facts: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]: [string, unknown]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? formatInstant(value as Instant) : value,
    ]),
  );

/** The snapshot under this version. */
export const versioned = (version: number, facts: object): Readonly<Record<string, unknown>> => ({
  ...toSnapshot(facts),
  version,
});
