import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';

const faultsOf = (entries: Record<string, string>): readonly string[] => {
  try {
    parseMetadata(entries);
  } catch (error) {
    if (error instanceof InvalidValue)
      return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    throw error;
  }
  return [];
};

const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, '']));

describe('metadata', () => {
  it('is kept as it is, values with space and empty ones too', () => {
    const given = { crm: ' 42 ', note: '', ['x'.repeat(40)]: 'y'.repeat(500) };

    const metadata = parseMetadata(given);

    expect(metadata).toEqual(given);
    expect(metadata).not.toBe(given);
  });

  it('has fifty keys at most', () => {
    const faults = faultsOf(entries(51));

    expect(faults).toEqual([' too_many']);
    expect(faultsOf(entries(50))).toEqual([]);
  });

  it('is refused with every fault at once, each at its key', () => {
    const faults = faultsOf({
      fine: 'fine',
      '': 'no key',
      ['x'.repeat(41)]: 'long key',
      'a/b~c': 'y'.repeat(501),
      'bad\u0000key': '',
      control: '\u0007',
    });

    expect(faults).toEqual([
      '/ invalid_key',
      `/${'x'.repeat(41)} invalid_key`,
      '/a~1b~0c too_long',
      '/bad\u0000key invalid_characters',
      '/control invalid_characters',
    ]);
  });

  it('is composed, keys and values', () => {
    expect(parseMetadata({ 'cafe\u0301': 'cre\u0300me ' })).toEqual({ café: 'crème ' });
    expect(parseMetadata({ ['e\u0301'.repeat(40)]: 'e\u0301'.repeat(500) })).toEqual({
      ['é'.repeat(40)]: 'é'.repeat(500),
    });
  });

  it('has no two keys that are the same text, and none that nobody sees', () => {
    const faults = faultsOf({ é: '1', 'e\u0301': '2', '\u200b': '3', '\u3164': '4' });

    expect(faults).toEqual(['/e\u0301 invalid_key', '/\u200b invalid_key', '/\u3164 invalid_key']);
  });

  it('does not take a mistake of ours for a fault of the caller', () => {
    const given = { note: null as unknown as string };

    expect(() => parseMetadata(given)).toThrow(TypeError);
  });

  it('cannot reach for the prototype', () => {
    const given = JSON.parse('{"__proto__":"x"}') as Record<string, string>;

    const faults = faultsOf(given);

    expect(faults).toEqual(['/__proto__ invalid_key']);
  });
});
