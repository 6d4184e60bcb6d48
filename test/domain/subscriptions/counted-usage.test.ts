import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { later, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { markOn } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import { itemOf, runsOf } from '#domain/subscriptions/agreement/runs.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { followsChange, uncounted } from '#domain/subscriptions/settlement/counted-usage.ts';
import { openUsage } from '#domain/subscriptions/settlement/due.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { day, tenSeats } from './ten-seats.ts';

// June of a price of usage in arrears, of which other lines may have counted some already.

const on = (text: string): Mark => markOn(parseCalendarDate(`2026-${text}`), parseTimeZone('UTC'));
const meterId = buildId('mtr');
const calls = { kind: 'usage', meterId, isProrated: false, unitAmount: '0.1' } as const;
const plans = {
  calls: { prices: { calls }, interval: { unit: 'month', count: 1 } as const },
};
const { agreement } = tenSeats('calls', { plans, billed: 'in_arrears' });
const runs = runsOf(agreement);
const [due] = openUsage(agreement, day('06-15'));
const [run] = runs;
if (due === undefined || run === undefined) throw new Error('Usage is open.');

const otherId = buildId('si');
const lineOf = (from: Mark, until: Mark, given: Partial<SubscriptionCharge> = {}) => {
  const made = chargeOf(agreement, { ...due, from, until }, 'run');
  const stored = { id: buildId('line'), invoiceId: null, createdAt: day('06-15') };
  return { charge: { ...made, ...stored, ...given } as SubscriptionCharge, terms: due.item.terms };
};
/** The same price as another item of the subscription has it. */
const otherRun = (given: Partial<AgreedRun> = {}): AgreedRun => ({
  ...run,
  items: [{ from: run.from, item: { ...itemOf(run), id: otherId } }],
  ...given,
});

describe('usage that another price of the same meter has counted', () => {
  const other = lineOf(on('06-01'), on('06-11'), { itemId: otherId });
  const leftWith = (...others: readonly AgreedRun[]) =>
    uncounted(due, [other], [...runs, ...others], on('06-11'))?.from.on;

  test('is not charged again, where that price has ended', () => {
    expect(leftWith()).toBe('2026-06-11');
    expect(leftWith(otherRun({ until: on('06-11') }))).toBe('2026-06-11');
    expect(leftWith(otherRun({ until: on('06-10') }))).toBe('2026-06-11');
  });

  test('is charged by both, where both go on', () => {
    expect(leftWith(otherRun())).toBe('2026-06-01');
    expect(leftWith(otherRun({ until: on('06-12') }))).toBe('2026-06-01');
  });

  test('of several meters is not charged again, where they share one', () => {
    const meterIds = [meterId, buildId('mtr')];
    const { meterId: _, ...terms } = { meterId: undefined, ...other.terms };
    const ofSeveral = { ...other, terms: { ...terms, meterIds } as typeof other.terms };

    expect(uncounted(due, [ofSeveral], runs, on('06-11'))?.from.on).toBe('2026-06-11');
  });
});

test('a line that ends where a due begins has counted none of it, nor the moment after', () => {
  const begins = { ...due, from: on('06-11') };
  const leftBy = (milliseconds: number) => {
    const until = { on: parseCalendarDate('2026-06-11'), at: later(day('06-11'), milliseconds) };
    const left = uncounted(begins, [lineOf(on('06-01'), until)], runs, on('06-11'));
    return left && left.from.at - day('06-11');
  };

  expect([-1, 0, 1, 2].map(leftBy)).toEqual([0, 0, 0, 2]);
});

describe('lines under other terms may have counted some of a due', () => {
  const changeId = idFromUuid('chg', '01900000-0000-7000-8000-000000000001');
  const agreed = (given: Partial<AgreedRun> = {}): AgreedRun => ({
    ...run,
    from: on('06-05'),
    until: on('06-21'),
    agreedBy: changeId,
    ...given,
  });
  const follows = (from: string, ...of: readonly AgreedRun[]) =>
    followsChange({ ...due, from: on(from) }, of);

  test('where a change agreed to it', () => {
    expect(follows('06-11', agreed())).toBe(true);
    expect(follows('06-11', agreed({ until: null }))).toBe(true);
    expect(follows('06-11', agreed({ agreedBy: null }))).toBe(false);
    expect(follows('06-11')).toBe(false);
  });

  test('and not where it agreed to another time, or another item', () => {
    expect(['06-04', '06-05', '06-20', '06-21'].map((from) => follows(from, agreed()))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(follows('06-11', otherRun({ ...agreed(), items: otherRun().items }))).toBe(false);
  });

  test('and not of seats, which nobody counts', () => {
    const seats = { ...due, item: { ...due.item, kind: 'recurring' as const } };

    expect(followsChange(seats, [agreed({ until: null })])).toBe(false);
  });
});
