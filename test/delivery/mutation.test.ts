import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { strykerPlugins } from '../../scripts/mutation/sentences.ts';
import config from '../../scripts/mutation/vitest.config.ts';

const { include = [], exclude = [] } = config.test ?? {};
const left = new Set(globSync(exclude));
const files = globSync(include).filter((file) => !left.has(file));

/** The file and all of `test` that it reaches. */
const reachedFrom = (file: string, known = new Set<string>()): ReadonlySet<string> => {
  if (known.has(file) || !existsSync(file)) return known;
  known.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/ from '(?<path>\.[^']+)'/g)) {
    reachedFrom(normalize(join(dirname(file), path)), known);
  }
  return known;
};

describe('the tests that mutants are run against', () => {
  test('are those of the domain, its laws and its conformance, but for some that there are', () => {
    expect(files).toContain('test/domain/shared/money.test.ts');
    expect(files).toContain('test/properties/money.property.test.ts');
    expect(files).toContain('test/conformance/usage.test.ts');
    expect(exclude.filter((pattern) => globSync(pattern).length === 0)).toEqual([]);
  });

  test('need no database', () => {
    const needing = files.filter((file) => reachedFrom(file).has('test/support/database.ts'));

    expect(needing).toEqual([]);
    expect(reachedFrom('test/conformance/usage-bounds.test.ts')).toContain(
      'test/support/database.ts',
    );
  });
});

describe('a text', () => {
  const [plugin] = strykerPlugins;
  const text = { type: 'StringLiteral' };
  const sum = { type: 'BinaryExpression' };
  /** The path of `own`, in a call that has `given` as its argument of that place. */
  const call = (name: string, place: number, given: object = text, own: object = text) => {
    const before = Array.from({ length: place }, () => ({ type: 'Other' }));
    const callee = { type: 'Identifier', name };
    return { node: own, parent: { type: 'CallExpression', callee, arguments: [...before, given] } };
  };
  const isIgnored = (path: object) => plugin?.value.shouldIgnore(path as never) !== undefined;

  test.each([
    ['of an invariant', call('invariant', 1)],
    ['of a refusal', call('refusal', 2)],
    [
      'of a fault',
      {
        node: text,
        parent: {
          type: 'CallExpression',
          callee: { type: 'MemberExpression', property: { type: 'Identifier', name: 'because' } },
          arguments: [{ type: 'Other' }, text],
        },
      },
    ],
    [
      'that is called detail',
      {
        node: text,
        parent: { type: 'VariableDeclarator', id: { type: 'Identifier', name: 'detail' } },
      },
    ],
    [
      'under detail',
      {
        node: text,
        parent: { type: 'ObjectProperty', key: { type: 'Identifier', name: 'detail' } },
      },
    ],
    [
      'that an error is made of',
      {
        node: text,
        parent: { type: 'CallExpression', callee: { type: 'Super' }, arguments: [text] },
      },
    ],
    [
      'that is a part of one',
      { node: text, parent: sum, parentPath: call('invariant', 1, sum, sum) },
    ],
  ])('%s is a sentence, and no mutant', (_name, path) => {
    expect(isIgnored(path)).toBe(true);
  });

  test.each([
    ['that is a code', call('refusal', 1)],
    ['of another call', call('parseText', 1)],
    ['within what a call is given', call('invariant', 1, { type: 'Other' })],
    [
      'under code',
      { node: text, parent: { type: 'ObjectProperty', key: { type: 'Identifier', name: 'code' } } },
    ],
    [
      'called otherwise',
      {
        node: text,
        parent: { type: 'VariableDeclarator', id: { type: 'Identifier', name: 'prefix' } },
      },
    ],
    [
      'that is a part of a code',
      { node: text, parent: sum, parentPath: call('refusal', 1, sum, sum) },
    ],
    ['that is none', { ...call('invariant', 1), node: { type: 'NumericLiteral' } }],
  ])('%s is a mutant', (_name, path) => {
    expect(isIgnored(path)).toBe(false);
  });
});
