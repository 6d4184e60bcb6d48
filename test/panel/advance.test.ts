import { describe, expect, test } from 'vitest';
import { happeningsOf, targetOf, typedTarget } from '../../panel/values/advance.ts';

const span = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const agreed = (given: object = {}) => ({
  id: 'sub_1',
  customerId: 'cus_1',
  planId: 'plan_1',
  planVersion: 1,
  items: [],
  startsAt: '2026-01-01T00:00:00.000Z',
  trialEndsAt: null,
  endsAt: null,
  pause: null,
  ...given,
});
const event = (
  type: string,
  timestamp: string,
  resourceId: string,
  after: object | null = null,
) => ({
  id: `${type} ${resourceId}`,
  type,
  timestamp,
  tenantId: 'ten_1',
  data: { resourceId, version: 1, before: null, after: after as Record<string, unknown> | null },
});
const told = (known: Partial<Parameters<typeof happeningsOf>[1]>) =>
  happeningsOf(span, { events: [], before: [], after: [], changes: [], ...known }).map(
    ({ kind, at }) => [kind, at],
  );

describe('where the clock is to stand', () => {
  test('is the chosen instant to the millisecond while the fields show its minute', () => {
    const typed = typedTarget('2026-03-29T01:30:12.345Z', 'Europe/Vienna');

    expect(typed).toMatchObject({ date: '2026-03-29', time: '03:30' });
    expect(targetOf(typed, 'Europe/Vienna')).toBe('2026-03-29T01:30:12.345Z');
  });

  test('is the second of two equal hours where that was chosen', () => {
    const second = typedTarget('2026-10-25T01:30:00.000Z', 'Europe/Vienna');

    expect(targetOf(second, 'Europe/Vienna')).toBe('2026-10-25T01:30:00.000Z');
  });

  test.each([
    [{ date: '2026-03-30' }, '2026-03-30T01:30:00.000Z'],
    [{ time: '04:00' }, '2026-03-29T02:00:00.000Z'],
    [{ date: '' }, undefined],
    [{ time: '' }, undefined],
  ])('is what was typed over it: %o', (typed, target) => {
    const chosen = typedTarget('2026-03-29T01:30:12.345Z', 'Europe/Vienna');

    expect(targetOf({ ...chosen, ...typed }, 'Europe/Vienna')).toBe(target);
  });
});

describe('a report of an advance', () => {
  test('tells of an invoice once, with its number, its customer and its total', () => {
    const at = '2026-03-05T00:00:00.000Z';
    const total = { amount: 4990, currency: 'EUR' };
    const invoice = { number: 'INV-1', customerId: 'cus_1', total };

    const [one, ...others] = happeningsOf(span, {
      events: [
        event('invoice.created', at, 'inv_1', { ...invoice, number: null }),
        event('invoice.finalized', at, 'inv_1', invoice),
      ],
      before: [],
      after: [],
      changes: [],
    });

    expect(one).toMatchObject({ kind: 'invoice.finalized', at, resourceId: 'inv_1' });
    expect(one).toMatchObject({ number: 'INV-1', customerId: 'cus_1', amount: total });
    expect(others).toEqual([]);
  });

  test('tells of a draft that waits, and not of the clock itself', () => {
    const at = '2026-03-05T00:00:00.000Z';

    const kinds = told({
      events: [event('invoice.created', at, 'inv_1'), event('tenant.updated', at, 'ten_1')],
    });

    expect(kinds).toEqual([['invoice.created', at]]);
  });

  test.each([
    ['started', { startsAt: '2026-03-10T00:00:00.000Z' }],
    ['trial_ended', { trialEndsAt: '2026-03-10T00:00:00.000Z' }],
    ['ended', { endsAt: '2026-03-10T00:00:00.000Z' }],
  ])('tells that a subscription %s on the way', (kind, facts) => {
    const one = agreed(facts);

    expect(told({ before: [one], after: [one] })).toEqual([[kind, '2026-03-10T00:00:00.000Z']]);
  });

  test.each([
    ['the instant that it set out at', span.from, []],
    ['the instant where it arrived', span.to, [['ended', span.to]]],
    ['an instant beyond', '2026-04-01T00:00:00.001Z', []],
  ])('tells of an end at %s as the runs see it', (_name, endsAt, expected) => {
    const one = agreed({ endsAt });

    expect(told({ before: [one], after: [one] })).toEqual(expected);
  });

  test('tells no trial that ends with the subscription, and no start that never was', () => {
    const endsAt = '2026-03-10T00:00:00.000Z';

    expect(told({ after: [agreed({ trialEndsAt: endsAt, endsAt })] })).toEqual([['ended', endsAt]]);
    expect(told({ after: [agreed({ startsAt: endsAt, endsAt })] })).toEqual([['ended', endsAt]]);
  });

  test('tells of a pause that began and was over again on the way', () => {
    const pause = { startsAt: '2026-03-05T00:00:00.000Z', resumesAt: '2026-03-08T00:00:00.000Z' };

    expect(told({ before: [agreed({ pause })], after: [agreed()] })).toEqual([
      ['paused', pause.startsAt],
      ['resumed', pause.resumesAt],
    ]);
  });

  test('tells of a change of plan before the invoice of the same instant, and of it once', () => {
    const at = '2026-03-15T00:00:00.000Z';
    const change = { subscriptionId: 'sub_1', kind: 'change', status: 'in_force' } as const;

    const kinds = told({
      before: [agreed()],
      after: [agreed({ planId: 'plan_2' })],
      events: [event('invoice.finalized', at, 'inv_1')],
      changes: [
        { ...change, effectiveAt: at },
        { ...change, effectiveAt: '2026-01-15T00:00:00.000Z' },
        { ...change, status: 'taken_back', effectiveAt: '2026-03-16T00:00:00.000Z' },
      ],
    });

    expect(kinds).toEqual([
      ['changed', at],
      ['invoice.finalized', at],
    ]);
  });

  test('tells of a change that nobody can date at the end', () => {
    const endsAt = '2026-03-10T00:00:00.000Z';

    expect(told({ before: [agreed()], after: [agreed({ planVersion: 2, endsAt })] })).toEqual([
      ['ended', endsAt],
      ['changed', null],
    ]);
  });
});
