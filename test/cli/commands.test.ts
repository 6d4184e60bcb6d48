import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { asAdmin } from '../support/admin.ts';
import type { ListOf } from '../support/command-line.ts';
import { openCommandLine } from '../support/command-line.ts';
import { recordedEvents } from '../support/recorded-events.ts';

// The command line as an operator uses it: a process, what it writes, and what it ends with.

const { program, url, composition, json, founded } = openCommandLine();

const rfc3339 = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

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
    expect(first.out.split('\n')[0]).toMatch(/^id +name +mode +createdAt$/);
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
    const { code, out, err } = await program.command(['tenants', 'list', option, value]);

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
      page: { hasMore: false, nextCursor: null, prevCursor: null },
    });
  });

  test('invite prints a token that lets the person in, in the role that was named', async () => {
    const { tenant } = await founded();
    const email = 'grace@acme.example';
    const given = ['users', 'invite', '--tenant', tenant.id, '--email', email, '--role', 'USER'];

    const { code, out } = await program.command(given);
    const entered = await composition().useCases.authentication.acceptInvitation.execute(
      { requestId: 'cli' },
      { token: out.trim(), name: 'Grace', password: 'correct horse' },
    );

    expect(code).toBe(0);
    expect(entered.user).toMatchObject({ email, role: 'USER' });
    expect(entered.tenant.id).toBe(tenant.id);
  });

  test('invite makes a USER where nothing is said, and tells programs the invitation', async () => {
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
    const { tenant, user: ada } = await founded();
    const of = ['--tenant', tenant.id];
    const lin = ['--email', `lin-${ada.email}`, '--role', 'USER'];
    const issued = await json<{ token: string }>('users', 'invite', ...of, ...lin);
    const { user } = await composition().useCases.authentication.acceptInvitation.execute(
      { requestId: 'cli' },
      { token: issued.token, name: 'Lin', password: 'correct horse' },
    );

    const promoted = await program.command([
      'users',
      'set-role',
      user.id,
      ...of,
      '--role',
      'ADMIN',
    ]);
    const removed = await json('users', 'remove', user.id, ...of);

    expect(promoted).toMatchObject({ code: 0, out: `${user.email} is ADMIN now.\n` });
    expect(removed).toEqual({ removed: user.id });
    const events = await recordedEvents(url(), tenant.id);
    const operator = { kind: 'system', name: 'operator' };
    expect(events.slice(-2).map(({ actor }) => actor)).toEqual([operator, operator]);
  });

  test('remove refuses to leave a tenant without an ADMIN, as a conflict', async () => {
    const { tenant, user } = await founded();

    const refused = await program.command(['users', 'remove', user.id, '--tenant', tenant.id]);

    expect(refused).toMatchObject({ code: 6, out: '' });
    expect(refused.err).toContain('ADMIN');
  });

  test('of another tenant are not found', async () => {
    const [{ tenant }, { user }] = [await founded(), await founded()];

    const refused = await program.command(['users', 'remove', user.id, '--tenant', tenant.id]);

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

    expect(first.page).toEqual({
      hasMore: true,
      nextCursor: expect.any(String),
      prevCursor: null,
    });
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual([three.tenant.id, two.tenant.id, one.tenant.id]);
  });
});

test('openapi prints the document that is published, and needs no database', async () => {
  const path = new URL('../../docs/openapi.json', import.meta.url);

  const { code, out } = await program.run(['openapi'], { DATABASE_URL: '', ENCRYPTION_KEY: '' });

  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(await readFile(path, 'utf8')));
});

describe('usage import', () => {
  test('stores each line of a file, says what became of it, and may be done again', async () => {
    const { tenant } = await founded();
    const { useCases } = composition();
    const context = operatorContext(tenant.id, 'cli');
    const customer = { name: 'Globex', email: 'globex@customer.example', externalId: 'globex' };
    await useCases.customers.create.execute(context, customer);
    const event = (id: number) =>
      JSON.stringify({ id: String(id), type: 'call', customerExternalId: 'globex', data: {} });
    const lines = [...Array.from({ length: 600 }, (_, id) => event(id)), '', '{ broken', event(1)];
    const file = join(await mkdtemp(join(tmpdir(), 'usage-')), 'usage.ndjson');
    await writeFile(file, lines.join('\n'));
    const given = ['usage', 'import', file, '--tenant', tenant.id];

    const first = await program.command(given);
    const again = await program.command(['--json', ...given]);
    const nobodys = `ten_${'0'.repeat(26)}`;
    const nowhere = await program.command([...given.slice(0, 3), '--tenant', nobodys]);

    expect([first.code, first.out]).toEqual([
      3,
      'Line 602 is refused (invalid_event): It is not valid JSON in UTF-8.\n' +
        '602 events: 600 accepted, 1 duplicates, 1 refused.\n',
    ]);
    expect(JSON.parse(again.out)).toMatchObject({
      events: 602,
      accepted: 0,
      duplicates: 601,
      refused: 1,
      refusals: [{ line: 602, id: null, code: 'invalid_event' }],
    });
    expect(nowhere.code).toBe(5);
  });
});

test('usage cancel cancels each line of a file, and may be done again', async () => {
  const { tenant } = await founded();
  const { useCases } = composition();
  const context = operatorContext(tenant.id, 'cli');
  const customer = { name: 'Initech', email: 'in@customer.example', externalId: 'initech' };
  await useCases.customers.create.execute(context, customer);
  const events = ['a', 'b'].map((id) => ({ id, type: 'call', customerExternalId: 'initech' }));
  await useCases.usage.record.execute(context, { events });
  const lines = ['{"id":"a"}', '{"id":"b","source":"api"}', '{"id":"unknown"}', '{ broken'];
  const file = join(await mkdtemp(join(tmpdir(), 'usage-')), 'cancelled.ndjson');
  await writeFile(file, lines.join('\n'));
  const given = ['usage', 'cancel', file, '--tenant', tenant.id];

  const first = await program.command(given);
  const again = await program.command(['--json', ...given]);

  expect([first.code, first.out]).toEqual([
    3,
    'Line 3 is refused (unknown_event): There is no event of this source and id.\n' +
      'Line 4 is refused (invalid_event): It is not valid JSON in UTF-8.\n' +
      '4 events: 2 cancelled, 0 duplicates, 2 refused.\n',
  ]);
  const { refusals: _, ...counts } = JSON.parse(again.out) as { readonly refusals: unknown };
  expect(counts).toEqual({ events: 4, cancelled: 0, duplicates: 2, refused: 2 });
});

test('usage verify compares roll-ups with events, of a tenant and of all', async () => {
  const { tenant } = await founded();
  const { useCases } = composition();
  const context = operatorContext(tenant.id, 'cli');
  const customer = { name: 'Hooli', email: 'in@hooli.example', externalId: 'hooli' };
  await useCases.customers.create.execute(context, customer);
  const meter = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' } as const;
  await useCases.meters.create.execute(context, meter);
  const events = ['a', 'b'].map((id) => ({ id, type: 'call', customerExternalId: 'hooli' }));
  await useCases.usage.record.execute(context, { events });
  const { rollUp } = composition().operations.usage;
  while (!(await rollUp.execute(context, {})).isDone) continue;
  const given = ['usage', 'verify', '--tenant', tenant.id];

  const right = await program.command(given);
  const ofAll = await program.command(['usage', 'verify']);
  await asAdmin(url(), (client) =>
    client.query('delete from usage_events where tenant_id = $1', [uuidOf(tenant.id)]),
  );
  const wrong = await program.command(given);
  const asJson = await program.command(['--json', ...given]);
  const nowhere = await program.command([...given.slice(0, 3), `ten_${'0'.repeat(26)}`]);

  expect([right.code, right.out]).toEqual([
    0,
    `${tenant.id}  1 days of 2 events: all as rolled up\n`,
  ]);
  expect(ofAll.code).toBe(0);
  expect(ofAll.out).toContain(right.out);
  expect(wrong.code).toBe(3);
  expect(wrong.out).toMatch(
    /^ten_\w+ {2}without_events: count of call, the day of .+Z, of cus_\w+$/m,
  );
  expect(JSON.parse(asJson.out)).toMatchObject([
    { tenantId: tenant.id, days: 1, events: 0, faulty: 2, faults: [{ hours: 24 }, { hours: 1 }] },
  ]);
  expect(nowhere.code).toBe(5);
});

test('what a file says moves no cursor, and clears no screen', async () => {
  const { tenant } = await founded();
  const file = join(await mkdtemp(join(tmpdir(), 'usage-')), 'hostile.ndjson');
  await writeFile(file, JSON.stringify({ ['\u001b[2J\u009b31m\r']: 1 }));

  const { out } = await program.command(['usage', 'import', file, '--tenant', tenant.id]);

  expect(out).toContain('no field "\\u001b[2J\\u009b31m\\u000d"');
});
