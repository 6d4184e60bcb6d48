import { describe, expect, test } from 'vitest';
import type { InvoiceFault } from '#application/invoicing/verification/verify-invoices.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';
import type { VerificationNeeds } from '#interfaces/worker/nightly-verification.ts';
import { verifyAll } from '#interfaces/worker/nightly-verification.ts';
import { openShop } from '../http/shop.ts';
import { asAdmin } from '../support/admin.ts';
import type { AppUnderTest } from '../support/app.ts';
import { appUnderTest } from '../support/app.ts';

// Invoices that were issued since the last night are computed anew, in all tenants.

/** The worker's nights, with all that they told. */
const nightsOf = (app: AppUnderTest) => {
  const told: { tenantId: TenantId; code: InvoiceFault['code']; number: string | null }[] = [];
  const failed: unknown[] = [];
  const steps = new Map<TenantId, number>();
  const counts = { nights: 0 };
  const needs = (): VerificationNeeds => {
    const { installation, verification } = app.composition().operations;
    return {
      installation,
      contextOf: (tenantId) => ({
        requestId: 'night',
        tenantId,
        actor: { kind: 'system', name: 'worker' },
        permissions: new Set(permissions),
      }),
      failed: (error) => failed.push(error),
      verification: {
        ...verification,
        step: {
          ...verification.step,
          execute: async (context, input) => {
            const step = await verification.step.execute(context, input);
            const { tenantId } = context;
            steps.set(tenantId, (steps.get(tenantId) ?? 0) + step.invoices);
            return step;
          },
        },
        found: (fault, tenantId) => {
          verification.found(fault, tenantId);
          told.push({ tenantId, code: fault.code, number: fault.number });
        },
        succeeded: () => {
          verification.succeeded();
          counts.nights += 1;
        },
      },
    };
  };
  return {
    told,
    failed,
    counts,
    verifiedOf: (tenantId: string) => steps.get(parseId('ten', tenantId)) ?? 0,
    pass: (signal = new AbortController().signal) => verifyAll(needs(), signal),
  };
};

const metricsOf = async (app: AppUnderTest) => {
  const text = await app.composition().metrics.text();
  const valueOf = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  return {
    faults: valueOf('billing_invoice_faults_total'),
    at: valueOf('billing_invoices_verified_timestamp_seconds'),
  };
};

describe.each(['memory', 'postgres'] as const)('a night of verification, on %s', (storage) => {
  const app = appUnderTest(storage);

  test('verifies what was issued since the one before, and nothing twice', async () => {
    const nights = nightsOf(app);
    const [one, other] = [await openShop(app), await openShop(app)];
    for (const shop of [one, other]) await shop.subscribe();
    await one.advance('2026-03-01T00:00:00Z');
    const before = await metricsOf(app);

    await nights.pass();
    const first = [one, other].map(({ tenantId }) => nights.verifiedOf(tenantId));
    await nights.pass();
    await one.advance('2026-04-01T00:00:00Z');
    await nights.pass();

    expect(first).toEqual([2, 1]);
    expect([one, other].map(({ tenantId }) => nights.verifiedOf(tenantId))).toEqual([3, 1]);
    expect([nights.told, nights.failed, nights.counts.nights]).toEqual([[], [], 3]);
    const after = await metricsOf(app);
    expect([before.at, after.faults]).toEqual([0, 0]);
    expect(after.at).toBeGreaterThan(Date.UTC(2020, 0) / 1000);
  });

  test('goes on where it was stopped, and two at once tell nothing twice', async () => {
    const nights = nightsOf(app);
    const shop = await openShop(app);
    for (let made = 0; made < 110; made += 1) await shop.subscribe({ isInvoicedApart: true });
    const stopping = new AbortController();
    setImmediate(() => stopping.abort());

    await nights.pass(stopping.signal);
    const early = nights.verifiedOf(shop.tenantId);
    await Promise.all([nights.pass(), nights.pass()]);

    expect(early).toBeLessThan(110);
    expect(nights.verifiedOf(shop.tenantId)).toBe(110);
    expect([nights.told, nights.failed]).toEqual([[], []]);
  });
});

describe('a fault that was planted', () => {
  const messages: string[] = [];
  const app = appUnderTest('postgres', {
    tell: ({ level, message }) => messages.push(`${level}: ${message}`),
  });

  test.each([
    ['a line', 'update charges set amount = amount + 1', ['line_amount', 'digest', 'total']],
    ['a total', 'update invoices set total = total + 1', ['total']],
    [
      'a number',
      "update invoices set number = 'INV-000009' where number = 'INV-000001' and true",
      ['gap'],
    ],
  ])('is found and told: %s', async (_what, statement, codes) => {
    const nights = nightsOf(app);
    const [sound, broken] = [await openShop(app), await openShop(app)];
    for (const shop of [sound, broken]) await shop.subscribe();
    const tenant = `(select id from tenants order by id desc limit 1)`;
    const clause = statement.includes(' where ') ? 'and' : 'where';
    await asAdmin(app.url(), (client) =>
      client.query(`${statement} ${clause} tenant_id = ${tenant}`),
    );
    const before = await metricsOf(app);
    messages.length = 0;

    await nights.pass();
    const found = [...nights.told];
    await nights.pass();

    expect(found.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
    expect(new Set(found.map(({ tenantId }) => tenantId))).toEqual(new Set([broken.tenantId]));
    expect((await metricsOf(app)).faults - before.faults).toBe(codes.length);
    expect(nights.told).toEqual(found);
    expect(messages.filter((each) => each.startsWith('error: '))).toHaveLength(codes.length);
    expect(messages.join('\n')).toContain(`of ${broken.tenantId} is not as it was issued (`);
    expect([nights.counts.nights, nights.failed]).toEqual([2, []]);
  });
});
