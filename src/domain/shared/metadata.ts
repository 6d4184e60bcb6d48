import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { isVisible, parseOptionalText, uncomposedTimes } from '#domain/shared/text.ts';

/** Data that a tenant attaches for itself. We store it and give it back; nothing here reads it. */
export type Metadata = Readonly<Record<string, string>>;

export const metadataLimits = { keys: 50, keyCharacters: 40, valueCharacters: 500 } as const;

/** @throws {InvalidValue} with one fault for each bad entry. */
export const parseMetadata = (entries: Readonly<Record<string, string>>): Metadata => {
  const given = Object.entries(entries);
  if (given.length > metadataLimits.keys) {
    throw InvalidValue.because('too_many', `Metadata has ${metadataLimits.keys} keys at most.`);
  }
  const parsed = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [key, text] of given) {
    const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    try {
      const composed = parseKey(key);
      const value = parseOptionalText(text, metadataLimits.valueCharacters);
      if (parsed.has(composed)) {
        const detail =
          'Another key is the same text: only how its characters are composed differs.';
        throw InvalidValue.because('invalid_key', detail);
      }
      parsed.set(composed, value);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      faults.push(...error.faults.map((fault) => ({ ...fault, pointer })));
    }
  }
  if (faults.length > 0) throw new InvalidValue(faults);
  return Object.fromEntries(parsed);
};

const parseKey = (key: string): string => {
  const { keyCharacters } = metadataLimits;
  const isLong = key.length > keyCharacters * uncomposedTimes;
  const composed = isLong ? key : key.normalize('NFC');
  if (composed.length <= keyCharacters && isVisible(composed) && composed !== '__proto__') {
    return parseOptionalText(composed, keyCharacters);
  }
  throw InvalidValue.because(
    'invalid_key',
    `A metadata key has 1 to ${keyCharacters} characters, at least one of them visible.`,
  );
};
