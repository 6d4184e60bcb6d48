import { expect, test } from 'vitest';
import { openCommandLine } from '../support/command-line.ts';

// A test tenant from the command line: made, shown, sent on.

const { json } = openCommandLine();

interface Made {
  readonly tenant: {
    readonly id: string;
    readonly mode: string;
    readonly defaultCurrency: string;
    readonly timeZone: string;
  };
}
interface Clock {
  readonly now: string;
  readonly status: string;
}

const create = (...given: readonly string[]) =>
  json<Made>('tenants', 'create', '--name', 'Trial', '--admin', 'a@b.example', ...given);

test('a test tenant is made, its clock shown and sent on', async () => {
  const { tenant } = await create('--mode', 'test', '--clock-starts-at', '2024-01-31T00:00:00Z');

  const shown = await json<Clock>('test-clock', 'show', '--tenant', tenant.id);
  const sent = await json<Clock>(
    'test-clock',
    'advance',
    '--tenant',
    tenant.id,
    '--to',
    '2024-03-01T00:00:00Z',
  );

  expect(tenant.mode).toBe('test');
  expect(shown).toMatchObject({ now: '2024-01-31T00:00:00.000Z', status: 'ready' });
  expect(sent).toMatchObject({ now: '2024-03-01T00:00:00.000Z', status: 'ready' });
  const live = await create();
  expect(live.tenant.mode).toBe('live');
});

test('a tenant is made with a currency and a time zone', async () => {
  const { tenant } = await create('--currency', 'CHF', '--time-zone', 'Europe/Zurich');

  expect(tenant).toMatchObject({ defaultCurrency: 'CHF', timeZone: 'Europe/Zurich' });
});
