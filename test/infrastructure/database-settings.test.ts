import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import { EmailTaken } from '#domain/identity/errors.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { examine } from '#infrastructure/composition/doctor.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { emptyDatabase, freshDatabase, settle, unsettle } from '../support/database.ts';
import { alteredSettings, turkish } from '../support/elsewhere.ts';

// The locale of a database is not ours to choose, and must not decide who is who.

const inTurkey = emptyDatabase(turkish);
const inLatin1 = emptyDatabase(
  "locale_provider libc encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'",
);

const composed = async <Result>(
  url: string,
  work: (composition: Composition) => Promise<Result>,
): Promise<Result> => {
  const composition = await compose({ storage: { databaseUrl: url, poolMax: 2 } });
  try {
    return await work(composition);
  } finally {
    await composition.close();
  }
};

const account = { tenantName: 'Acme', name: 'Ada', password: 'correct horse' };
const request = { requestId: 'settings' };

describe('where I in lower case is no i', () => {
  test('one address is one account, however it is written', () =>
    composed(inTurkey.url(), async ({ useCases: { authentication } }) => {
      const caller = { requestId: 'in', address: '127.0.0.1', userAgent: null };
      await authentication.signUp.execute(caller, { ...account, email: 'INFO@X.test' });

      const again = authentication.signUp.execute(caller, { ...account, email: 'info@x.test' });
      await expect(again).rejects.toThrow(EmailTaken);
      const entered = await authentication.signIn.execute(caller, {
        email: 'Info@x.TEST',
        password: account.password,
      });
      expect(entered.user.email).toBe('INFO@X.test');
    }));

  test('one address is one customer, found in any case', () =>
    composed(inTurkey.url(), async ({ useCases: { authentication, customers } }) => {
      const founded = await authentication.signUp.execute(request, {
        ...account,
        email: 'i@acme.test',
      });
      const { tenant, user } = founded;
      const member = { tenantId: tenant.id, userId: user.id, role: user.role };
      const context = contextOfMember(request, member, null);
      await customers.create.execute(context, { name: 'IDIL', email: 'INFO@IDIL.test' });

      const again = customers.create.execute(context, { name: 'Idil', email: 'info@idil.test' });
      await expect(again).rejects.toThrow(CustomerEmailTaken);
      const filters = [{ email: 'Info@Idil.TEST' }, { search: 'idil' }, { search: 'INFO' }];
      for (const filter of filters) {
        const found = await customers.list.execute(context, filter);
        expect(found.data.map(({ name }) => name)).toEqual(['IDIL']);
      }
    }));
});

describe('a database that was told otherwise', () => {
  const fresh = freshDatabase();

  test.each(Object.entries(alteredSettings))(
    'by %s = %s serves as any other',
    async (name, value) => {
      await settle(fresh.url(), { [name]: value });
      try {
        await composed(fresh.url(), async ({ useCases: { authentication, audit } }) => {
          const email = `${randomBytes(6).toString('hex')}@acme.test`;
          const began = Date.now();
          const { tenant, user } = await authentication.signUp.execute(request, {
            ...account,
            email,
          });
          const member = { tenantId: tenant.id, userId: user.id, role: user.role };
          const context = contextOfMember(request, member, null);
          const { data } = await audit.list.execute(context, {});
          const { isIntact } = await audit.verify.execute(context, {});

          expect(isIntact).toBe(true);
          expect(data.length).toBeGreaterThan(0);
          for (const { createdAt } of data) {
            expect(createdAt).toBeGreaterThan(began - 60_000);
            expect(createdAt).toBeLessThan(Date.now() + 60_000);
          }
        });
      } finally {
        await unsettle(fresh.url());
      }
    },
  );

  test('keeps its settings from a transaction of ours, whose own are these', async () => {
    await settle(fresh.url(), alteredSettings);
    const database = await openDatabase({ url: fresh.url(), poolMax: 1 });
    try {
      const { rows } = await database.pool.query(`select current_setting('DateStyle') as dates,
        current_setting('transaction_isolation') as isolation, current_setting('TimeZone') as zone,
        current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle,
        coalesce(current_setting('transaction_timeout', true), '0') as whole`);

      expect(rows).toEqual([
        {
          dates: 'ISO, MDY',
          isolation: 'read committed',
          zone: 'UTC',
          statement: '30s',
          lock: '10s',
          idle: '1min',
          whole: '0',
        },
      ]);
    } finally {
      await database.close();
      await unsettle(fresh.url());
    }
  });

  test('ends no transaction of ours that takes its time', async () => {
    await settle(fresh.url(), { transaction_timeout: '100' });
    const database = await openDatabase({ url: fresh.url(), poolMax: 1 });
    try {
      const client = await database.pool.connect();
      try {
        await client.query('begin');
        await client.query('select pg_sleep(0.3)');

        expect((await client.query('commit')).command).toBe('COMMIT');
      } finally {
        client.release();
      }
    } finally {
      await database.close();
      await unsettle(fresh.url());
    }
  });

  test('options in the URL are kept, but for those that we rely on', async () => {
    const url = new URL(fresh.url());
    url.searchParams.set('options', '-c work_mem=5MB -c role=none -c TimeZone=Asia/Tokyo');
    const database = await openDatabase({ url: url.href, poolMax: 1 });
    const { rows } = await database.pool.query(`select current_user as role,
      current_setting('work_mem') as memory, current_setting('TimeZone') as zone`);
    await database.close();

    expect(rows).toEqual([{ role: 'billing_app', memory: '5MB', zone: 'UTC' }]);
  });
});

describe('a database that cannot serve', () => {
  const replica = freshDatabase();

  test.each([
    ['keeps no UTF-8', () => inLatin1.url(), {}, 'LATIN1', "encoding 'UTF8' template template0"],
    [
      'checks no foreign keys',
      () => replica.url(),
      { session_replication_role: 'replica' },
      'session_replication_role is replica',
      'reset session_replication_role',
    ],
  ])('since it %s is refused, and the doctor says why', async (_what, url, set, fault, remedy) => {
    await settle(url(), set);

    const migrating = migrate(url());
    await expect(migrating).rejects.toThrow(fault);
    await expect(migrating).rejects.toThrow(remedy);
    const findings = await examine({
      DATABASE_URL: url(),
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    });
    expect(findings.filter(({ isGood }) => !isGood).map(({ detail }) => detail)).toEqual([
      expect.stringContaining(remedy),
    ]);
  });
});
