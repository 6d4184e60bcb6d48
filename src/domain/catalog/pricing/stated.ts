import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/** @throws {InvalidValue} `required` */
export const required = <Value>(value: Value | null | undefined): Value => {
  if (value !== null && value !== undefined) return value;
  throw InvalidValue.because('required', 'It is required.');
};

/**
 * The readers, for `checkAll`, and before them some that refuse the stated fields among `known`
 * that none of them reads, with `unknown_field`.
 */
export const refusingOthers = <
  Field extends string,
  Readers extends Readonly<Record<string, () => unknown>>,
>(
  given: { readonly [Name in Field]?: unknown },
  known: readonly Field[],
  readers: Readers,
): Readers => {
  const others = known
    .filter((field) => !Object.hasOwn(readers, field))
    .filter((field) => given[field] !== undefined && given[field] !== null);
  return { ...Object.fromEntries(others.map((field) => [field, refuse])), ...readers };
};

const refuse = (): never => {
  throw InvalidValue.because('unknown_field', 'A price of this model does not have this field.');
};

/**
 * As `checkAll`, over a record of somebody else's names: the pointers are these, escaped as in RFC
 * 6901.
 * @throws {InvalidValue} with every fault at once
 */
export const checkRecord = (
  record: Readonly<Record<string, string>>,
  read: (value: string, name: string) => string,
): Readonly<Record<string, string>> => {
  const entries = Object.entries(record);
  const checked = checkAll(
    Object.fromEntries(entries.map(([name, value]) => [escaped(name), () => read(value, name)])),
  );
  return Object.fromEntries(entries.map(([name]) => [name, checked[escaped(name)] ?? '']));
};

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
