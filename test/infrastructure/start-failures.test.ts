import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { BillingProgram } from '../support/billing-program.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

// A start that fails names the setting at fault, and no other.

vi.setConfig({ testTimeout: 120_000 });
const fresh = freshDatabase();
const program = BillingProgram.open(() => ({ DATABASE_URL: fresh.url(), PORT: '0' }));

test.each<[string, Record<string, string>, readonly string[]]>([
  ['a host that nobody knows', { HOST: 'foo.invalid' }, ['HOST names foo.invalid', '0.0.0.0']],
  ['a host of another machine', { HOST: '192.0.2.1' }, ['HOST names 192.0.2.1', '127.0.0.1']],
  [
    'a metrics host of another machine',
    { METRICS_PORT: '9464', METRICS_HOST: '192.0.2.1' },
    ['METRICS_HOST names 192.0.2.1'],
  ],
])('%s, by the name of its setting', async (_, environment, told) => {
  const { code, err } = await program.run(['serve'], environment);

  expect(code).toBe(1);
  for (const text of told) expect(err).toContain(text);
  expect(err).not.toContain('DATABASE_URL');
});

test.each(['PORT', 'METRICS_PORT'])('%s that is taken, and no other', async (name) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;

  const { code, err } = await program.run(['serve'], { [name]: String(port) });

  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`^${name} ${port} is taken on 127.0.0.1`));
  expect(err).toContain(`set ${name} to another port`);
  squatter.close();
});

test('a worker whose metrics port is taken says so, and ends', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;

  const { code, err } = await program.run(['worker'], { METRICS_PORT: String(port) });

  expect([code, err]).toEqual([1, expect.stringContaining(`METRICS_PORT ${port} is taken`)]);
  squatter.close();
});

test('what Kubernetes says of a service called metrics stops no start', async () => {
  const running = await program.serve({ METRICS_PORT: 'tcp://10.0.0.1:80', HOST: '' });
  await until(() => running.output().includes('METRICS_PORT=tcp://10.0.0.1:80 is a link'));

  expect(running.output()).toContain('for this machine only (HOST=0.0.0.0 opens it to others)');
});
