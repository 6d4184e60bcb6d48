import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

type Readers = Readonly<Record<string, () => unknown>>;
type Checked<Given extends Readers> = { readonly [Name in keyof Given]: ReturnType<Given[Name]> };

/**
 * Reads every field and reports all faults at once, each with its pointer.
 * @throws {InvalidValue}
 */
export const checkAll = <Given extends Readers>(fields: Given): Checked<Given> => {
  const faults: Fault[] = [];
  const checked: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(fields)) {
    try {
      checked[name] = read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      faults.push(
        ...error.faults.map((fault) => ({ ...fault, pointer: `/${name}${fault.pointer}` })),
      );
    }
  }
  if (faults.length > 0) throw new InvalidValue(faults);
  return checked as Checked<Given>;
};

/** Reads a value where there is one; nothing stays nothing. */
export const orNull =
  <Given, Read>(parse: (given: Given) => Read) =>
  (given: Given | null | undefined): Read | null =>
    given === null || given === undefined ? null : parse(given);

/** As `orNull`, for what may be left out: undefined stays undefined. */
export const orUndefined =
  <Given, Read>(parse: (given: Given) => Read) =>
  (given: Given | undefined): Read | undefined =>
    given === undefined ? undefined : parse(given);
