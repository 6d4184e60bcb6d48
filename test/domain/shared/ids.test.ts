import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdPrefix } from '#domain/shared/ids.ts';
import {
  idFromUuid,
  idPrefixes,
  isId,
  lowestUuidAt,
  neighbourOf,
  parseId,
  uuidOf,
  uuidsBeginning,
} from '#domain/shared/ids.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { instantOf } from '#domain/shared/time.ts';

// The valid examples of the TypeID specification, 0.3 (spec/valid.yml).
const examples = [
  ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
  ['00000000-0000-0000-0000-000000000001', '00000000000000000000000001'],
  ['00000000-0000-0000-0000-00000000000a', '0000000000000000000000000a'],
  ['00000000-0000-0000-0000-000000000010', '0000000000000000000000000g'],
  ['00000000-0000-0000-0000-000000000020', '00000000000000000000000010'],
  ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7zzzzzzzzzzzzzzzzzzzzzzzzz'],
  ['0110c853-1d09-52d8-d73e-1194e95b5f19', '0123456789abcdefghjkmnpqrs'],
  ['01890a5d-ac96-774b-bcce-b302099a8057', '01h455vb4pex5vsknk084sn02q'],
] as const;

const refusedAs = (code: string) =>
  expect.objectContaining({ faults: [expect.objectContaining({ pointer: '', code })] });

const prefixes = Object.keys(idPrefixes) as IdPrefix[];

describe('an id', () => {
  it.each(examples)('names %s as TypeID does', (uuid, suffix) => {
    const id = idFromUuid('cus', uuid);

    expect(id).toBe(`cus_${suffix}`);
    expect(uuidOf(id)).toBe(uuid);
  });

  it('is the same for a UUID in capitals and without dashes', () => {
    const id = idFromUuid('cus', '01890A5DAC96774BBCCEB302099A8057');

    expect(id).toBe('cus_01h455vb4pex5vsknk084sn02q');
  });

  it.each(['01890a5d-ac96-774b-bcce-b302099a805', '01890a5d-ac96-774b-bcce-b302099a80571f'])(
    'is not made of %s, which is no UUID',
    (text) => {
      const naming = () => idFromUuid('cus', text);

      expect(naming).toThrow(InvariantViolation);
    },
  );

  it('gives back the UUID that it was made of, reads as its own kind, and sorts like it', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.constantFrom(...prefixes), (one, other, prefix) => {
        const id = idFromUuid(prefix, one);

        expect(uuidOf(id)).toBe(one);
        expect(parseId(prefix, id)).toBe(id);
        expect(id < idFromUuid(prefix, other)).toBe(one < other);
      }),
    );
  });

  it.each([
    ['of another kind', 'prod_01h455vb4pex5vsknk084sn02q'],
    ['of a kind that starts alike', 'cust_01h455vb4pex5vsknk084sn02q'],
    ['without a prefix', '01h455vb4pex5vsknk084sn02q'],
    ['without a separator', 'cus01h455vb4pex5vsknk084sn02q'],
    ['with another separator', 'cus-01h455vb4pex5vsknk084sn02q'],
    ['in capitals', 'cus_01H455VB4PEX5VSKNK084SN02Q'],
    ['too short', 'cus_01h455vb4pex5vsknk084sn02'],
    ['too long', 'cus_01h455vb4pex5vsknk084sn02qq'],
    ['of more than 128 bits', 'cus_8zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['with a letter that reads like a digit', 'cus_01h455vb4pex5vsknk084sn0lo'],
    ['with a line break after it', 'cus_01h455vb4pex5vsknk084sn02q\n'],
    ['that is empty', ''],
  ])('is refused %s', (_, text) => {
    const parsing = () => parseId('cus', text);

    expect(parsing).toThrow(refusedAs('invalid_id'));
    expect(parsing).toThrow('It must be the id of one customer: "cus_" and 26 characters.');
  });

  it.each(['cus_1', 'xyz_01h455vb4pex5vsknk084sn02q', ''])(
    'says only how it is written, where no other kind is given: %j',
    (text) => {
      const detail = 'It must be the id of one customer: "cus_" and 26 characters.';

      expect(() => parseId('cus', text)).toThrow(
        expect.objectContaining({ faults: [{ pointer: '', code: 'invalid_id', detail }] }),
      );
    },
  );

  it('says what the id of another kind is of, whatever letter the kind begins with', () => {
    const parsing = () => parseId('ivt', 'key_01h455vb4pex5vsknk084sn02q');

    expect(parsing).toThrow(
      'the id of one invitation: "ivt_" and 26 characters. This is the id of one API key.',
    );
  });
});

describe('the lowest UUID of an instant', () => {
  it('carries the instant in front', () => {
    const uuid = lowestUuidAt(instantOf(0x0189_0a5d_ac96));

    expect(uuid).toBe('01890a5d-ac96-0000-0000-000000000000');
  });

  it('is not above an id made then, and above every id made before', () => {
    const madeAt = 0x0189_0a5d_ac96;
    const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

    expect(lowestUuidAt(instantOf(madeAt)) <= uuid).toBe(true);
    expect(lowestUuidAt(instantOf(madeAt + 1)) > uuid).toBe(true);
  });

  it.each([
    [-1, '00000000-0000-0000-0000-000000000000'],
    [2 ** 48, 'ffffffff-ffff-0000-0000-000000000000'],
  ])('is the outermost one that there is at %d, which no id can carry', (at, expected) => {
    const uuid = lowestUuidAt(instantOf(at));

    expect(uuid).toBe(expected);
  });
});

describe('an id of one kind', () => {
  it.each([
    ['cus_01h455vb4pex5vsknk084sn02q', true],
    ['prod_01h455vb4pex5vsknk084sn02q', false],
    ['key_01h455vb4pex5vsknk084sn02q', false],
    ['cus01h455vb4pex5vsknk084sn02q', false],
    ['cus_01h455vb4pex5vsknk084sn02', false],
    ['xcus_01h455vb4pex5vsknk084sn02q', false],
    ['cus_01H455VB4PEX5VSKNK084SN02Q', false],
    ['cus_', false],
    ['', false],
  ])('is told from other texts: %s', (text, isOne) => {
    expect(isId('cus', text)).toBe(isOne);
  });

  it('has no prefix that another kind has, and each names one thing', () => {
    const nouns = Object.values(idPrefixes);

    expect(new Set(nouns).size).toBe(nouns.length);
    expect(nouns.every((noun) => /^[a-zA-Z]+( [a-z]+)*$/.test(noun))).toBe(true);
    expect(prefixes.every((prefix) => /^[a-z]+$/.test(prefix))).toBe(true);
  });
});

describe('the neighbour of an id', () => {
  const id = idFromUuid('cus', '01890a5d-ac96-774b-bcce-b302099a80ff');

  it('is of the same kind, and the next number up or down', () => {
    expect(uuidOf(neighbourOf(id, 1))).toBe('01890a5d-ac96-774b-bcce-b302099a8100');
    expect(uuidOf(neighbourOf(id, -1))).toBe('01890a5d-ac96-774b-bcce-b302099a80fe');
    expect(neighbourOf(id, 1)).toMatch(/^cus_/);
  });

  it('of a low number keeps the zeros in front, and there is one of the last', () => {
    const low = idFromUuid('plan', '00000000-0000-0000-0000-00000000000f');
    const last = idFromUuid('plan', 'ffffffff-ffff-ffff-ffff-ffffffffffff');

    expect(uuidOf(neighbourOf(low, 1))).toBe('00000000-0000-0000-0000-000000000010');
    expect(uuidOf(neighbourOf(last, 1))).toBe('00000000-0000-0000-0000-000000000000');
  });

  it('has the id itself for its neighbour on the other side', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const one = idFromUuid('sub', uuid);

        expect(neighbourOf(neighbourOf(one, 1), -1)).toBe(one);
        expect(neighbourOf(one, 1) > one).toBe(true);
      }),
    );
  });
});

describe('the UUIDs that ids beginning so can have', () => {
  it.each([
    ['cus_', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['cus_01h4', '01890000-0000-0000-0000-000000000000', '01893fff-ffff-ffff-ffff-ffffffffffff'],
    ['01h4', '01890000-0000-0000-0000-000000000000', '01893fff-ffff-ffff-ffff-ffffffffffff'],
    [
      'cus_01h455vb4pex5vsknk084sn02q',
      '01890a5d-ac96-774b-bcce-b302099a8057',
      '01890a5d-ac96-774b-bcce-b302099a8057',
    ],
  ])('%s', (beginning, from, to) => {
    expect(uuidsBeginning(beginning)).toEqual({ from, to });
  });

  it('hold each id that begins so, and no other', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.nat({ max: 26 }), (one, other, length) => {
        const { from, to } = uuidsBeginning(idFromUuid('cus', one).slice(0, 4 + length));
        const beginsSo = idFromUuid('cus', other).startsWith(
          idFromUuid('cus', one).slice(0, 4 + length),
        );

        expect(from <= one && one <= to).toBe(true);
        expect(from <= other && other <= to).toBe(beginsSo);
      }),
    );
  });
});
