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
