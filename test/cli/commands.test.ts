import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { asAdmin, rowsAsAdmin, urlOfDatabase } from '../support/admin.ts';
import { BillingProgram } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';
import { recordedEvents } from '../support/recorded-events.ts';

// The command line as an operator uses it: a process, what it writes, and what it ends with.

// Each test starts the program several times; on a busy machine that takes what it takes.
vi.setConfig({ testTimeout: 120_000 });

const fresh = freshDatabase();
const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url() }));
let composition: Composition;

beforeAll(async () => {
  composition = await compose({
    storage: { databaseUrl: fresh.url(), poolMax: 2 },
    encryptionKeys: [Buffer.from(program.encryptionKey, 'base64')],
  });
});
afterAll(() => composition.close());

const rfc3339 = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

let count = 0;
const founded = async () => {
  count += 1;
  const { signUp } = composition.useCases.entrance;
  return signUp.execute(
    { requestId: 'cli' },
    {
      tenantName: `Tenant ${count}`,
      name: 'Ada',
      email: `ada-${count}@acme.example`,
      password: 'correct horse',
    },
  );
};

interface ListOf<Item> {
  readonly data: readonly Item[];
  readonly page: { readonly hasMore: boolean; readonly nextCursor: string | null };
}

/** What a command prints for programs; it must have succeeded. */
const json = async <Printed>(...given: readonly string[]): Promise<Printed> => {
  const { code, out, err } = await program.run(['--json', ...given]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Printed;
};

describe('tenants list', () => {
  test('shows the tenants, newest first, a page at a time', async () => {
    const [one, two] = [(await founded()).tenant, (await founded()).tenant];

    const rows = await json<ListOf<object>>('tenants', 'list', '--limit', '2');
    const first = await program.run(['tenants', 'list', '--limit', '1']);
    const cursor = /More: --cursor (\S+)/.exec(first.out)?.[1] ?? '';
    const second = await json<ListOf<object>>(
      'tenants',
      'list',
      '--limit',
      '1',
      '--cursor',
      cursor,
    );

    const shown = (tenant: typeof one) => ({
      ...tenant,
      createdAt: new Date(tenant.createdAt).toISOString(),
      updatedAt: new Date(tenant.updatedAt).toISOString(),
    });
    expect(rows.data).toEqual([shown(two), shown(one)]);
    expect(first.out.split('\n')[0]).toMatch(/^id +name +createdAt$/);
    expect(first.out).toContain(two.id);
    expect(first.out).not.toContain(one.id);
    expect(second.data).toEqual([shown(one)]);
  });

  test.each([
    ['--limit', '0', 'A page has 1 to 100 entries.'],
    ['--limit', '101', 'A page has 1 to 100 entries.'],
    ['--limit', 'many', 'A page has 1 to 100 entries.'],
    ['--cursor', 'nonsense', 'The cursor is not one that this list gave out'],
  ])('is wrong usage with %s %s', async (option, value, told) => {
    const { code, out, err } = await program.run(['tenants', 'list', option, value]);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
  });
});

describe('users', () => {
  test('list shows the members of the tenant that is named, and of no other', async () => {
    const [{ tenant, user }] = [await founded(), await founded()];

    const rows = await json('users', 'list', '--tenant', tenant.id);

    const { id, name, email } = user;
    expect(rows).toEqual({
      data: [expect.objectContaining({ id, name, email, role: 'ADMIN', createdAt: rfc3339 })],
      page: { hasMore: false, nextCursor: null },
    });
  });

  test('invite prints a token that lets the person in, in the role that was named', async () => {
    const { tenant } = await founded();
    const email = 'grace@acme.example';
    const given = ['users', 'invite', '--tenant', tenant.id, '--email', email, '--role', 'USER'];

    const { code, out } = await program.run(given);
    const entered = await composition.useCases.entrance.acceptInvitation.execute(
      { requestId: 'cli' },
      { token: out.trim(), name: 'Grace', password: 'correct horse' },
    );

    expect(code).toBe(0);
    expect(entered.user).toMatchObject({ email, role: 'USER' });
    expect(entered.tenant.id).toBe(tenant.id);
  });

  test('invite makes a USER where nothing is said, and JSON has the invitation as the API has it', async () => {
    const { tenant } = await founded();

    const email = 'lin@acme.example';
    const issued = await json('users', 'invite', '--tenant', tenant.id, '--email', email);

    expect(issued).toMatchObject({
      token: expect.stringMatching(/^bit_/),
      invitation: {
        email: 'lin@acme.example',
        role: 'USER',
        createdAt: rfc3339,
        expiresAt: rfc3339,
      },
    });
  });

  test('set-role and remove change a member, and the audit entries say operator', async () => {
    const { tenant } = await founded();
    const of = ['--tenant', tenant.id];
    const lin = ['--email', `lin-${count}@acme.example`, '--role', 'USER'];
    const issued = await json<{ token: string }>('users', 'invite', ...of, ...lin);
    const { user } = await composition.useCases.entrance.acceptInvitation.execute(
      { requestId: 'cli' },
      { token: issued.token, name: 'Lin', password: 'correct horse' },
    );

    const promoted = await program.run(['users', 'set-role', user.id, ...of, '--role', 'ADMIN']);
    const removed = await json('users', 'remove', user.id, ...of);

    expect(promoted).toMatchObject({ code: 0, out: `${user.email} is ADMIN now.\n` });
    expect(removed).toEqual({ removed: user.id });
    const events = await recordedEvents(fresh.url(), tenant.id);
    const operator = { kind: 'system', name: 'operator' };
    expect(events.slice(-2).map(({ actor }) => actor)).toEqual([operator, operator]);
  });

  test('remove refuses to leave a tenant without an ADMIN, as a conflict', async () => {
    const { tenant, user } = await founded();

    const refused = await program.run(['users', 'remove', user.id, '--tenant', tenant.id]);

    expect(refused).toMatchObject({ code: 6, out: '' });
    expect(refused.err).toContain('ADMIN');
  });

  test('of another tenant are not found', async () => {
    const [{ tenant }, { user }] = [await founded(), await founded()];

    const refused = await program.run(['users', 'remove', user.id, '--tenant', tenant.id]);

    expect(refused).toMatchObject({ code: 5, out: '' });
  });
});

describe('a list that goes on', () => {
  test('tells programs the cursor, and goes on with it', async () => {
    const [one, two, three] = [await founded(), await founded(), await founded()];
    const list = (...more: readonly string[]): Promise<ListOf<{ readonly id: string }>> =>
      json('tenants', 'list', '--limit', '2', ...more);

    const first = await list();
    const second = await list('--cursor', first.page.nextCursor ?? '');

    expect(first.page).toEqual({ hasMore: true, nextCursor: expect.any(String) });
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual([three.tenant.id, two.tenant.id, one.tenant.id]);
  });
});

describe('what went wrong', () => {
  const nobody = 'ten_01jd4x7h2cf5prw8mzk0qv9tns';
  const member = 'usr_01jd4x7h2cf5prw8mzk0qv9tns';
  const away = { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' };

  test.each<[string, readonly string[], Record<string, string>, number, string, string]>([
    ['nothing to start in', ['tenants', 'list'], { PORT: 'x' }, 1, 'invalid_configuration', 'PORT'],
    ['an unknown command', ['fly'], {}, 2, 'wrong_usage', "unknown command 'fly'"],
    ['a limit in words', ['tenants', 'list', '--limit', 'many'], {}, 2, 'wrong_usage', '--limit'],
    ['a limit in exponents', ['outbox', 'dead', '--limit', '1e2'], {}, 2, 'wrong_usage', '1000'],
    ['no message', ['outbox', 'replay', 'x'], {}, 2, 'wrong_usage', 'A message has a UUID'],
    [
      'an e-mail of nobody',
      ['users', 'invite', '--email', 'x'],
      {},
      2,
      'invalid_request',
      'e-mail',
    ],
    ['an unknown tenant', ['users', 'list'], {}, 5, 'tenant_not_found', 'no such tenant'],
    [
      'an unknown tenant',
      ['users', 'invite', '--email', 'a@b.example'],
      {},
      5,
      'tenant_not_found',
      'no',
    ],
    ['an unknown tenant', ['users', 'remove', member], {}, 5, 'tenant_not_found', 'no such tenant'],
    ['an unknown tenant', ['audit', 'list'], {}, 5, 'tenant_not_found', 'no such tenant'],
    ['an unknown tenant', ['audit', 'verify'], {}, 5, 'tenant_not_found', 'no such tenant'],
    [
      'a message that is not dead',
      ['outbox', 'replay', '0198d4c2-0000-7000-8000-000000000000'],
      {},
      5,
      'message_not_found',
      '0 of 1 replayed',
    ],
    ['no database', ['tenants', 'list'], away, 8, 'database_unreachable', 'DATABASE_URL'],
    ['no database', ['migrate'], away, 8, 'database_unreachable', 'DATABASE_URL'],
    ['no database', ['serve'], away, 8, 'database_unreachable', 'DATABASE_URL'],
    ['no database', ['worker'], away, 8, 'database_unreachable', 'DATABASE_URL'],
  ])('%s: %j %j ends with %i and says %s', async (what, given, environment, ...expected) => {
    const [exitCode, code, told] = expected;
    const known = what === 'an e-mail of nobody' ? (await founded()).tenant.id : nobody;
    const needsTenant = /^(users|audit)$/.test(given[0] ?? '');
    const all = needsTenant ? [...given, '--tenant', known] : given;

    const [asJson, asText] = await Promise.all([
      program.run(['--json', ...all], environment),
      program.run(all, environment),
    ]);

    const failure = JSON.parse(asJson.err) as Record<string, unknown>;
    expect(asJson.err.trim().split('\n')).toHaveLength(1);
    expect(failure).toMatchObject({ code, exitCode, message: expect.stringContaining(told) });
    expect([asJson.code, asText.code, asJson.out]).toEqual([exitCode, exitCode, '']);
    expect(asText.err).toContain(told);
    expect(asText.err).not.toMatch(/select|insert|syntax|violates|relation|at .*:\d+:\d+/i);
  });

  test('a fresh database was never migrated, and is left so', async () => {
    const made = await rowsAsAdmin(fresh.url(), 'select current_database() as name');
    const name = `${(made[0] as { name: string }).name}_bare`;
    await asAdmin(fresh.url(), (client) => client.query(`create database ${name}`));
    const url = urlOfDatabase(fresh.url(), name);
    try {
      const listed = await program.run(['tenants', 'list'], { DATABASE_URL: url });
      const examined = await program.run(['doctor'], { DATABASE_URL: url });
      const tables = await rowsAsAdmin(
        url,
        "select from pg_class where relnamespace = 'public'::regnamespace",
      );

      expect(listed).toMatchObject({ code: 5, err: expect.stringContaining('never migrated') });
      expect(examined).toMatchObject({ code: 3, out: expect.stringContaining('never migrated') });
      expect(tables).toEqual([]);
    } finally {
      await asAdmin(fresh.url(), (client) => client.query(`drop database ${name} with (force)`));
    }
  });

  test('a database that is not there, and a login that it does not know, are named', async () => {
    const missing = urlOfDatabase(fresh.url(), 'no_such_database');
    const wrong = new URL(fresh.url());
    wrong.password = 'wrong';

    const [one, other] = [
      await program.run(['tenants', 'list'], { DATABASE_URL: missing }),
      await program.run(['tenants', 'list'], { DATABASE_URL: wrong.href }),
    ];

    expect(one).toMatchObject({ code: 1, err: expect.stringContaining('Make the database') });
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('user and password') });
  });
});

describe('a reader that has read enough', () => {
  test.each([[['openapi']], [['--json', 'audit', 'verify']]])(
    'is no failure of %j',
    async (given) => {
      await founded();
      const running = program.start(given);
      running.child.stdout?.destroy();

      const { code, err } = await running.ended;

      expect({ code, err }).toEqual({ code: 0, err: '' });
    },
  );
});

describe('a directory in which nothing was begun', () => {
  test.each<[readonly string[], number]>([
    [['doctor'], 3],
    [['tenants', 'list'], 5],
    [['users', 'list', '--tenant', 'ten_01jd4x7h2cf5prw8mzk0qv9tns'], 5],
    [['keys', 'list'], 5],
    [['keys', 'rotate'], 5],
    [['audit', 'verify'], 5],
    [['outbox', 'status'], 5],
    [['migrate', '--revert'], 5],
    [['openapi'], 0],
    [['--help'], 0],
  ])('is left as it was by %j', async (given, exitCode) => {
    const directory = await mkdtemp(join(tmpdir(), 'billing-nothing-'));
    const place = join(directory, 'data');
    const environment = { DATABASE_URL: '', ENCRYPTION_KEY: '', BILLING_DATA_DIR: place };

    const { code, out, err } = await program.run(given, environment);

    expect(code).toBe(exitCode);
    if (exitCode !== 0) expect(out + err).toContain(`There is nothing in ${place} yet`);
    expect(await readdir(directory)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});

test('openapi prints the document that is published, and needs no database', async () => {
  const path = new URL('../../docs/openapi.json', import.meta.url);

  const { code, out } = await program.run(['openapi'], { DATABASE_URL: '', ENCRYPTION_KEY: '' });

  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(await readFile(path, 'utf8')));
});

describe('doctor', () => {
  interface Report {
    readonly isWell: boolean;
    readonly findings: readonly { name: string; isGood: boolean; detail: string }[];
  }

  test('finds a good installation well', async () => {
    const report = await json<Report>('doctor');
    const { code, out } = await program.run(['doctor']);

    expect(report.isWell).toBe(true);
    expect(report.findings.map(({ name }) => name)).toEqual([
      'configuration',
      'database, schema, role and encryption key',
      'login',
      'readiness',
      'signing keys',
      'queues',
    ]);
    expect(code).toBe(0);
    // How far behind the queues are may have changed meanwhile.
    const told = report.findings.map(({ name, detail }) => `good  ${name}: ${detail}`);
    expect(out.trim().split('\n').slice(0, -1)).toEqual(told.slice(0, -1));
    expect(out).toContain('good  queues: outbox: ');
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['a configuration that cannot be read', { PORT: 'x' }, 'configuration', 'PORT must be'],
    [
      'a key that opens nothing',
      { ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') },
      'database, schema, role and encryption key',
      'No encryption key',
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' },
      'database, schema, role and encryption key',
      'The database of DATABASE_URL cannot be reached',
    ],
  ])('names %s, and ends with 3', async (_, environment, name, detail) => {
    const { code, out } = await program.run(['--json', 'doctor'], environment);

    const { isWell, findings } = JSON.parse(out) as Report;
    expect([code, isWell]).toEqual([3, false]);
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([
      { name, isGood: false, detail: expect.stringContaining(detail) },
    ]);
  });
});
