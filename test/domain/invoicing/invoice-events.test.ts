import { describe, expect, test } from 'vitest';
import { BalanceBelowZero, InvoiceNumberTaken, PreviewOutdated } from '#domain/invoicing/errors.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import { changeTexts, invoiceOf } from '#domain/invoicing/invoice.ts';
import { paymentStatusOf, statusOf } from '#domain/invoicing/invoice-facts.ts';
import { changedTexts, textReaders } from '#domain/invoicing/invoice-texts.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { buildInvoice, euros, issued } from '../../../src/testing/billing-builders.ts';
import { buildId, nextDay, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const customerId = buildId('cus');
const draft = () => buildInvoice(customerId);
const euro = (amount: number) => ({ amount, currency: 'EUR' });
const stored = ({ facts }: Invoice): Invoice => invoiceOf({ ...facts, version: 1 });
const types = ({ events }: Invoice) => events.map(({ type }) => type);

describe('an invoice tells', () => {
  test('all that a draft says when it is made', () => {
    const invoice = buildInvoice(customerId, {
      memo: 'M',
      footer: 'F',
      purchaseOrder: 'PO 7',
      paymentTermDays: 9,
      metadata: { a: 'b' },
      finalizesAt: nextDay,
    });

    expect(invoice.events).toEqual([
      {
        type: 'invoice.created',
        subjectId: invoice.facts.id,
        occurredAt: someday,
        before: null,
        after: {
          id: invoice.facts.id,
          version: 1,
          status: 'draft',
          number: null,
          customerId,
          currency: 'EUR',
          issuedOn: null,
          dueOn: null,
          subtotal: euro(4900),
          discount: euro(0),
          tax: euro(0),
          movedToBalance: euro(0),
          total: euro(4900),
          balanceApplied: euro(0),
          amountDue: euro(4900),
          amountPaid: euro(0),
          paymentStatus: 'unpaid',
          digest: null,
          finalizesAt: '2026-11-20T23:06:40.000Z',
          paymentTermDays: 9,
          memo: 'M',
          footer: 'F',
          purchaseOrder: 'PO 7',
          metadata: { a: 'b' },
          voidedAt: null,
          voidReason: null,
          reissuedAs: null,
          reissueOf: null,
          uncollectibleAt: null,
          createdAt: '2026-11-19T23:06:40.000Z',
          updatedAt: '2026-11-19T23:06:40.000Z',
        },
      },
    ]);
  });

  test('one event where it is issued in the moment in which it is made', () => {
    const at = issued(draft());

    expect(types(at)).toEqual(['invoice.finalized']);
    expect(at.events[0]).toMatchObject({
      before: null,
      after: {
        version: 1,
        status: 'finalized',
        number: at.facts.issue.number,
        issuedOn: '2026-11-19',
        dueOn: '2026-12-04',
        digest: at.facts.issue.digest,
        finalizesAt: null,
      },
    });
  });

  test('what it was before where it was stored as a draft', () => {
    const before = stored(draft());
    if (before.status !== 'draft') throw new Error('It is a draft.');

    const at = issued(before);
    const changedFirst = issued(before.withTotals(before.facts, nextDay));

    expect(at.events).toMatchObject([
      { type: 'invoice.finalized', before: { version: 1, status: 'draft' }, after: { version: 2 } },
    ]);
    expect(types(changedFirst)).toEqual(['invoice.updated', 'invoice.finalized']);
  });

  test('that it is overdue, once', () => {
    const overdue = issued(draft()).fallOverdue(nextDay);

    expect(types(overdue)).toEqual(['invoice.finalized', 'invoice.overdue']);
    expect(overdue.facts).toMatchObject({ overdueAt: null, updatedAt: nextDay });
    expect(overdue.events[1]).toMatchObject({ occurredAt: nextDay, before: { version: 1 } });
  });

  test('why it was voided, and what replaces it', () => {
    const reissuedAs = buildId('inv');

    const voided = issued(draft()).void({ at: nextDay, reason: 'Wrong', reissuedAs });

    expect(voided.events.at(-1)?.after).toMatchObject({
      status: 'voided',
      voidedAt: '2026-11-20T23:06:40.000Z',
      voidReason: 'Wrong',
      reissuedAs,
      paymentStatus: 'unpaid',
      amountDue: euro(0),
    });
  });

  test('nothing where it is read in any of its states', () => {
    const done = issued(draft());
    const facts = { ...done.facts, version: 3 };
    const voided = { at: nextDay, reason: null, reissuedAs: null };

    const read = [
      invoiceOf({ ...draft().facts, version: 1 }),
      invoiceOf(facts),
      invoiceOf({ ...facts, uncollectibleAt: nextDay }),
      invoiceOf({ ...facts, voided }),
    ];

    expect(read.map(({ status }) => status)).toEqual([
      'draft',
      'finalized',
      'uncollectible',
      'voided',
    ]);
    expect(read.flatMap(({ events }) => events)).toEqual([]);
  });
});

describe('a state', () => {
  const { issue } = issued(draft()).facts;
  const voided = { at: nextDay, reason: null, reissuedAs: null };

  test('follows from the facts', () => {
    const of = (given: object) =>
      statusOf({ issue, voided: null, uncollectibleAt: null, ...given });

    expect(of({ issue: null })).toBe('draft');
    expect(of({})).toBe('finalized');
    expect(of({ voided, uncollectibleAt: nextDay })).toBe('voided');
    expect(of({ uncollectibleAt: nextDay })).toBe('uncollectible');
  });

  test('of payment follows from what is due, and what was paid', () => {
    const of = (due: bigint, paid: bigint, given: object = {}) =>
      paymentStatusOf({
        issue,
        voided: null,
        amountDue: euros(due),
        amountPaid: euros(paid),
        ...given,
      });

    expect([of(5n, 0n), of(5n, 1n), of(0n, 5n), of(0n, 0n)]).toEqual([
      'unpaid',
      'partially_paid',
      'paid',
      'paid',
    ]);
    expect([of(0n, 0n, { issue: null }), of(0n, 0n, { voided })]).toEqual(['unpaid', 'unpaid']);
  });
});

describe('the texts of an invoice', () => {
  const longest = {
    memo: 'x'.repeat(2000),
    footer: 'x'.repeat(2000),
    purchaseOrder: 'x'.repeat(200),
  };

  test('are as long as they may be, and no longer', () => {
    expect(changedTexts(longest)).toEqual(longest);
    const longer = Object.fromEntries(
      Object.entries(longest).map(([name, text]) => [name, `${text}x`]),
    );
    expect(refused(() => changedTexts({ ...longer, paymentTermDays: -1 }))).toEqual([
      '/memo too_long',
      '/footer too_long',
      '/purchaseOrder too_long',
      '/paymentTermDays out_of_range',
    ]);
  });

  test('are none where a new invoice has none', () => {
    expect(checkAll(textReaders({}))).toEqual({
      memo: null,
      footer: null,
      purchaseOrder: null,
      paymentTermDays: null,
      metadata: {},
    });
    expect(checkAll(textReaders({ memo: 'M\nN' })).memo).toBe('M\nN');
  });

  test('of one that is issued stay, where only its metadata are given', () => {
    const done = issued(draft());

    expect(changeTexts(done, { memo: undefined, metadata: { a: 'b' } }, nextDay)).toMatchObject({
      status: 'finalized',
      facts: { metadata: { a: 'b' } },
    });
    expect(refused(() => changeTexts(done, { memo: null }, nextDay))).toEqual([
      'invoice_not_draft',
    ]);
  });
});

test('what the preview would be now goes along with its refusal', () => {
  const preview = { total: 5 };

  expect(new PreviewOutdated(preview)).toMatchObject({ preview, details: { preview } });
  expect(new InvoiceNumberTaken()).toBeInstanceOf(InvariantViolation);
  expect(new BalanceBelowZero()).toBeInstanceOf(InvariantViolation);
});
