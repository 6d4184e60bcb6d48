import { describe, expect, test } from 'vitest';
import { balanceUseCases } from '#application/invoicing/collection/balance-use-cases.ts';
import { Money } from '#domain/shared/money.ts';
import type { Shop } from '../billing/shop.ts';
import { euro, shopsOnPostgres } from '../billing/shop.ts';
import { count, inRounds, others, race, racers, rounds, soundLines, storeDraft } from './racing.ts';

// Decisions about money, made 20 times at once: nothing comes twice, no number is left out, and
// every document verifies. `npm run test:races` is the whole of it.

const shops = shopsOnPostgres({ poolMax: racers });

/** A draft that a person wrote, with a line of EUR 10.00. */
const writeDraft = async ({ context, invoices, customerIds }: Shop) => {
  const [customerId] = customerIds;
  if (customerId === undefined) throw new Error('The shop has a customer.');
  const lines = [{ description: 'Consulting', unitAmount: '10' }];
  return invoices.create.execute(context, { customerId, currency: euro, lines });
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('a draft gets one number', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, invoices, customerIds } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;
      const draft = await storeDraft(shop, customerId);

      const outcomes = await race(() =>
        invoices.finalize.execute(context, { invoiceId: draft.id, version: draft.version + 1 }),
      );

      expect(count(outcomes, 'done')).toBe(1);
      const refused = ['version_mismatch', 'invoice_not_draft', 'customer_busy'];
      expect(others(outcomes, 'done', ...refused)).toEqual([]);
      await soundLines(shop);
    });
  }, 600_000);

  test('a draft is issued, and voided after it or not at all', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, invoices } = shop;
      const { id: invoiceId } = await writeDraft(shop);
      const seen = { invoiceId, version: 'any' } as const;

      const outcomes = await race((index) =>
        index % 2 === 0
          ? invoices.finalize.execute(context, seen)
          : invoices.void.execute(context, { ...seen, reissue: index % 4 === 1 }),
      );

      const finalized = outcomes.filter((_, index) => index % 2 === 0);
      const voided = outcomes.filter((_, index) => index % 2 === 1);
      expect(count(finalized, 'done')).toBe(1);
      expect(others(finalized, 'done', 'invoice_not_draft', 'customer_busy')).toEqual([]);
      expect(count(voided, 'done')).toBeLessThan(2);
      const refused = ['invoice_not_issued', 'invoice_voided', 'customer_busy'];
      expect(others(voided, 'done', ...refused)).toEqual([]);
      const { status, reissuedAs } = await invoices.get.execute(context, { invoiceId });
      expect(status).toBe(count(voided, 'done') === 1 ? 'voided' : 'finalized');
      expect(await soundLines(shop)).toHaveLength(reissuedAs === null ? 1 : 2);
    });
  }, 600_000);

  test('a line is on a draft before it is issued, or refused', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, invoices } = shop;
      const { id: invoiceId, lines } = await writeDraft(shop);
      const [line] = lines;
      if (line === undefined) throw new Error('It has a line.');
      const seen = { invoiceId, version: 'any' } as const;
      const added = { invoiceId, description: 'More', unitAmount: '1' };
      const changed = { ...seen, lineId: line.id, changes: { quantity: '2' } };

      const outcomes = await race((index) => {
        if (index === racers / 2) return invoices.finalize.execute(context, seen);
        return index % 2 === 0
          ? invoices.addLine.execute(context, added)
          : invoices.updateLine.execute(context, changed);
      });

      const [edits, adds] = [1, 0].map((rest) =>
        outcomes.filter((_, index) => index % 2 === rest && index !== racers / 2),
      );
      expect(['done', 'customer_busy']).toContain(outcomes[racers / 2]);
      expect(others(outcomes, 'done', 'invoice_not_draft', 'customer_busy')).toEqual([]);
      if (outcomes[racers / 2] === 'customer_busy') {
        await invoices.finalize.execute(context, seen);
      }
      const issued = await soundLines(shop);
      expect(issued).toHaveLength(1 + count(adds ?? [], 'done'));
      const { quantity } = issued.find(({ id }) => id === line.id) ?? {};
      expect(quantity).toBe(count(edits ?? [], 'done') > 0 ? '2' : '1');
    });
  }, 600_000);

  test('an invoice takes no more than is due, and the balance the rest', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, subscriptions, invoices, plan, customerIds, unitOfWork } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;
      await subscriptions.create.execute(context, { customerId, planId: plan.planId });
      const [invoice] = (await invoices.list.execute(context, { customerId })).data;
      if (invoice === undefined) throw new Error('It was invoiced.');

      const amount = Money.of(2000n, euro);
      const outcomes = await race(() =>
        invoices.recordPayment.execute(context, {
          invoiceId: invoice.id,
          amount,
          paidOn: '2026-06-01',
        }),
      );

      expect(count(outcomes, 'done')).toBe(3);
      expect(others(outcomes, 'done', 'invoice_paid', 'customer_busy')).toEqual([]);
      const paid = await invoices.get.execute(context, { invoiceId: invoice.id });
      expect(paid).toMatchObject({ paymentStatus: 'paid' });
      const balances = await unitOfWork.run(context, (repositories) =>
        repositories.balances.of([customerId]),
      );
      expect(balances.map((each) => each.amount.toDecimal())).toEqual(['11.00']);
    });
  }, 600_000);

  test('a balance is spent once, by invoices and by whoever takes it back', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, subscriptions, invoices, plan, customerIds } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;
      const balances = balanceUseCases(shop);
      const adjust = (minor: bigint) =>
        balances.adjust.execute(context, {
          customerId,
          amount: Money.of(minor, euro),
          reason: 'A race',
        });
      // Enough for two invoices of EUR 49.00, or for what others take back.
      await adjust(10_000n);

      const outcomes = await race((index) =>
        index % 2 === 0
          ? subscriptions.create.execute(context, { customerId, planId: plan.planId })
          : adjust(-3000n),
      );

      expect(others(outcomes, 'done', 'balance_too_low', 'customer_busy')).toEqual([]);
      await soundLines(shop);
      const { data: made } = await invoices.list.execute(context, { limit: 100 });
      const { data: moved } = await balances.listTransactions.execute(context, {
        customerId,
        limit: 100,
      });
      const applied = made.reduce((sum, each) => sum + each.balanceApplied.minor, 0n);
      const taken = 3000n * BigInt(moved.filter(({ amount }) => amount.minor === -3000n).length);
      const left = moved.reduce((sum, { amount }) => sum + amount.minor, 0n);
      expect(applied + taken + left).toBe(10_000n);
      expect(moved.every(({ balanceAfter }) => !balanceAfter.isNegative())).toBe(true);
      const { balances: shown } = await balances.get.execute(context, { customerId });
      expect(shown).toEqual([Money.of(left, euro)]);
    });
  }, 600_000);
});
