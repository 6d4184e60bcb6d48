import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandsOf, idleProgram } from '../support/idle-program.ts';
import { committedDocument } from '../support/openapi.ts';
import type { Known } from './documents.ts';
import { documentsOf, faultsOf } from './documents.ts';

// Commands, addresses and files that a document tells people of must be there.

const root = resolve(import.meta.dirname, '../..');

const scriptsIn = (folder: string): readonly string[] => {
  const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { scripts: object }).scripts);
};

const known: Known = {
  scripts: { '': scriptsIn('.'), bench: scriptsIn('bench') },
  commands: commandsOf(idleProgram()),
  operations: Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  ),
};

const documents = documentsOf(root);

test.each(documents.map(({ path }) => path))('%s names nothing that is not there', (path) => {
  const document = documents.find((each) => each.path === path);

  expect(document && faultsOf(document, known, root)).toEqual([]);
});

test('docs/operations.md has every command in its table, and no other', () => {
  const { text = '' } = documents.find(({ path }) => path === 'docs/operations.md') ?? {};
  const [, table = ''] =
    /## The command line\n[^]*?\| command [^]*?---\|\n([^]*?)\n\n/.exec(text) ?? [];

  const named = table.split('\n').flatMap((row) => {
    const [, cell = ''] = row.split(/(?<!\\)\|/);
    const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const [group = '', command] = first.replaceAll(/ ?\[.*/g, '').split(' ');
    if (command === undefined) return [group];
    return [command, ...others].map((name) => `${group} ${name}`);
  });

  expect(named.toSorted()).toEqual(known.commands.toSorted());
});

describe('a planted document', () => {
  test.each([
    ['npm run fly', 'no such script: npm run fly'],
    ['npm run bench:fly-by', 'no such script: npm run bench:fly-by'],
    ['Run `npm run --silent fly -- x`.', 'no such script: npm run --silent fly'],
    ['Then `billing outbox dead` shows it.', 'no such command: billing outbox dead'],
    ['```sh\nbilling tenants fly --now\n```', 'no such command: billing tenants fly --now'],
    ['npm run billing -- audit fly', 'no such command: billing audit fly'],
    ['`POST /v1/customers/cus_1/fly`', 'no such operation: POST /v1/customers/cus_1/fly'],
    ['see [it](docs/fly.md)', 'broken link: docs/fly.md'],
    ['see [it](docs/operations.md#fly)', 'broken link: docs/operations.md#fly'],
    ['It is in `typeorm/customers/fly.ts`.', 'no such file: typeorm/customers/fly.ts'],
    ['**`ustomer.ts`** decides', 'no such file: ustomer.ts'],
  ])('is found out: %j', (text, fault) => {
    expect(faultsOf({ path: 'README.md', text }, known, root)).toEqual([fault]);
  });

  test.each([
    'npm run migrate, `npm run billing -- tenants list`, `billing audit verify --tenant ten_…`',
    '`GET /v1/customers/{customerId}`, `PATCH /v1/customers/cus_…`',
    'cd bench && npm run bench:flat',
    '`src/main.ts`, `customers/customer.ts` and `vitest.config.ts`',
    'create database billing owner billing_owner; see [it](docs/operations.md#roles)',
  ])('that is right is left alone: %j', (text) => {
    expect(faultsOf({ path: 'README.md', text }, known, root)).toEqual([]);
  });
});
