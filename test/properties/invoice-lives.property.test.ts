import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InvoiceDocumentView } from '#application/invoicing/queries.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { CustomerId, InvoiceId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { dayMilliseconds, formatInstant, later, parseInstant } from '#domain/shared/time.ts';
import type { Shop } from '../billing/shop.ts';
import { euro, shopsInMemory } from '../billing/shop.ts';

// Lives of invoices that nobody foresaw: written, changed, issued, paid, voided, replaced, given
// up, while a subscription goes on. `INVOICE_RUNS=2000` runs more of them.

const numRuns = Number(process.env['INVOICE_RUNS'] ?? 20);
const shops = shopsInMemory();
const start = parseInstant('2026-06-01T10:00:00Z');

const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('write' as const),
      minor: fc.integer({ min: -4000, max: 6000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('add' as const),
      of: fc.nat(9),
      minor: fc.integer({ min: -3000, max: 3000 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('finalize' as const), of: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('void' as const),
      of: fc.nat(9),
      reissue: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('pay' as const),
      of: fc.nat(9),
      minor: fc.integer({ min: 1, max: 9000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('giveUp' as const), of: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('subscribe' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('cancel' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('days' as const),
      count: fc.integer({ min: 1, max: 20 }),
    }),
  },
);
type Step = typeof steps extends fc.Arbitrary<infer Of> ? Of : never;

/** All invoices with their lines, oldest first. */
const documentsOf = async ({
  context,
  invoices,
}: Shop): Promise<readonly InvoiceDocumentView[]> => {
  const { data } = await invoices.list.execute(context, { limit: 100 });
  return Promise.all(
    data.toReversed().map(({ id: invoiceId }) => invoices.get.execute(context, { invoiceId })),
  );
};

const balanceOf = async (
  { unitOfWork, context }: Shop,
  customerId: CustomerId,
): Promise<bigint> => {
  const balances = await unitOfWork.run(context, (all) => all.balances.of([customerId]));
  return balances[0]?.amount.minor ?? 0n;
};

/** The part of an issued document that nothing changes any more. */
const fixedPart = (document: InvoiceDocumentView): string => {
  const { number, issuedOn, dueOn, seller, buyer, digest, subtotal, total, memo } = document;
  const { movedToBalance, balanceApplied } = document;
  const amounts = [subtotal, total, movedToBalance, balanceApplied].map(String);
  const lines = document.lines.map(({ id, description, amount, quantity }) => [
    id,
    description,
    String(amount),
    quantity,
  ]);
  return JSON.stringify([number, issuedOn, dueOn, seller, buyer, digest, amounts, memo, lines]);
};

const sumOf = (amounts: readonly { readonly minor: bigint }[]): bigint =>
  amounts.reduce((sum, { minor }) => sum + minor, 0n);

/** The charges of all documents that were not voided. */
const standing = (documents: readonly InvoiceDocumentView[]): bigint =>
  sumOf(documents.filter(({ status }) => status !== 'voided').map(({ subtotal }) => subtotal));

class Life {
  readonly #shop: Shop;
  readonly #customerId: CustomerId;
  #now = start;
  #subscriptionId:
    | Parameters<Shop['subscriptions']['cancel']['execute']>[1]['subscriptionId']
    | null = null;
  /** Money that came in beyond what was due. */
  excess = 0n;

  constructor(shop: Shop, customerId: CustomerId) {
    this.#shop = shop;
    this.#customerId = customerId;
  }

  async take(step: Step, documents: readonly InvoiceDocumentView[]): Promise<void> {
    const { context, invoices } = this.#shop;
    const picked = pick(step, documents);
    const seen = { invoiceId: picked?.id as InvoiceId, version: 'any' } as const;
    switch (step.does) {
      case 'write': {
        const lines = [{ description: 'By hand', unitAmount: decimal(step.minor) }];
        const input = { customerId: this.#customerId, currency: euro, lines };
        await invoices.create.execute(context, input);
        return;
      }
      case 'add': {
        const line = { description: 'More', unitAmount: decimal(step.minor) };
        await invoices.addLine.execute(context, { ...seen, ...line });
        return;
      }
      case 'finalize':
        await invoices.finalize.execute(context, seen);
        return;
      case 'void':
        await invoices.void.execute(context, { ...seen, reissue: step.reissue });
        return;
      case 'giveUp':
        await invoices.markUncollectible.execute(context, seen);
        return;
      case 'pay': {
        const amount = Money.of(BigInt(step.minor), euro);
        const due = picked?.amountDue.minor ?? 0n;
        const payment = { ...seen, amount, paidOn: '2026-06-01' };
        await invoices.recordPayment.execute(context, payment);
        this.excess += amount.minor > due ? amount.minor - due : 0n;
        return;
      }
      case 'subscribe':
      case 'cancel':
      case 'days':
        await this.#live(step);
    }
  }

  async #live(step: Step): Promise<void> {
    const { context, subscriptions, plan, run } = this.#shop;
    if (step.does === 'subscribe' && this.#subscriptionId === null) {
      const given = { customerId: this.#customerId, planId: plan.planId };
      this.#subscriptionId = (await subscriptions.create.execute(context, given)).id;
    }
    if (step.does === 'cancel' && this.#subscriptionId !== null) {
      const subscriptionId = this.#subscriptionId;
      this.#subscriptionId = null;
      await subscriptions.cancel.execute(context, {
        subscriptionId,
        version: 'any',
        effective: 'now',
      });
    }
    if (step.does === 'days') {
      this.#now = later(this.#now, step.count * dayMilliseconds);
      shops.setTime(formatInstant(this.#now));
      await run.execute(context);
    }
  }
}

/** The invoice that a step is about: one that it fits, wherever there is one. */
const pick = (
  step: Step,
  documents: readonly InvoiceDocumentView[],
): InvoiceDocumentView | undefined => {
  if (!('of' in step)) return undefined;
  const isOnDraft = step.does === 'finalize' || step.does === 'add';
  const fitting = documents.filter(({ status }) => (status === 'draft') === isOnDraft);
  const all = fitting.length > 0 ? fitting : documents;
  return all[step.of % Math.max(1, all.length)];
};

const decimal = (minor: number): string => Money.of(BigInt(minor), euro).toDecimal();

test('documents stay, sums add up, and no balance is spent twice, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), async (taken) => {
      shops.setTime(formatInstant(start));
      const shop = await shops.open();
      const { context, invoices } = shop;
      const [customerId] = shop.customerIds;
      if (customerId === undefined) throw new Error('The shop has a customer.');
      const life = new Life(shop, customerId);
      const issued = new Map<InvoiceId, string>();
      let documents = await documentsOf(shop);
      for (const step of taken) {
        const before = { sum: standing(documents), refused: false };
        try {
          await life.take(step, documents);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          before.refused = true;
        }
        documents = await documentsOf(shop);
        const isSame = before.refused || (step.does === 'void' && step.reissue);
        if (isSame) expect(standing(documents)).toBe(before.sum);
        for (const document of documents.filter(({ number }) => number !== null)) {
          const known = issued.get(document.id);
          if (known === undefined) issued.set(document.id, fixedPart(document));
          else expect(fixedPart(document)).toBe(known);
        }
        const counting = documents.filter(
          ({ status }) => status !== 'voided' && status !== 'draft',
        );
        const moved = sumOf(counting.map(({ movedToBalance }) => movedToBalance));
        const applied = sumOf(counting.map(({ balanceApplied }) => balanceApplied));
        expect(await balanceOf(shop, customerId)).toBe(moved - applied + life.excess);
      }
      const verified = await invoices.verify.execute(context, {});
      expect(verified).toMatchObject({ invoices: issued.size, faults: [] });
      for (const { lines, subtotal, total, movedToBalance } of documents) {
        expect(sumOf(lines.map(({ amount }) => amount))).toBe(subtotal.minor);
        expect(total.minor).toBe(subtotal.minor + movedToBalance.minor);
      }
    }),
    { numRuns },
  );
}, 600_000);
