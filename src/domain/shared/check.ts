import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

type Readers = Readonly<Record<string, () => unknown>>;
/** A reader that may be missing gives a value that may be missing. */
type Checked<Given extends Readers> = {
  readonly [Name in keyof Given]: Given[Name] extends (() => infer Value) | undefined
    ? Value
    : never;
};

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

/** As `checkAll`, over a list: the pointers are its indices. */
export const checkEach = <Given, Read>(
  list: readonly Given[],
  read: (given: Given, index: number) => Read,
): readonly Read[] =>
  Object.values(
    checkAll(Object.fromEntries(list.map((given, index) => [index, () => read(given, index)]))),
  );

type Parsers = Readonly<Record<string, (given: never) => unknown>>;
type GivenTo<Parse> = Parse extends (given: infer Given) => unknown ? Given : never;
type MayMiss<All extends Parsers> = {
  [Name in keyof All]: undefined extends GivenTo<All[Name]> ? Name : never;
}[keyof All];

/** The input of the parsers: a field may be absent where its parser accepts that. */
type InputOf<All extends Parsers> = {
  readonly [Name in Exclude<keyof All, MayMiss<All>>]: GivenTo<All[Name]>;
} & { readonly [Name in MayMiss<All>]?: GivenTo<All[Name]> };

type ChangesOf<All extends Parsers> = {
  readonly [Name in keyof All]?: GivenTo<All[Name]> | undefined;
};

type ReadersOf<All extends Parsers> = {
  readonly [Name in keyof All]: () => ReturnType<All[Name]>;
};

/** The readers of a new thing, for `checkAll`: all its fields. */
export const readersOf = <All extends Parsers>(parsers: All, input: InputOf<All>): ReadersOf<All> =>
  boundTo(parsers, input, () => true) as ReadersOf<All>;

/**
 * The readers of a change, for `checkAll`: of the fields that are given, and of no others. What is
 * stored was judged when it came in, and stays as it is.
 */
export const givenReaders = <All extends Parsers>(
  parsers: All,
  changes: ChangesOf<All>,
): Partial<ReadersOf<All>> =>
  boundTo(parsers, changes, (value) => value !== undefined) as Partial<ReadersOf<All>>;

const boundTo = (
  parsers: Parsers,
  input: Readonly<Record<string, unknown>>,
  isRead: (value: unknown) => boolean,
): Readers =>
  Object.fromEntries(
    Object.entries(parsers)
      .filter(([name]) => isRead(input[name]))
      .map(([name, parse]) => [name, () => parse(input[name] as never)]),
  );

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
