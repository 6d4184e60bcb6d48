import { expect, test } from 'vitest';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';

// As a release wrote it that called the kind by its first name.
const stored =
  '{"refusal":{"kind":"stale","code":"version_mismatch","message":"It was changed.","details":{}}}';

test('a refusal that an earlier release stored is read with the kind of today', () => {
  expect(outcomeIn(stored)).toEqual({
    refusal: {
      kind: 'preconditionFailed',
      code: 'version_mismatch',
      message: 'It was changed.',
      details: {},
    },
  });
});

test('a refusal is stored as an earlier release reads it', () => {
  expect(outcomeText(outcomeIn(stored))).toBe(stored);
});

test('a result that only looks like a kind stays what it is', () => {
  const result = { result: { kind: 'stale' } };

  expect(outcomeIn(outcomeText(result))).toEqual(result);
});
