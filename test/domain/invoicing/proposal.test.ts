import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { compose, withoutClosings } from '#domain/invoicing/proposal.ts';
import { reissuedCharges, waived } from '#domain/invoicing/reissue.ts';
import { upcomingNotice } from '#domain/invoicing/upcoming.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import {
  buildCharge,
  buildInvoice,
  buildManualCharge,
  buildSubscription,
  euros,
} from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, nextDay, someday } from '../../../src/testing/builders.ts';
import { span } from '../charging/builders.ts';

const customerId = buildId('cus');
const currency = parseCurrencyCode('EUR');
const subscription = buildSubscription(customerId, buildPlan(buildId('prod')).activate(someday));

const charge = (minor: bigint, given: Partial<SubscriptionCharge> = {}): SubscriptionCharge =>
  buildCharge(subscription, { amount: euros(minor), ...given });

const proposed = (
  charges: readonly SubscriptionCharge[],
  given: Partial<Proposal> = {},
): Proposal => ({
  customerId,
  currency,
  at: someday,
  charges,
  waits: false,
  purchaseOrder: null,
  ...given,
});

const april = span('2026-04-01', '2026-05-01');
const uncounted = (served = april): SubscriptionCharge =>
  charge(0n, {
    kind: 'usage',
    startsAt: served.startsAt,
    endsAt: served.endsAt,
    derivation: usageDerivation({
      countedBy: 'day',
      rounding: 'half_up',
      timeZone: parseTimeZone('UTC'),
      period: april,
      served,
    }),
  });

const amountsOf = (composed: ReturnType<typeof compose>) =>
  composed.map(({ lines }) => lines.map(({ amount }) => amount.minor));

describe('a proposal', () => {
  test('becomes a document of its charges', () => {
    const proposal = proposed([charge(5n), charge(-2n)]);

    expect(compose([proposal], [], 'skip')).toEqual([{ proposal, lines: proposal.charges }]);
  });

  test('takes in first what waited of the same customer and currency, once', () => {
    const waiting = [charge(-3n), charge(4n, { customerId: buildId('cus') })];
    const inDollars = charge(6n, { currency: parseCurrencyCode('USD') });

    const composed = compose(
      [proposed([charge(10n)]), proposed([charge(20n)])],
      [...waiting, inDollars],
      'skip',
    );

    expect(amountsOf(composed)).toEqual([[-3n, 10n], [20n]]);
  });

  test('of no charge at all is none', () => {
    expect(compose([proposed([])], [], 'issue')).toEqual([]);
  });

  test('below zero waits where it may, and is issued where it may not', () => {
    const [low, zero] = [[charge(-1n)], [charge(-1n), charge(1n)]];

    expect(amountsOf(compose([proposed(low, { waits: false })], [], 'skip'))).toEqual([[-1n]]);
    expect(compose([proposed(low, { waits: true })], [], 'skip')).toEqual([]);
    expect(amountsOf(compose([proposed(zero, { waits: true })], [], 'skip'))).toEqual([[-1n, 1n]]);
  });

  test('that waits goes with the next one, without its zeros', () => {
    const composed = compose(
      [proposed([charge(-5n), charge(0n)], { waits: true }), proposed([charge(7n)])],
      [],
      'skip',
    );

    expect(amountsOf(composed)).toEqual([[-5n, 7n]]);
  });

  test('that charges usage of its period waits for nothing, however large the credit', () => {
    const usageOf = (minor: bigint, given: Partial<SubscriptionCharge> = {}) => {
      const line = uncounted();
      const counted = { events: 1, position: '1' };
      const derivation = { ...line.derivation, counted } as typeof line.derivation;
      return { ...line, amount: euros(minor), derivation, ...given };
    };
    const late = usageOf(-7n, { corrects: buildId('line') });
    const composedOf = (...charges: readonly SubscriptionCharge[]) =>
      amountsOf(compose([proposed(charges, { waits: true })], [charge(-9n)], 'skip'));

    expect(composedOf(usageOf(3n))).toEqual([[-9n, 3n]]);
    expect(composedOf(usageOf(3n), late)).toEqual([[-9n, 3n, -7n]]);
    expect(composedOf(usageOf(0n), late)).toEqual([]);
    expect(composedOf(usageOf(3n, { corrects: buildId('line') }))).toEqual([]);
  });

  test('that is held waits whatever it comes to', () => {
    const held = proposed([charge(5n)], { isHeld: true });

    expect(amountsOf(compose([held, proposed([charge(1n)])], [], 'skip'))).toEqual([[5n, 1n]]);
    expect(amountsOf(compose([proposed([charge(5n)], { isHeld: false })], [], 'skip'))).toEqual([
      [5n],
    ]);
  });

  test('of zeros alone is issued where the tenant does not skip those', () => {
    const zeros = proposed([charge(0n), charge(0n)]);

    expect(amountsOf(compose([zeros], [], 'issue'))).toEqual([[0n, 0n]]);
    expect(compose([zeros], [], 'skip')).toEqual([]);
  });

  test('of usage that is not counted is a draft, although it comes to nothing yet', () => {
    const draft = proposed([charge(-9n), uncounted()], { waits: true });

    expect(amountsOf(compose([draft], [], 'skip'))).toEqual([[-9n, 0n]]);
  });

  test('is foreseen without what only asks for late usage', () => {
    const closing = uncounted(span('2026-05-01', '2026-05-01'));
    const [usual, mixed] = [proposed([charge(1n)]), proposed([charge(2n), closing])];

    const foreseen = withoutClosings([usual, mixed, proposed([closing])]);

    expect(foreseen[0]).toBe(usual);
    expect(foreseen).toEqual([usual, { ...mixed, charges: mixed.charges.slice(0, 1) }]);
  });
});

describe('the charges of a voided invoice', () => {
  const invoice = buildInvoice(customerId);
  const original = charge(3000n, { credited: euros(100n) });
  const credit = charge(-1000n, { kind: 'credit', corrects: original.id });
  const elsewhere = charge(-5n, { corrects: buildId('line') });
  const [manual] = buildManualCharge(invoice);

  test('are copied, and credits among them take back the copies', () => {
    const ids = [buildId('line'), buildId('line'), buildId('line'), buildId('line')];
    const left = [...ids];
    const lines = [original, credit, elsewhere, manual];
    const invoiceId = buildId('inv');

    const copies = reissuedCharges(lines, {
      nextLineId: () => left.shift() ?? buildId('line'),
      invoiceId,
      now: nextDay,
    });

    const shared = { invoiceId, createdAt: nextDay };
    expect(copies).toEqual([
      { ...original, ...shared, id: ids[0], cause: original.id },
      { ...credit, ...shared, id: ids[1], cause: credit.id, corrects: ids[0] },
      { ...elsewhere, ...shared, id: ids[2], cause: elsewhere.id },
      { ...manual, ...shared, id: ids[3], cause: manual.id },
    ]);
  });

  test('are waived whole, but for those that are owed to the customer', () => {
    const all = waived([original, credit, charge(0n), manual]);

    expect([...all]).toEqual([
      [original.id, original.amount],
      [manual.id, manual.amount],
    ]);
  });
});

test('an invoice that will be made is told as an event of its customer', () => {
  const zero = euros(0n);
  const totals = {
    subtotal: euros(100n),
    discount: zero,
    tax: euros(20n),
    movedToBalance: zero,
    total: euros(120n),
    balanceApplied: euros(5n),
    amountDue: euros(115n),
  };
  const subscriptionIds = [buildId('sub'), buildId('sub')];
  const upcoming = { ...totals, customerId, currency, at: nextDay, subscriptionIds };
  const euro = (amount: number) => ({ amount, currency: 'EUR' });

  expect(upcomingNotice(upcoming, someday)).toEqual({
    type: 'invoice.upcoming',
    subjectId: customerId,
    occurredAt: someday,
    before: null,
    after: {
      customerId,
      currency: 'EUR',
      at: '2026-11-20T23:06:40.000Z',
      subscriptionIds,
      subtotal: euro(100),
      discount: euro(0),
      tax: euro(20),
      movedToBalance: euro(0),
      total: euro(120),
      balanceApplied: euro(5),
      amountDue: euro(115),
    },
  });
});
