import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseText } from '#domain/shared/text.ts';
import { germanRefusals } from '../../panel/texts/german-problems.ts';
import { faultText, loadProblemWords, refusalText } from '../../panel/texts/problem-words.ts';

afterEach(() => loadProblemWords('en'));

describe('a refusal of the server', () => {
  const taken = { code: 'plan_code_taken', detail: 'Another plan has this code.' };

  test('is shown in the language of the reader', async () => {
    expect(refusalText(taken)).toBe('Another plan has this code.');

    await loadProblemWords('de');

    expect(refusalText(taken)).toMatch(/^Ein anderer Tarif/u);
  });

  test('stays as the server says it where there are no words for it', async () => {
    await loadProblemWords('de');

    expect(refusalText({ code: 'unheard_of', detail: 'So it is.' })).toBe('So it is.');
  });

  test('has a code that the server knows', async () => {
    const list = await readFile(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
    const known = new Set([...list.matchAll(/^\| `([a-z_]+)`/gmu)].map(([, code]) => code));

    expect(Object.keys(germanRefusals).filter((code) => !known.has(code))).toEqual([]);
  });
});

describe('a fault of a field', () => {
  test('keeps the numbers of the server', async () => {
    await loadProblemWords('de');

    expect(faultText(faultOf(() => parseText('x'.repeat(9), 5)))).toBe('Höchstens 5 Zeichen.');
  });

  test('stays as the server says it where that has other numbers', async () => {
    await loadProblemWords('de');
    const fault = { code: 'out_of_range', detail: 'It is 7 at most.' };

    expect(faultText(fault)).toBe('It is 7 at most.');
  });
});

const faultOf = (refused: () => unknown) => {
  try {
    refused();
  } catch (error) {
    if (error instanceof InvalidValue && error.faults[0] !== undefined) return error.faults[0];
  }
  throw new Error('Nothing was refused.');
};
