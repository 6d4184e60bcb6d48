import { describe, expect, test } from 'vitest';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import { changeTexts, invoiceOf } from '#domain/invoicing/invoice.ts';
import {
  requireDraft,
  requireExpected,
  requirePayable,
  requireVoidable,
} from '#domain/invoicing/required-state.ts';
import { untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { buildInvoice, euros, issued } from '../../../src/testing/billing-builders.ts';
import { buildId, nextDay, someday } from '../../../src/testing/builders.ts';

const voiding = { at: nextDay, reason: null, reissuedAs: null };
const sums = totalsOf([untaxedSums(euros(100n))], euros(0n).currency, euros(0n));
const issue = {
  series: 'INV-',
  number: 'INV-000001',
  issuedOn: issued(buildInvoice(buildId('cus'))).facts.issue.issuedOn,
  dueOn: issued(buildInvoice(buildId('cus'))).facts.issue.dueOn,
  finalizedAt: nextDay,
  digest: 'd',
};

/** An invoice as it is read from where it is stored: without events. */
const stored = ({ facts }: Invoice): Invoice => invoiceOf({ ...facts, version: 1 });

const draft = () => buildInvoice(buildId('cus'));
const states: Readonly<Record<string, () => Invoice>> = {
  draft,
  finalized: () => issued(draft()),
  'paid in part': () => issued(draft()).pay(euros(1n), nextDay).invoice,
  paid: () => issued(draft()).pay(euros(4900n), nextDay).invoice,
  uncollectible: () => issued(draft()).markUncollectible(nextDay),
  'uncollectible, paid in part': () =>
    issued(draft()).pay(euros(1n), nextDay).invoice.markUncollectible(nextDay),
  voided: () => issued(draft()).void(voiding),
};

const moves: Readonly<Record<string, (invoice: Invoice) => Invoice>> = {
  edit: (invoice) => changeTexts(invoice, { memo: 'M' }, nextDay),
  label: (invoice) => changeTexts(invoice, { metadata: { a: 'b' } }, nextDay),
  lines: (invoice) => requireDraft(invoice).withTotals(sums, nextDay),
  finalize: (invoice) => requireDraft(invoice).finalize(issue, sums, nextDay),
  'pay 1': (invoice) => requirePayable(invoice).pay(euros(1n), nextDay).invoice,
  'pay all': (invoice) => requirePayable(invoice).pay(euros(4900n), nextDay).invoice,
  void: (invoice) => requireVoidable(invoice).void(voiding),
  'give up': (invoice) => requireExpected(invoice).markUncollectible(nextDay),
};

/** The status that a move leads to, or the code of its refusal. */
const outcomeOf = (move: (invoice: Invoice) => Invoice, invoice: Invoice): string => {
  try {
    return move(invoice).status;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

const table: Readonly<Record<string, readonly string[]>> = {
  draft: [
    'draft',
    'draft',
    'draft',
    'finalized',
    'invoice_not_payable',
    'invoice_not_payable',
    'invoice_not_issued',
    'invoice_not_issued',
  ],
  finalized: [
    'invoice_not_draft',
    'finalized',
    'invoice_not_draft',
    'invoice_not_draft',
    'finalized',
    'finalized',
    'voided',
    'uncollectible',
  ],
  'paid in part': [
    'invoice_not_draft',
    'finalized',
    'invoice_not_draft',
    'invoice_not_draft',
    'finalized',
    'finalized',
    'invoice_has_payments',
    'uncollectible',
  ],
  paid: [
    'invoice_not_draft',
    'finalized',
    'invoice_not_draft',
    'invoice_not_draft',
    'invoice_paid',
    'invoice_paid',
    'invoice_has_payments',
    'invoice_paid',
  ],
  uncollectible: [
    'invoice_not_draft',
    'uncollectible',
    'invoice_not_draft',
    'invoice_not_draft',
    'uncollectible',
    'finalized',
    'voided',
    'invoice_uncollectible',
  ],
  'uncollectible, paid in part': [
    'invoice_not_draft',
    'uncollectible',
    'invoice_not_draft',
    'invoice_not_draft',
    'uncollectible',
    'finalized',
    'invoice_has_payments',
    'invoice_uncollectible',
  ],
  voided: [
    'invoice_not_draft',
    'voided',
    'invoice_not_draft',
    'invoice_not_draft',
    'invoice_not_payable',
    'invoice_not_payable',
    'invoice_voided',
    'invoice_voided',
  ],
};

test.each(Object.keys(states))('the moves that an invoice that is %s allows', (state) => {
  const made = states[state];
  if (made === undefined) throw new Error('There is such a state.');

  const outcomes = Object.values(moves).map((move) => outcomeOf(move, stored(made())));

  expect(outcomes).toEqual(table[state]);
});

test('the states are those that the facts tell, once they are stored', () => {
  const statuses = Object.values(states).map((made) => [made().status, stored(made()).status]);

  expect(statuses.filter(([made, read]) => made !== read)).toEqual([]);
});

describe('a move', () => {
  test('tells what it did by one event, with before and after', () => {
    const told = Object.values(moves).flatMap((move) =>
      ['draft', 'finalized', 'uncollectible'].flatMap((state) => {
        const before = stored(states[state]?.() ?? draft());
        if (outcomeOf(move, before).includes('_')) return [];
        const [event, ...others] = move(before).events;
        expect(others).toEqual([]);
        const [from, to] = [event?.before?.['version'], event?.after?.['version']].map(String);
        return [`${state}: ${event?.type}, ${from} to ${to}`];
      }),
    );

    expect(told).toEqual([
      'draft: invoice.updated, 1 to 2',
      'draft: invoice.updated, 1 to 2',
      'finalized: invoice.updated, 1 to 2',
      'uncollectible: invoice.updated, 1 to 2',
      'draft: invoice.updated, 1 to 2',
      'draft: invoice.finalized, 1 to 2',
      'finalized: invoice.partially_paid, 1 to 2',
      'uncollectible: invoice.partially_paid, 1 to 2',
      'finalized: invoice.paid, 1 to 2',
      'uncollectible: invoice.paid, 1 to 2',
      'finalized: invoice.voided, 1 to 2',
      'uncollectible: invoice.voided, 1 to 2',
      'finalized: invoice.marked_uncollectible, 1 to 2',
    ]);
  });

  test('that changes nothing is none', () => {
    const invoice = stored(buildInvoice(buildId('cus'), { memo: 'M' }));

    expect(changeTexts(invoice, { memo: 'M', metadata: {} }, nextDay)).toBe(invoice);
    expect(changeTexts(invoice, { memo: null }, nextDay).facts).toMatchObject({
      memo: null,
      updatedAt: nextDay,
      createdAt: someday,
    });
  });

  test('leaves nothing due or overdue on what is voided or given up', () => {
    const done = stored(issued(draft()));

    const gone = requireVoidable(done).void(voiding).facts;
    const given = requireExpected(done).markUncollectible(nextDay).facts;

    expect([gone.amountDue, gone.total, gone.overdueAt]).toEqual([euros(0n), euros(4900n), null]);
    expect([given.amountDue, given.overdueAt, given.uncollectibleAt]).toEqual([
      euros(4900n),
      null,
      nextDay,
    ]);
  });

  test('deletes a draft where people alone wrote on it', () => {
    const invoice = requireDraft(stored(draft()));

    expect(invoice.delete(true, nextDay)).toMatchObject({
      id: invoice.facts.id,
      version: 1,
      events: [{ type: 'invoice.deleted', after: null, occurredAt: nextDay }],
    });
    expect(() => invoice.delete(false, nextDay)).toThrow('Charges of subscriptions stand on');
  });
});
