import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asAdmin, rowsAsAdmin, urlOfDatabase } from '../support/admin.ts';
import { openCommandLine } from '../support/command-line.ts';

// The command line says when something is wrong, and ends with a code, for people and programs.

const { program, url: databaseUrl, founded } = openCommandLine();

describe('what went wrong', () => {
  const nobody = 'ten_01jd4x7h2cf5prw8mzk0qv9tns';
  const member = 'usr_01jd4x7h2cf5prw8mzk0qv9tns';
  const away = { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' };

  test.each<[string, readonly string[], Record<string, string>, number, string, string]>([
    ['nothing to start in', ['tenants', 'list'], { PORT: 'x' }, 1, 'invalid_configuration', 'PORT'],
    ['an unknown command', ['fly'], {}, 2, 'wrong_usage', "unknown command 'fly'"],
    ['a limit in words', ['tenants', 'list', '--limit', 'many'], {}, 2, 'wrong_usage', '--limit'],
    ['a limit in exponents', ['jobs', 'dead', '--limit', '1e2'], {}, 2, 'wrong_usage', '1000'],
    ['no job', ['jobs', 'replay', 'x'], {}, 2, 'wrong_usage', 'A job has a UUID'],
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
      'a job that is not dead',
      ['jobs', 'replay', '0198d4c2-0000-7000-8000-000000000000'],
      {},
      5,
      'nothing_to_replay',
      '0 of 1 replayed',
    ],
    [
      'a subject that is not dead',
      ['events', 'replay', '--subscriber', 'webhooks', 'cus_nobody'],
      {},
      5,
      'nothing_to_replay',
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
    const goesOn = /^(serve|worker)$/.test(given[0] ?? '');
    const all = needsTenant ? [...given, '--tenant', known] : given;

    const [asJson, asText] = await Promise.all([
      program.run(['--json', ...all], environment),
      goesOn ? program.run(all, environment) : program.command(all, environment),
    ]);

    const failure = JSON.parse(asJson.err) as Record<string, unknown>;
    expect(asJson.err.trim().split('\n')).toHaveLength(1);
    expect(failure).toMatchObject({ code, exitCode, message: expect.stringContaining(told) });
    expect([asJson.code, asText.code, asJson.out]).toEqual([exitCode, exitCode, '']);
    expect(asText.err).toContain(told);
    expect(asText.err).not.toMatch(/select|insert|syntax|violates|relation|at .*:\d+:\d+/i);
  });

  test('a fresh database was never migrated, and is left so', async () => {
    const made = await rowsAsAdmin(databaseUrl(), 'select current_database() as name');
    const name = `${(made[0] as { name: string }).name}_bare`;
    await asAdmin(databaseUrl(), (client) => client.query(`create database ${name}`));
    const url = urlOfDatabase(databaseUrl(), name);
    try {
      const listed = await program.command(['tenants', 'list'], { DATABASE_URL: url });
      const examined = await program.run(['doctor'], { DATABASE_URL: url });
      const tables = await rowsAsAdmin(
        url,
        "select from pg_class where relnamespace = 'public'::regnamespace",
      );

      expect(listed).toMatchObject({ code: 1, err: expect.stringContaining('npm run migrate') });
      expect(examined).toMatchObject({ code: 3, out: expect.stringContaining('npm run migrate') });
      expect(tables).toEqual([]);
    } finally {
      await asAdmin(databaseUrl(), (client) => client.query(`drop database ${name} with (force)`));
    }
  });

  test('a database that is not there, and a login that it does not know, are named', async () => {
    const missing = urlOfDatabase(databaseUrl(), 'no_such_database');
    const wrong = new URL(databaseUrl());
    wrong.password = 'wrong';

    const [one, other] = [
      await program.command(['tenants', 'list'], { DATABASE_URL: missing }),
      await program.command(['tenants', 'list'], { DATABASE_URL: wrong.href }),
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
    [['events', 'status'], 5],
    [['jobs', 'status'], 5],
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
