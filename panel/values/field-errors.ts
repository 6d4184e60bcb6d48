import type { FormValues } from './form-values.ts';

/** A fault of a request, by a JSON Pointer into its body (RFC 6901). */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface SortedFaults {
  /** The texts by the field that shows them. */
  readonly fields: Readonly<Record<string, string>>;
  /** Faults that no field of the form shows. */
  readonly others: readonly Fault[];
}

/** `/prices/0/amount` as `prices.0.amount`. */
export const fieldOfPointer = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

/**
 * Hands each fault to the field that it is about: the one of its pointer, or the nearest that
 * holds it, so `/prices/0/amount/currency` stands at `prices.0.amount`.
 */
export const sortFaults = (
  faults: readonly Fault[],
  shownFields: readonly string[],
): SortedFaults => {
  const fields: Record<string, string> = {};
  const others: Fault[] = [];
  for (const fault of faults) {
    const field = nearestField(fieldOfPointer(fault.pointer), shownFields);
    if (field === undefined) others.push(fault);
    else
      fields[field] =
        fields[field] === undefined ? fault.detail : `${fields[field]} ${fault.detail}`;
  }
  return { fields, others };
};

const nearestField = (path: string, shown: readonly string[]): string | undefined => {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const field = parts.slice(0, length).join('.');
    if (shown.includes(field)) return field;
  }
  return undefined;
};

/** The fields of these that are empty: they are told with the other faults of a form, at once. */
export const emptyFields = (
  values: FormValues,
  names: readonly string[],
  needed: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.filter((name) => String(values[name] ?? '').trim() === '').map((name) => [name, needed]),
  );
