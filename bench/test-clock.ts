import { setTimeout as delay } from 'node:timers/promises';
import type { RequestContext } from '../src/application/shared/context.ts';
import { parseCurrencyCode } from '../src/domain/shared/currency.ts';
import { Money } from '../src/domain/shared/money.ts';
import { permissions } from '../src/domain/shared/permissions.ts';
import { parseInstant } from '../src/domain/shared/time.ts';
import type { Composition } from '../src/infrastructure/composition/compose.ts';
import { compose } from '../src/infrastructure/composition/compose.ts';
import { figure } from './report/tables.ts';
import { everyCore } from './setup/cores.ts';
import { numberFrom, print } from './setup/places.ts';
import { Postgres } from './setup/postgres.ts';
import { buildProduct, migrate } from './setup/product.ts';
import { startWorker } from './setup/workers.ts';

// How long does a test tenant's clock take for a year of many subscriptions? Each has a price in
// advance and one in arrears; a worker in a process of its own takes the clock there.

const subscriptions = numberFrom('SUBSCRIPTIONS', 1000);
const months = numberFrom('MONTHS', 12);
const secondsMax = 60;
const database = 'billing_bench_test_clock';
const start = '2026-01-01T00:00:00Z';

const openTenant = async (composition: Composition): Promise<RequestContext> => {
  const { tenant } = await composition.operations.createTenant.execute(
    { requestId: 'bench' },
    {
      tenantName: 'Bench',
      email: 'ada@bench.example',
      mode: 'test',
      clockStartsAt: parseInstant(start),
    },
  );
  return {
    requestId: 'bench',
    tenantId: tenant.id,
    mode: 'test',
    actor: { kind: 'system', name: 'bench' },
    permissions: new Set(permissions),
  };
};

const subscribeAll = async ({ useCases }: Composition, context: RequestContext): Promise<void> => {
  const product = await useCases.products.create.execute(context, { code: 'crm', name: 'CRM' });
  const amount = Money.of(4900n, parseCurrencyCode('EUR'));
  const plan = await useCases.plans.create.execute(context, {
    productId: product.id,
    code: 'crm-monthly',
    name: 'CRM, monthly',
    currency: 'EUR',
    interval: { count: 1, unit: 'month' },
    prices: [
      { name: 'Fee', amount, billed: 'in_advance' },
      { name: 'Support', amount, billed: 'in_arrears' },
    ],
  });
  for (let number = 1; number <= subscriptions; number += 1) {
    const { id: customerId } = await useCases.customers.create.execute(context, {
      name: `Customer ${number}`,
      email: `customer-${number}@bench.example`,
      timeZone: 'UTC',
    });
    await useCases.subscriptions.create.execute(context, { customerId, planId: plan.id });
  }
};

/** Sends the clock on, and gives the seconds until a worker has taken it there. */
const advance = async ({ useCases }: Composition, context: RequestContext): Promise<number> => {
  const to = new Date(start);
  to.setUTCMonth(to.getUTCMonth() + months);
  const beganAt = performance.now();
  await useCases.testClock.advance.execute(context, {
    to: parseInstant(to.toISOString()),
    withinMilliseconds: 0,
  });
  const worker = startWorker({
    databaseUrl: postgres.urlOf(database),
    publicJwk: '',
    cores: everyCore,
  });
  try {
    for (;;) {
      const { status } = await useCases.testClock.get.execute(context);
      if (status === 'ready') return (performance.now() - beganAt) / 1000;
      if (worker.hasEnded()) throw new Error('The worker ended: see .data/logs/worker.log.');
      await delay(100);
    }
  } finally {
    await worker.stop();
  }
};

const measure = async (): Promise<void> => {
  buildProduct();
  const databaseUrl = await postgres.create(database);
  migrate(databaseUrl);
  const composition = await compose({ storage: { databaseUrl }, migrates: false });
  try {
    const context = await openTenant(composition);
    await subscribeAll(composition, context);
    const seconds = await advance(composition, context);
    const verified = await composition.useCases.invoices.verify.execute(context, {});
    const chain = await composition.useCases.audit.verify.execute(context, {});
    print(`${months} months of ${subscriptions} subscriptions: ${figure(seconds, 1)} s,`);
    print(`${verified.invoices} invoices, ${figure(verified.invoices / seconds, 0)} a second.`);
    if (seconds > secondsMax) print(`Target missed. At most ${secondsMax} s were wanted.`);
    const wanted = subscriptions * (months + 1);
    const faults = [
      ...verified.faults.map(({ detail }) => detail),
      ...(verified.invoices === wanted ? [] : [`There should be ${wanted} invoices.`]),
      ...(chain.isIntact ? [] : ['The audit chain is broken.']),
    ];
    print(faults.length === 0 ? 'No faults.' : `FAILED.\n${faults.join('\n')}`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await composition.close();
  }
};

const postgres = await Postgres.open();
try {
  await measure();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.drop(database);
  await postgres.close();
}
