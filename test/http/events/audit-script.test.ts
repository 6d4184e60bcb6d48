import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { auditEntryWire } from '#interfaces/http/audit/audit.controller.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { asAdmin } from '../../support/admin.ts';
import { appUnderTest } from '../../support/app.ts';
import { signUp } from '../world.ts';

// The script of docs/audit.md, by which anybody verifies a chain from outside: as it stands there.

const app = appUnderTest('postgres');
let server: Server;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'billing-audit-'));
  const document = await readFile(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
  const [, script = ''] = /```js\n(.*?)```/s.exec(document) ?? [];
  await writeFile(join(directory, 'verify-audit.mjs'), script);
  server = createServer(app.listener()).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(directory, { recursive: true });
});

const run = (...given: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const command = [join(directory, 'verify-audit.mjs'), base, ...given];
    execFile(process.execPath, command, (_, output, faults) => resolve(output + faults));
  });

const tenantWithKey = async () => {
  const ada = await signUp(app);
  const body = { name: 'Auditor', permissions: ['audit:read'] };
  const made = await app.send('post', '/v1/api-keys', { token: ada.token, body });
  const { token } = made.body as { token: string };
  const { body: tenant } = await app.send('get', '/v1/tenant', { token: ada.token });
  return { token, tenantId: (tenant as { id: string }).id };
};

test('finds a true chain intact, and says what to note as its anchor', async () => {
  const { token, tenantId } = await tenantWithKey();

  const told = await run(token, tenantId);
  const [, anchor = ''] = /^\d+ entries are intact, head (\d+:[0-9a-f]{64})\n$/.exec(told) ?? [];

  expect(told).toContain('are intact');
  expect(await run(token, tenantId, anchor)).toBe(told);
  expect(await run(token, tenantId, `2${anchor.slice(1)}`)).toContain('is not in the chain');
});

test('tells which entry was altered', async () => {
  const { token, tenantId } = await tenantWithKey();
  await asAdmin(app.url(), (owner) =>
    owner.query("update audit_entries set request_id = 'other' where sequence = 2"),
  );

  expect(await run(token, tenantId)).toContain('2 was altered');
});

test('an entry shows everything that its hash is made over', () => {
  const [createdAt, occurredAt] = [instantOf(1000), instantOf(2000)];
  const made = { action: 'x', resourceId: 'y', requestId: 'z', before: null, after: null };
  const known = { sequence: 1, hash: '', actor: {}, createdAt, ...made };
  const entry = { id: 'aud_01jd4x7h2cf5prw8mzk0qv9tns' as never, ...known };

  const encode = (given: object) =>
    JSON.parse(JSON.stringify(encoderOf(auditEntryWire)({ ...entry, ...given })));

  expect(encode({ occurredAt })).toMatchObject({
    occurredAt: '1970-01-01T00:00:02.000Z',
  });
  expect(encode({})).not.toHaveProperty('occurredAt');
});
