import { InvalidValue } from '#domain/shared/errors.ts';

/** Changes of settings: an absent one stays, and null restores the default. */
export type SettingChanges<Settings> = {
  readonly [Name in keyof Settings]?: Settings[Name] | null | undefined;
};

/** Reads a setting; null is what holds where nobody says anything. */
export const orStandard =
  <Given, Read>(standard: Read, parse: (given: Given) => Read) =>
  (given: Given | null): Read =>
    given === null ? standard : parse(given);

/** Reads a whole number from `min` to `max`. It throws `InvalidValue` `out_of_range`. */
export const wholeBetween =
  ({ min, max }: { readonly min: number; readonly max: number }) =>
  (given: number): number => {
    if (Number.isInteger(given) && given >= min && given <= max) return given;
    throw InvalidValue.because('out_of_range', `It must be a whole number from ${min} to ${max}.`);
  };

/** Reads a whole number from 0 to `max`. It throws `InvalidValue` `out_of_range`. */
export const wholeUpTo = (max: number) => wholeBetween({ min: 0, max });

/** Reads one of a few words. It throws `InvalidValue` `invalid_choice`. */
export const choiceOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (given: string): Choice => {
    const chosen = choices.find((choice) => choice === given);
    if (chosen !== undefined) return chosen;
    throw InvalidValue.because('invalid_choice', `It must be one of ${choices.join(', ')}.`);
  };

/** Reads true or false. It throws `InvalidValue` `invalid_flag`. */
export const flag = (given: boolean): boolean => {
  if (typeof given === 'boolean') return given;
  throw InvalidValue.because('invalid_flag', 'It must be true or false.');
};
