import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sqlFaults, sqlRules } from './sql-rules.ts';

const root = resolve(import.meta.dirname, '../..');

/** The statements that each rule must see, and nothing else of it. */
const planted: Readonly<Record<string, readonly string[]>> = {
  'no-ctid': [
    'const sweep = `delete from sessions where ctid = any ($1)`;',
    'const read = "select CTID from customers";',
  ],
  'no-modifying-cte': [
    '`with head as (update audit_chains set sequence = 1 returning sequence) select * from head`',
    '`with gone as materialized (\n  delete from plans returning id)\n select id from gone`',
  ],
  'instants-are-parameters': [
    '`update sessions set rotated_at = now() where tenant_id = $1`',
    '`update ${table} set a = $1,\n b = coalesce(b, clock_timestamp())`',
    '`insert into keys values ($1) on conflict (id) do update set x = $2\n  where keys.y <= now()`',
    '`update plans p set id = gen_random_uuid()`',
  ],
  'no-subselect-in-policy': [
    '`create policy tenant on plans using (tenant_id = (select current_tenant_id()))`',
    '`create policy own on tenants for select to billing_app\n  using (id in (select 1))`',
  ],
};

const permitted = [
  '`with scope as materialized (select set_config($1, $2, true)) select * from scope`',
  '`update sessions set rotated_at = $2 where tenant_id = $1`; const now = clock.now();',
  '`select * from sessions where expires_at < now()`',
  '// ctid, and `update plans set x = now()`, in a comment',
  '`create policy tenant on plans using (tenant_id = current_tenant_id())`',
  '`insert into a values ($1) on conflict (id) do nothing`; const b = `select now()`;',
];

describe('SQL that can be spread by tenant', () => {
  test('every adapter on PostgreSQL keeps to it', async () => {
    const paths = await Array.fromAsync(glob('src/infrastructure/typeorm/**/*.ts', { cwd: root }));

    const faults: string[] = [];
    for (const path of paths) {
      const text = await readFile(join(root, path), 'utf8');
      faults.push(...sqlFaults(text).map((fault) => `${path}:${fault}`));
    }

    expect(paths.length).toBeGreaterThan(40);
    expect(faults).toEqual([]);
  });

  test('each rule has a planted violation, and reports its own alone', () => {
    expect(Object.keys(planted)).toEqual(sqlRules.map(({ name }) => name));
    for (const [name, texts] of Object.entries(planted)) {
      for (const text of texts) expect([text, sqlFaults(text)]).toEqual([text, [`1: ${name}`]]);
    }
  });

  test.each(permitted)('and this is permitted: %s', (text) => {
    expect(sqlFaults(text)).toEqual([]);
  });
});
