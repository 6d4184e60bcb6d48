import { expect, test } from 'vitest';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Running } from '../support/billing-program.ts';
import { openCommandLine } from '../support/command-line.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { until } from '../support/until.ts';

// An installation that takes no sign-up, from its first start on.

const { program, url, json } = openCommandLine();

interface Made {
  readonly tenant: { readonly id: TenantId; readonly name: string };
  readonly invitation: { readonly email: string; readonly role: string };
  readonly token: string;
}

const advice = 'There is no tenant, and SIGNUP is closed';

// Lines of the log are written together, a moment after the banner; this one is behind the advice.
const logged = (running: Running): Promise<void> =>
  until(() => running.output().includes('"listening"'));

const post = async (server: string, path: string, body: object) => {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(server + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('its banner names the command that makes a tenant, whose ADMIN then gets in', async () => {
  const serving = await program.serve({ SIGNUP: 'closed' });
  const [command = ''] = /npm run billing -- .*/.exec(serving.output()) ?? [];
  expect(command).toBe('npm run billing -- tenants create --name Acme --admin ada@acme.example');
  expect(serving.output()).not.toContain('/v1/auth/signup');
  await logged(serving);
  expect(serving.output()).toContain(advice);
  const stranger = { name: 'Ada', email: 'ada@acme.example', password: 'correct horse' };
  const refused = await post(serving.url, '/v1/auth/signup', { tenantName: 'Acme', ...stranger });
  expect(refused).toMatchObject({ status: 403, body: { code: 'signup_closed' } });

  const made = await json<Made>(...command.split(' ').slice(4));
  const entered = await post(serving.url, '/v1/auth/accept-invitation', {
    token: made.token,
    name: 'Ada',
    password: 'correct horse',
  });

  expect(made.tenant.name).toBe('Acme');
  expect(made.invitation).toMatchObject({ email: 'ada@acme.example', role: 'ADMIN' });
  const { id } = made.tenant;
  expect(entered).toMatchObject({ body: { tenant: { id }, user: { role: 'ADMIN' } } });
  const [founded, invited] = await recordedEvents(url(), id);
  const operator = { kind: 'system', name: 'operator' };
  expect([founded?.actor, invited?.actor]).toEqual([operator, operator]);
});

test('nobody is told how to begin once somebody has', async () => {
  await json<Made>('tenants', 'create', '--name', 'Globex', '--admin', 'lin@globex.example');

  const serving = await program.serve({ SIGNUP: 'closed' });

  await logged(serving);
  expect(serving.output()).toContain('tenants create');
  expect(serving.output()).not.toContain(advice);
});

test('people are told the token, and what to do with it', async () => {
  const given = ['tenants', 'create', '--name', 'Initech', '--admin', 'bill@initech.example'];

  const { code, out } = await program.command(given);

  expect(code).toBe(0);
  expect(out).toMatch(/^Initech is made: ten_\w{26}\.$/m);
  expect(out).toMatch(/^bit_\S+$/m);
  expect(out).toContain('POST /v1/auth/accept-invitation');
});

test('a bad name and a bad address are told at once, and nothing is made', async () => {
  const before = await json<{ readonly data: readonly object[] }>('tenants', 'list');
  const given = ['--json', 'tenants', 'create', '--name', ' ', '--admin', 'nobody'];

  const { code, err } = await program.command(given);

  const { errors } = JSON.parse(err) as { readonly errors: readonly { pointer: string }[] };
  expect(code).toBe(2);
  expect(errors.map(({ pointer }) => pointer)).toEqual(['/tenantName', '/email']);
  expect(await json('tenants', 'list')).toEqual(before);
});
