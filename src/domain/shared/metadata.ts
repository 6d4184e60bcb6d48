import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseOptionalText } from '#domain/shared/text.ts';

/** What a tenant pins to a thing for itself. We keep it and give it back; nothing here reads it. */
export type Metadata = Readonly<Record<string, string>>;

export const metadataLimits = { keys: 50, keyCharacters: 40, valueCharacters: 500 } as const;

/** @throws {InvalidValue} with one fault for each bad entry. */
export const parseMetadata = (entries: Readonly<Record<string, string>>): Metadata => {
  const keys = Object.keys(entries);
  if (keys.length > metadataLimits.keys) {
    throw InvalidValue.because('too_many', `Metadata has ${metadataLimits.keys} keys at most.`);
  }
  const faults = keys.flatMap((key) => faultsOf(key, entries[key] ?? ''));
  if (faults.length > 0) throw new InvalidValue(faults);
  return { ...entries };
};

const faultsOf = (key: string, value: string): readonly Fault[] => {
  const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (key === '' || key === '__proto__' || key.length > metadataLimits.keyCharacters) {
    const detail = `A metadata key has 1 to ${metadataLimits.keyCharacters} characters.`;
    return [{ pointer, code: 'invalid_key', detail }];
  }
  try {
    parseOptionalText(key, metadataLimits.keyCharacters);
    parseOptionalText(value, metadataLimits.valueCharacters);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map((fault) => ({ ...fault, pointer }));
  }
};
