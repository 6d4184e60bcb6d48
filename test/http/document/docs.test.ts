import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generatedDocs } from '../../../scripts/generated-docs.ts';
import { committedDocument } from '../../support/openapi.ts';

const generated = await generatedDocs();

test.each(Object.keys(generated))('%s is what the code says (else: npm run docs)', async (path) => {
  const committed = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

  expect(committed).toBe(generated[path]);
});

test('every reference in the OpenAPI document leads somewhere', () => {
  const text = JSON.stringify(committedDocument);
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);

  const lost = references.filter((path) => {
    const found = path
      .split('/')
      .reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        committedDocument,
      );
    return found === undefined;
  });

  expect(references.length).toBeGreaterThan(50);
  expect(lost).toEqual([]);
});

test('every operation has a name of its own, and every path parameter is declared', () => {
  const operations = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({
      path,
      ...(operation as unknown as {
        operationId: string;
        parameters: readonly { name: string; in: string }[];
      }),
    })),
  );

  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, parameters } of operations) {
    const written = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
    expect([path, declared]).toEqual([path, written]);
  }
});
