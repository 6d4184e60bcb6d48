import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { watchStatements } from '../support/watched-statements.ts';
import { tablesInUse } from './schema-catalog.ts';

// The first fence in every statement there is: all contracts run once more, with each statement
// written down, and those on tenant data must name their tenant once for every table.

const fresh = freshDatabase();
const statements = new Set<string>();
watchStatements(({ text }) => statements.add(text));
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

storageContracts('PostgreSQL, watched', () => openPostgresStorage(database));

// Who signs in sees their own places, in all tenants; who delivers events, in which there is news;
// who bills, in which something is due; who rolls usage up or watches it, in which some came; who
// sweeps, what is over.
const acrossTenants = [
  'from user_tenants p',
  "set_config('app.purpose', 'deliver'",
  "set_config('app.purpose', 'bill'",
  "set_config('app.purpose', 'roll_up'",
  "set_config('app.purpose', 'watch_usage'",
  'where expires_at < $1 limit 10000)',
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Join Filter'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface PlanRow {
  readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
}

const byTenantAlone = /^\((?:\w+\.)?tenant_id = [^()]+(?:\(\))?\)$/;

const scansIn = (node: PlanNode): readonly PlanNode[] => [
  ...(node['Relation Name'] === undefined ? [] : [node]),
  ...(node.Plans ?? []).flatMap(scansIn),
];

/** The tables that a part of a plan reads, where it reads all rows of a tenant in each. */
const readWhole = (node: PlanNode): readonly string[] => {
  const scans = scansIn(node);
  const isWhole = scans.every(
    ({ Filter: filter, 'Index Cond': condition = '' }) =>
      filter === undefined && byTenantAlone.test(condition),
  );
  return isWhole ? scans.flatMap(({ 'Relation Name': table = '' }) => table) : [];
};

// A tenant has few rows in these, or one, however long it is there.
const few = ['audit_chains', 'number_series', 'plans', 'usage_heads'];

const manyIn = (node: PlanNode) => readWhole(node).filter((table) => !few.includes(table));

/** The pairs of tables of which a plan compares each row of a tenant with each. */
const multiplied = (node: PlanNode): readonly string[] => {
  const [outer, inner] = node.Plans ?? [];
  const isProduct = node['Node Type'] === 'Nested Loop' && node['Join Filter'] !== undefined;
  const pairs =
    isProduct && outer !== undefined && inner !== undefined
      ? manyIn(outer).flatMap((one) => manyIn(inner).map((other) => `${one} × ${other}`))
      : [];
  return [...pairs, ...(node.Plans ?? []).flatMap(multiplied)];
};

const tenantNamed = [
  /tenant_id"?\s*(?:=|in)\s*\(?\s*(?:\$\d|scope\.tenant_id)/gi,
  /into\s+"?\w+"?\s*\(\s*"?tenant_id/gi,
];

/** The tables that a statement touches beyond those it names a tenant for. */
const unfenced = (statement: string, tables: readonly string[]): readonly string[] => {
  const touched = tables.flatMap((table) => {
    const mention = new RegExp(`(?:from|join|into|update)\\s+"?${table}"?(?![\\w"])`, 'gi');
    return [...statement.matchAll(mention)].map(() => table);
  });
  const named = tenantNamed.flatMap((pattern) => [...statement.matchAll(pattern)]);
  return touched.slice(named.length);
};

// PostgreSQL plans by statistics, which may be of a time when a tenant had one row in each table:
// then any order of a join looks as good. Without its other means it shows what it may choose then.
const forgetRows = `update pg_class set reltuples = 1, relpages = greatest(relpages, 1)
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`;
const forgetValues = `delete from pg_statistic s using pg_class c
  where c.oid = s.starelid and c.relnamespace = 'public'::regnamespace`;
const asOfOneRow = ['hashjoin', 'mergejoin', 'seqscan', 'bitmapscan'];

describe('every statement of a tenant, by statistics of a time with few rows,', () => {
  const productsOf = async (texts: Iterable<string>): Promise<readonly string[]> =>
    asAdmin(fresh.url(), async (client) => {
      for (const means of asOfOneRow) await client.query(`set enable_${means} = off`);
      await client.query('analyze');
      await client.query(forgetRows);
      await client.query(forgetValues);
      const found: string[] = [];
      for (const text of texts) {
        if (!/^\s*(?:select|with|update|delete|insert)\b/i.test(text)) continue;
        const { rows } = await client.query<PlanRow>(`explain (generic_plan, format json) ${text}`);
        const pairs = rows.flatMap((row) =>
          row['QUERY PLAN'].flatMap(({ Plan }) => multiplied(Plan)),
        );
        found.push(
          ...pairs.filter((pair) => !few.includes(pair)).map((pair) => `${pair}: ${text}`),
        );
      }
      return found;
    });

  test('compares no two tables row by row', async () => {
    expect(await productsOf(statements)).toEqual([]);
  });

  test('or the check says so', async () => {
    const bad = `select 1 from unnest($2::text[]) as r (id)
      join usage_keys k on k.tenant_id = $1::uuid and k.event_id = r.id
      join usage_events e on e.tenant_id = $1 and e.position = k.position`;

    expect(await productsOf([bad])).not.toEqual([]);
  });
});

describe('every statement on tenant data', () => {
  test('names its tenant', async () => {
    const tables = await asAdmin(fresh.url(), tablesInUse);
    const names = tables.map(({ name }) => name);

    const seen = [...statements].filter(
      (statement) => !acrossTenants.some((door) => statement.includes(door)),
    );
    const faults = seen.filter((statement) => unfenced(statement, names).length > 0);

    expect(seen.length).toBeGreaterThan(30);
    expect(faults).toEqual([]);
  });

  test.each([
    ['select * from customers c where c.id = $1', ['customers']],
    ['DELETE FROM "sessions" WHERE "user_id" = $1', ['sessions']],
    ['select 1 from plans p join products q on true where p.tenant_id = $1', ['products']],
    ['insert into plans (id) values ($1)', ['plans']],
    ['select 1 from customers c where c.tenant_id = scope.tenant_id', []],
    ['INSERT INTO "customers"("tenant_id", "id") VALUES ($1, $2)', []],
  ])('or the check says so: %s', (statement, expected) => {
    expect(unfenced(statement, ['customers', 'sessions', 'plans', 'products'])).toEqual(expected);
  });
});
