import type { ErrorDetails, ErrorKind } from '#domain/shared/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { Rate } from '#domain/shared/rate.ts';

/** The outcome of work that is done once: its result, or its refusal. */
export type Outcome = { readonly result: unknown } | { readonly refusal: StoredRefusal };

/** A `DomainError` as plain data. */
export interface StoredRefusal {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

/**
 * An outcome as text, for a storage: JSON, and values of the domain under a name of their own
 * (`{"$money":["4900","EUR"]}`). The storage does not know how it becomes a response.
 * @throws {InvariantViolation} where it holds an aggregate, or anything else but plain data.
 */
export const outcomeText = (outcome: Outcome): string =>
  JSON.stringify(plainOf(withKind(outcome, (kind) => storedKinds[kind] ?? kind)));

/** The outcome that `outcomeText` wrote. */
export const outcomeIn = (text: string): Outcome =>
  withKind(valueOf(JSON.parse(text)) as Outcome, (stored) => {
    const [kind] = Object.entries(storedKinds).find(([, name]) => name === stored) ?? [stored];
    return kind;
  });

// Nodes of two releases read each other's outcomes, so a kind that got another name in the code
// keeps its first one in the storage.
const storedKinds: { readonly [Kind in ErrorKind]?: string } = { preconditionFailed: 'stale' };

const withKind = (outcome: Outcome, rename: (kind: ErrorKind) => string): Outcome =>
  'refusal' in outcome
    ? { refusal: { ...outcome.refusal, kind: rename(outcome.refusal.kind) as ErrorKind } }
    : outcome;

type Fields = Readonly<Record<string, unknown>>;

const plainOf = (value: unknown): unknown => {
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof Money) return { $money: [String(value.minor), value.currency] };
  if (value instanceof Rate) return { $rate: [String(value.coefficient), value.scale] };
  const prototype: unknown = Object.getPrototypeOf(value);
  invariant(
    prototype === Object.prototype || prototype === null,
    'The result of a run under an idempotency key is plain data: a view, and no aggregate.',
  );
  const fields = mapFields(value as Fields, plainOf);
  return isTagged(fields) ? { $object: fields } : fields;
};

const valueOf = (plain: unknown): unknown => {
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) return plain.map(valueOf);
  const { $bigint, $money, $rate, $object } = plain as Record<string, never>;
  if ($bigint !== undefined) return BigInt($bigint);
  if ($money !== undefined) return Money.of(BigInt($money[0]), $money[1]);
  if ($rate !== undefined) return Rate.of(BigInt($rate[0]), $rate[1]);
  return mapFields($object ?? (plain as Fields), valueOf);
};

/** It could be taken for a value that stands under a name of its own. */
const isTagged = (fields: Fields): boolean =>
  ['$bigint', '$money', '$rate', '$object'].some((tag) => Object.hasOwn(fields, tag));

const mapFields = (fields: Fields, change: (value: unknown) => unknown): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));
