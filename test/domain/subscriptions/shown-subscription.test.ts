import { expect, test } from 'vitest';
import type { Override } from '#domain/catalog/override.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { shownItem } from '#domain/subscriptions/shown-item.ts';
import { subscribe } from '#domain/subscriptions/subscription.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { built, day, from, mark, plan, planVersionId, segment } from './life-builders.ts';

test('what is agreed at last, and the pause by now, is what events tell', () => {
  const other = { ...segment.items[0], id: buildId('si'), quantity: '7' };
  const agreed = built({
    segments: [
      from(0, { trialEnd: mark(2) }),
      from(3, { isPaused: true, trialEnd: mark(2) }),
      from(5, { items: [other as (typeof segment.items)[number]], trialEnd: mark(4) }),
    ],
    term: { length: { unit: 'year', count: 2 }, renewal: 'renew', startsOn: mark(0).on },
    end: mark(90),
    endReason: 'Too dear',
    billedThrough: mark(1).on,
    isInvoicedApart: true,
    alignment: { day: 19 },
  });

  const [created] = agreed.events;

  expect(created?.after).toMatchObject({
    trialEndsAt: formatInstant(day(4)),
    endsAt: formatInstant(day(90)),
    endReason: 'Too dear',
    pause: { startsAt: formatInstant(day(3)), resumesAt: formatInstant(day(5)) },
    billedThrough: mark(1).on,
    term: { unit: 'year', count: 2 },
    renewal: 'renew',
    items: [{ id: other.id, quantity: '7' }],
    isInvoicedApart: true,
    alignment: { day: 19 },
  });
  for (const name of ['interval', 'policy', 'segments', 'start', 'end', 'status']) {
    expect(created?.after).not.toHaveProperty(name);
  }
});

test('a new subscription tells all that was agreed to', () => {
  const { facts } = built({ externalId: 'crm-1', purchaseOrder: 'PO 7', metadata: { a: 'b' } });
  const { version: _, createdAt: __, updatedAt: ___, ...agreed } = facts;

  const [created] = subscribe(agreed, day(1)).events;

  expect(created).toEqual({
    type: 'subscription.created',
    subjectId: facts.id,
    occurredAt: day(1),
    before: null,
    after: {
      id: facts.id,
      version: 1,
      customerId: facts.customerId,
      planId: plan.facts.id,
      planVersion: 1,
      externalId: 'crm-1',
      name: null,
      currency: 'EUR',
      timeZone: 'UTC',
      alignment: 'anniversary',
      anchorOn: '2026-11-19',
      anchorDay: 19,
      startsAt: '2026-11-19T23:06:40.000Z',
      trialEndsAt: null,
      endsAt: null,
      endReason: null,
      pause: null,
      billedThrough: null,
      term: null,
      renewal: null,
      items: [
        { ...segment.items[0], id: facts.segments[0]?.items[0]?.id, override: null, endsOn: null },
      ],
      isInvoicedApart: false,
      purchaseOrder: 'PO 7',
      metadata: { a: 'b' },
      createdAt: '2026-11-20T23:06:40.000Z',
      updatedAt: '2026-11-20T23:06:40.000Z',
    },
  });
  expect(facts.segments[0]?.planVersionId).toBe(planVersionId);
});

test('what an item has of its own is shown as it was given', () => {
  const [item] = segment.items;
  if (item === undefined) throw new Error('A subscription has an item.');
  const override = { model: 'per_unit', unitAmount: '8', currency: parseCurrencyCode('EUR') };
  const own = { ...item, override: override as Override, end: mark(9) };

  expect(shownItem(own)).toEqual({
    id: item.id,
    priceId: item.priceId,
    quantity: item.quantity,
    override: { unitAmount: '8' },
    endsOn: mark(9).on,
  });
});
