import { isSame } from './merge.ts';

/** A field that a change touched, as texts: `address.city`. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Snapshot = Readonly<Record<string, unknown>> | null;

/** The fields that differ between two snapshots of an audit entry; lists are compared whole. */
export const changesBetween = (before: Snapshot, after: Snapshot): readonly FieldChange[] =>
  compare('', before ?? {}, after ?? {}).filter(({ field }) => !silent.has(field));

/** They change with every change, and say nothing. */
const silent: ReadonlySet<string> = new Set(['version', 'updatedAt']);

const compare = (
  path: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly FieldChange[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const field = path === '' ? name : `${path}.${name}`;
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    if (isSame(old, now)) return [];
    return isPlain(old) && isPlain(now) && !isMoney(now)
      ? compare(field, old, now)
      : [{ field, before: old, after: now }];
  });
};

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Whether a value is money as it crosses the wire. */
export const isMoney = (value: unknown): value is { amount: number; currency: string } =>
  isPlain(value) && typeof value['amount'] === 'number' && typeof value['currency'] === 'string';
