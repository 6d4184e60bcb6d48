import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { BillingOperations } from '#application/billing-use-cases.ts';
import { systemContext } from '#application/shared/system-context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { BillingRuns } from '#interfaces/worker/billing-runs.ts';
import { startBillingRuns } from '#interfaces/worker/billing-runs.ts';
import { until } from '../support/until.ts';

const large = 'ten_large' as TenantId;
const small = 'ten_small' as TenantId;
const batch = 50;

const running: BillingRuns[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((runs) => runs.stop()));
});

interface Work {
  /** How many accounts of a tenant are due. */
  readonly due: Map<TenantId, number>;
  /** Called before a batch of the tenant. */
  readonly before?: (tenantId: TenantId) => Promise<void> | void;
  /** Called before tenants are looked for. */
  readonly look?: () => void;
}

/** Lets two lanes run what is due, and tells how often tenants were looked for. */
const startRuns = ({ due, before, look }: Work) => {
  const seen = { looks: 0, failures: [] as unknown[] };
  const billing = {
    clock: { now: () => 0n },
    dueAccounts: {
      tenants: async () => {
        seen.looks += 1;
        look?.();
        return [...due].filter(([, accounts]) => accounts > 0).map(([tenantId]) => tenantId);
      },
    },
    run: {
      execute: async ({ tenantId }: { readonly tenantId: TenantId }) => {
        await delay(1);
        await before?.(tenantId);
        const accounts = Math.min(batch, due.get(tenantId) ?? 0);
        due.set(tenantId, (due.get(tenantId) ?? 0) - accounts);
        return { accounts };
      },
    },
    tenantsAtOnce: 2,
    pauseMilliseconds: 0,
  };
  const runs = startBillingRuns({
    billing: billing as unknown as BillingOperations,
    contextOf: (tenantId) => systemContext({ requestId: 'test', tenantId }, 'worker'),
    failed: (error) => seen.failures.push(error),
  });
  running.push(runs);
  return seen;
};

test('no lane waits for a batch that takes long, however much else is due', async () => {
  const due = new Map([
    [small, batch],
    [large, 100 * batch],
  ]);
  let isFirst = true;
  let end = (): void => undefined;
  startRuns({
    due,
    before: async (tenantId) => {
      if (tenantId !== small || !isFirst) return;
      isFirst = false;
      due.set(small, 0);
      await new Promise<void>((resolve) => {
        end = resolve;
      });
    },
  });
  await until(async () => due.get(large) === 0);
  end();
});

test('a tenant whose batches fail holds up nobody, and is tried again a second later', async () => {
  const due = new Map([
    [small, batch],
    [large, 30 * batch],
  ]);
  const seen = startRuns({
    due,
    before: (tenantId) => {
      if (tenantId === small) throw new Error('planted');
    },
  });
  await until(async () => due.get(large) === 0);
  await delay(100);
  const { looks } = seen;
  await delay(300);
  expect(seen.looks).toBe(looks);
  expect(seen.failures.length).toBeGreaterThan(0);
  const failed = seen.failures.length;
  await until(async () => seen.failures.length > failed);
});

test('a look that fails is told, and made again', async () => {
  const due = new Map([[large, batch]]);
  let fails = true;
  const seen = startRuns({
    due,
    look: () => {
      if (fails) throw new Error('planted');
    },
  });
  await until(async () => seen.failures.length === 1);
  expect(due.get(large)).toBe(batch);
  fails = false;
  await until(async () => due.get(large) === 0);
});
