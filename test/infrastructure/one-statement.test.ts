import { expect, test } from 'vitest';
import { allMigrations as migrations } from '#infrastructure/typeorm/schema/all-migrations.ts';

// A cluster that spreads the tables (Citus) takes one statement of this kind in one message.

const ddl = /^\s*(?:create|alter|drop|grant|revoke|do|comment|insert into|update)\b/gim;
const bodies = /\$\$[\s\S]*?\$\$/g;
const comments = /--[^\n]*/g;

/** How many statements that define or fill something a message holds, without function bodies. */
const definitionsIn = (message: string): number =>
  [...message.replaceAll(bodies, '$$').replaceAll(comments, '').matchAll(ddl)].length;

test('a migration sends each statement in a message of its own', async () => {
  const messages: string[] = [];
  for (const Migration of migrations) {
    const runner = { query: async (message: string) => void messages.push(message) };
    await new Migration().up(runner as never);
  }

  expect(messages.length).toBeGreaterThan(50);
  expect(messages.filter((message) => definitionsIn(message) !== 1)).toEqual([]);
});

test.each([
  ['create table a (id uuid);\n create table b (id uuid);', 2],
  ['create function f() returns void language plpgsql as $$\n begin\n drop table a;\n end $$', 1],
  ['-- create table c\n  grant select on a to b', 1],
  ['insert into a select 1;\n alter table a force row level security;', 2],
  ['update a set b = 1;\n update a set c = 2', 2],
])('or the check says so: %j', (message, expected) => {
  expect(definitionsIn(message)).toBe(expected);
});
