import { describe, expect, it } from 'vitest';
import { checkAll, orNull } from '#domain/shared/check.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseName } from '#domain/shared/text.ts';

const faultsOf = (work: () => unknown): readonly Fault[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidValue) return error.faults;
    throw error;
  }
  return [];
};

describe('checking all fields', () => {
  it('gives every value as it was read', () => {
    const checked = checkAll({ name: () => parseName(' Ada '), age: () => 36 });

    expect(checked).toEqual({ name: 'Ada', age: 36 });
  });

  it('reports the faults of all fields at once, in their order, each at its field', () => {
    const faults = faultsOf(() =>
      checkAll({
        name: () => parseName(''),
        age: () => 36,
        address: () => checkAll({ city: () => parseName(''), country: () => parseName('') }),
      }),
    );

    const pointers = faults.map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/name', '/address/city', '/address/country']);
  });

  it('keeps the code and the sentence of a fault', () => {
    const faults = faultsOf(() =>
      checkAll({
        age: () => {
          throw InvalidValue.because('too_young', 'Come back later.', '/years');
        },
      }),
    );

    expect(faults).toEqual([
      { pointer: '/age/years', code: 'too_young', detail: 'Come back later.' },
    ]);
  });

  it('does not take a mistake of ours for a fault of the caller', () => {
    const checking = () =>
      checkAll({
        name: () => parseName(''),
        age: () => {
          throw new RangeError('ours');
        },
      });

    expect(checking).toThrow('ours');
  });
});

describe('a value that may be missing', () => {
  it.each([null, undefined])('is nothing where there is %s', (nothing) => {
    const read = orNull(parseName)(nothing);

    expect(read).toBeNull();
  });

  it('is read where there is one, even an empty one', () => {
    const reading = () => orNull(parseName)('');

    expect(reading).toThrow(InvalidValue);
    expect(orNull(parseName)('Ada')).toBe('Ada');
  });
});
