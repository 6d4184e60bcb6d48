import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { compose } from '#domain/invoicing/proposal.ts';
import { untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf, parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import { History } from '../domain/subscriptions/history.ts';
import { checkLaw } from '../support/laws.ts';

// Documents of charges and credits that nobody foresaw, of three customers in two currencies.

const uuid = (nth: number): string => `01900000-0000-7000-8000-${String(nth).padStart(12, '0')}`;
const customers = [1, 2, 3].map((nth) => idFromUuid('cus', uuid(nth)));
const currencies = ['EUR', 'USD'].map(parseCurrencyCode);

const history = new History({
  start: markOn(parseCalendarDate('2026-06-01'), parseTimeZone('UTC')),
});
history.run(parseInstant('2026-06-01T00:00:00Z'));
const [model] = history.lines;

const amounts = fc.oneof(fc.constant(0n), fc.bigInt({ min: -5000n, max: 5000n }));
const owners = fc.record({
  customerId: fc.constantFrom(...customers),
  currency: fc.constantFrom(...currencies),
});
type Owner = Pick<Proposal, 'customerId' | 'currency'>;

const proposed = fc.array(
  fc.record({ owner: owners, amounts: fc.array(amounts, { maxLength: 4 }), waits: fc.boolean() }),
  { maxLength: 8 },
);
const waited = fc.array(
  fc.record({ owner: owners, amount: amounts.filter((amount) => amount !== 0n) }),
  { maxLength: 5 },
);

let lines = 0;
const lineOf = (owner: Owner, amount: bigint): SubscriptionCharge => {
  if (model === undefined) throw new Error('There is a charge.');
  lines += 1;
  const id = idFromUuid('line', uuid(lines));
  return { ...model, ...owner, id, amount: Money.of(amount, owner.currency) };
};

const sumOf = (charges: readonly ChargeFacts[]): bigint =>
  charges.reduce((sum, { amount }) => sum + amount.minor, 0n);

const cases = fc.record({
  proposals: proposed.map((all) =>
    all.map(({ owner, amounts: of, waits }, index): Proposal => {
      const charges = of.map((amount) => lineOf(owner, amount));
      return { ...owner, at: instantOf(index), charges, waits, purchaseOrder: null };
    }),
  ),
  waiting: waited.map((all) => all.map(({ owner, amount }) => lineOf(owner, amount))),
  zeroInvoices: fc.constantFrom('issue' as const, 'skip' as const),
});

test('every charge stands on one document of its customer and currency, or waits', () => {
  checkLaw(
    fc.property(cases, ({ proposals, waiting, zeroInvoices }) => {
      const composed = compose(proposals, waiting, zeroInvoices);

      const given: readonly ChargeFacts[] = [
        ...waiting,
        ...proposals.flatMap(({ charges }) => charges),
      ];
      const made = composed.flatMap((document) => document.lines);
      expect(new Set(made).size).toBe(made.length);
      expect(made.filter((line) => !given.includes(line))).toEqual([]);
      for (const { proposal, lines: of } of composed) {
        const owned = of.filter(
          ({ customerId, currency }) =>
            customerId === proposal.customerId && currency === proposal.currency,
        );
        expect(owned).toEqual(of);
      }
      // A line waits for a reason: the last proposal of its customer and currency waited.
      const left = given.filter((line) => !made.includes(line) && !line.amount.isZero());
      for (const [, of] of Map.groupBy(left, (line) => `${line.customerId}/${line.currency}`)) {
        const [{ customerId, currency } = {}] = of;
        const last = proposals.findLast(
          (each) => each.customerId === customerId && each.currency === currency,
        );
        if (last !== undefined) expect([last.waits, sumOf(of) < 0n]).toEqual([true, true]);
      }
    }),
  );
});

test('documents come to zero or more, and leave no balance below zero', () => {
  checkLaw(
    fc.property(cases, fc.bigInt({ min: 0n, max: 5000n }), (each, credit) => {
      const { proposals, waiting, zeroInvoices } = each;
      const balances = new Map<string, Money>();

      for (const { proposal, lines: of } of compose(proposals, waiting, zeroInvoices)) {
        const { customerId, currency } = proposal;
        const key = `${customerId}/${currency}`;
        const balance = balances.get(key) ?? Money.of(credit, currency);
        const totals = totalsOf(
          of.map(({ amount }) => untaxedSums(amount)),
          currency,
          balance,
        );
        const { movedToBalance, total, balanceApplied, amountDue } = totals;
        const left = balance.plus(movedToBalance).minus(balanceApplied);
        balances.set(key, left);

        expect(sumOf(of) + movedToBalance.minor).toBe(total.minor);
        expect(balanceApplied.plus(amountDue)).toEqual(total);
        for (const amount of [movedToBalance, total, balanceApplied, amountDue, left]) {
          expect(amount.isNegative()).toBe(false);
        }
      }
    }),
  );
});
