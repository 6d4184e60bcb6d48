import { describe, expect, it } from 'vitest';
import {
  checkAll,
  checkEach,
  givenReaders,
  orNull,
  orUndefined,
  readersOf,
} from '#domain/shared/check.ts';
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

  it('stays absent where only that is allowed', () => {
    const read = orUndefined(parseName);

    expect(read(undefined)).toBeUndefined();
    expect(read(' Ada ')).toBe('Ada');
    expect(() => read('')).toThrow(InvalidValue);
  });
});

describe('checking a list', () => {
  it('gives what was read in its order, each with its place', () => {
    const names = Array.from({ length: 12 }, (_, index) => ` n${index} `);

    const read = checkEach(names, (name, index) => `${index} ${parseName(name)}`);

    expect(read).toEqual(names.map((name, index) => `${index} ${name.trim()}`));
    expect(checkEach([], parseName)).toEqual([]);
  });

  it('reports the faults of all entries, each at its place', () => {
    const faults = faultsOf(() => checkEach(['Ada', '', 'Grace', ''], parseName));

    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/1 too_short',
      '/3 too_short',
    ]);
  });
});

describe('the readers of fields', () => {
  const parsers = {
    name: parseName,
    nickname: orNull(parseName),
    age: (given: number | undefined) => given ?? 18,
  };

  it('of something new read all of them, also those that are absent', () => {
    expect(checkAll(readersOf(parsers, { name: ' Ada ' }))).toEqual({
      name: 'Ada',
      nickname: null,
      age: 18,
    });
    expect(faultsOf(() => checkAll(readersOf(parsers, { name: '', nickname: '' })))).toHaveLength(
      2,
    );
  });

  it('of a change read those that are given, null too, and leave the others alone', () => {
    expect(checkAll(givenReaders(parsers, { nickname: null, age: undefined }))).toEqual({
      nickname: null,
    });
    expect(checkAll(givenReaders(parsers, {}))).toEqual({});
    expect(faultsOf(() => checkAll(givenReaders(parsers, { name: '' })))).toHaveLength(1);
  });
});
