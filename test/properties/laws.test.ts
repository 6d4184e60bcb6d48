import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLaw, lawsOf } from '../support/laws.ts';

describe('a law that does not hold', () => {
  /** Plays it, and gives what it says and how many cases it took. */
  const broken = (given: Parameters<typeof checkLaw>[2] = {}) => {
    let cases = 0;
    const below = fc.property(fc.nat(), (value) => {
      cases += 1;
      expect(value).toBeLessThan(1000);
    });
    try {
      checkLaw(below, 500, given);
    } catch (error) {
      return { said: String(error), cases };
    }
    throw new Error('It was to fail.');
  };

  test('says its smallest case, and the command that tries it again', () => {
    const { said, cases } = broken();
    const [, seed = '', path = ''] = /LAW_SEED=(-?\d+) LAW_PATH=([\d:]+) /.exec(said) ?? [];
    const command =
      "npx vitest run test/properties/laws.test.ts -t 'says its smallest case, and the command";

    expect(said).toContain('Counterexample: [1000]');
    expect(said).toContain(command);
    expect(cases).toBeGreaterThan(1);
    expect(broken({ LAW_SEED: seed, LAW_PATH: path }).cases).toBe(1);
    expect(broken({ LAW_SEED: seed }).said).toContain(`LAW_PATH=${path} `);
  });

  test('is named among those that are tried together', () => {
    const laws = lawsOf<number>({
      'it is positive': (value) => expect(value).toBeGreaterThan(0),
      'it is even': (value) => expect(value % 2).toBe(0),
    });

    laws(2);
    expect(() => laws(3)).toThrow(/^Not so: it is even\. /);
  });
});
