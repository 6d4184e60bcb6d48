import type { Id } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** The public facts of a thing as plain JSON: what an audit entry and a webhook may show. */
export type Snapshot = Readonly<Record<string, unknown>>;

/**
 * Something that happened to one thing, in the past tense of billing. An aggregate keeps what it
 * did in `events`; the repository that stores it records them in the same transaction.
 */
export interface DomainEvent {
  /** `<thing>.<what happened>`, such as `customer.created`. Public and stable. */
  readonly type: string;
  readonly subjectId: Id;
  readonly at: Instant;
  /** The thing before and after; `null` where there was nothing yet, or is nothing any more. */
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/** What was stored: it has a version, and events that wait to be recorded with it. */
export interface Recordable {
  readonly events: readonly DomainEvent[];
}

/** Facts as people see them: their instants, in the fields named `…At`, are RFC 3339. */
export const toSnapshot = (facts: object): Snapshot =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]: [string, unknown]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? formatInstant(value as Instant) : value,
    ]),
  );

/** Whether two descriptions of a thing say the same, in whatever order. */
export const saysTheSame = (one: object, other: object): boolean =>
  orderedText(one) === orderedText(other);

/** JSON whose fields are in order, so that what says the same reads the same. */
export const orderedText = (value: unknown): string => JSON.stringify(value ?? null, inOrder);

// A database may give the keys of an object back in an order of its own.
const inOrder = (_key: string, value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
