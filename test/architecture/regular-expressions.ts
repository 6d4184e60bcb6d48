import { globSync, readFileSync } from 'node:fs';
import type { Module } from '@swc/core';
import { parseSync } from '@swc/core';

/** A regular expression in a source: as a literal, or as what `new RegExp` is given. */
export interface Expression {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

interface Node {
  readonly type?: string;
  readonly pattern?: string;
  readonly flags?: string;
  readonly callee?: { readonly value?: string };
  readonly arguments?: readonly unknown[];
}

const nodesIn = (tree: unknown): readonly Node[] => {
  if (tree === null || typeof tree !== 'object') return [];
  const within = Object.values(tree).flatMap(nodesIn);
  return Array.isArray(tree) ? within : [tree, ...within];
};

const parsed = (text: string): Module => parseSync(text, { syntax: 'typescript' });

/** The literals of a source text, and how often it builds an expression of parts instead. */
export const expressionsIn = (file: string, text: string) => {
  const nodes = nodesIn(parsed(text));
  const literals: readonly Expression[] = nodes
    .filter(({ type }) => type === 'RegExpLiteral')
    .map(({ pattern = '', flags = '' }) => ({ file, source: pattern, flags }));
  const built = nodes.filter(
    ({ type, callee }) =>
      (type === 'NewExpression' || type === 'CallExpression') && callee?.value === 'RegExp',
  );
  return { literals, builds: built.length };
};

/** Every source of ours that is there when we run. */
export const sources = (): readonly (readonly [string, string])[] => {
  const root = new URL('../../', import.meta.url).pathname;
  return globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.includes('/testing/'))
    .map((file) => [file, readFileSync(`${root}${file}`, 'utf8')] as const);
};
