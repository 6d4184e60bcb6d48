import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { compose } from '#infrastructure/composition/compose.ts';
import { migrateFrom } from '#infrastructure/composition/migrations.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { storageContracts } from '../../src/testing/contracts/storage.contract.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';
import type { PgBouncer } from '../support/pgbouncer.ts';
import { pgBouncerVersion, startPgBouncer } from '../support/pgbouncer.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

// Behind a PgBouncer that hands each transaction to another of its few sessions, as
// docs/operations.md says how.

const fresh = freshDatabase();
const login = { name: `pooled_${randomBytes(4).toString('hex')}`, password: 'secret' };
const pool = { pool_mode: 'transaction' };
const asOwner = (text: string): Promise<unknown> =>
  asAdmin(fresh.url(), (client) => client.query(text));
const databaseOf = (): string => new URL(fresh.url()).pathname.slice(1);

/** The statements that a refusal told to run. */
const toldBy = (refusal: unknown): string =>
  String(refusal)
    .split('\n')
    .filter((line) => /^\s+(alter role|grant) .*;$/.test(line))
    .join('\n');

describe.skipIf(pgBouncerVersion === undefined)('PgBouncer', () => {
  let bouncer: PgBouncer;
  const url = (): string => bouncer.urlOf(databaseOf());
  const open = () => openDatabase({ url: url(), poolMax: 10, pooled: true });

  beforeAll(async () => {
    await asOwner(`create role ${login.name} login noinherit password '${login.password}'`);
    await asOwner(`grant billing_app to ${login.name}`);
    bouncer = await startPgBouncer(inject('adminUrl'), login, pool);
  });
  afterAll(async () => {
    await bouncer.stop();
    await asAdmin(inject('adminUrl'), (client) => client.query(`drop role ${login.name}`));
  });

  describe('before the login has its settings', () => {
    test('is told apart from PostgreSQL: what to set is said', async () => {
      const direct = { url: url(), poolMax: 1 };

      await expect(openDatabase(direct)).rejects.toThrow('set DATABASE_POOLER=on');
      await expect(migrate(url())).rejects.toThrow('set DATABASE_POOLER=on');
    });

    test('that drops what it does not know is told apart too', async () => {
      const dropping = await startPgBouncer(inject('adminUrl'), login, {
        ...pool,
        ignore_startup_parameters: 'options',
      });
      try {
        const direct = { url: dropping.urlOf(databaseOf()), poolMax: 1 };

        await expect(openDatabase(direct)).rejects.toThrow('set DATABASE_POOLER=on');
        await expect(migrate(direct.url)).rejects.toThrow('set DATABASE_POOLER=on');
      } finally {
        await dropping.stop();
      }
    });

    test('is refused with the statements that make the login fit', async () => {
      const refusal: unknown = await open().catch((error: unknown) => error);

      expect(toldBy(refusal)).toContain(`alter role ${login.name} set role = 'billing_app';`);
      expect(toldBy(refusal)).toContain('set statement_timeout');
    });

    test('migrates nothing', async () => {
      const environment = {
        DATABASE_URL: url(),
        DATABASE_POOLER: 'on',
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      };

      await expect(migrateFrom(environment, 'apply')).rejects.toThrow('through a pooler');
      await expect(migrateFrom(environment, 'revert')).rejects.toThrow('through a pooler');
    });
  });

  describe('with the settings that the refusal told', () => {
    let database: Database;
    beforeAll(async () => {
      const refusal: unknown = await open().catch((error: unknown) => error);
      await asOwner(toldBy(refusal));
      await bouncer.stop();
      bouncer = await startPgBouncer(inject('adminUrl'), login, pool);
      database = await open();
    });
    afterAll(() => database.close());

    test('serves: a tenant is founded, and the queues are worked', async () => {
      const storage = { databaseUrl: url(), poolMax: 10, pooled: true };
      const { useCases, operations, close } = await compose({ storage });
      try {
        const { tenant } = await useCases.authentication.signUp.execute(
          { requestId: 'first' },
          { tenantName: 'Acme', name: 'Ada', email: 'ada@acme.test', password: 'correct horse' },
        );

        expect(tenant.name).toBe('Acme');
        const states = await operations.events.positions.states(['webhooks']);
        const queues = await operations.jobs.states();
        expect(queues.length).toBeGreaterThan(3);
        expect([...states, ...queues].filter(({ dead }) => dead !== 0)).toEqual([]);
      } finally {
        await close();
      }
    });

    storageContracts('PgBouncer', () => openPostgresStorage(database));
  });
});
