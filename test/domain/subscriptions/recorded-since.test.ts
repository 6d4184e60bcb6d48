import { describe, expect, test } from 'vitest';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { changeRecordedSince } from '#domain/subscriptions/changes/change-settlement.ts';
import { recordedSince } from '#domain/subscriptions/changes/end-change.ts';
import { scheduledRecordedSince } from '#domain/subscriptions/changes/scheduled-changes.ts';
import { dayBeforeChanges } from '#domain/subscriptions/settlement/recorded-since.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { agree } from './history.ts';
import { on } from './segment-builders.ts';
import { day, tenSeats } from './ten-seats.ts';

// Settling reads the charges that end after a day, and no others.

const months: Grid = {
  unit: 'month',
  count: 1,
  anchorOn: parseCalendarDate('2026-01-01'),
  anchorDay: 1,
};
const years: Grid = { ...months, unit: 'year' };
const before = (...changes: readonly (readonly [string, Grid?])[]) =>
  dayBeforeChanges(changes.map(([text, grid = months]) => ({ on: parseCalendarDate(text), grid })));

describe('charges do not matter to a change', () => {
  test('that end before the period in which it lies, or that ends with it', () => {
    expect(before(['2026-06-16'])).toBe('2026-05-31');
    expect(before(['2026-06-02'])).toBe('2026-05-31');
    expect(before(['2026-06-01'])).toBe('2026-04-30');
  });

  test('that end before the earliest of the periods of several', () => {
    expect(before(['2026-06-16'], ['2026-05-16'], ['2026-07-16'])).toBe('2026-04-30');
    expect(before(['2026-06-16'], ['2026-06-16', years])).toBe('2025-12-31');
    expect(before()).toBeNull();
  });
});

describe('another end reads the charges', () => {
  const ending = (end: string | null) =>
    agree({ start: on('2026-01-01'), end: end === null ? null : on(end) });
  const since = (was: string | null, is: string | null) => recordedSince(ending(was), ending(is));

  test('from the period of the earlier of both ends on', () => {
    expect(since(null, '2026-06-16')).toBe('2026-05-31');
    expect(since('2026-06-16', null)).toBe('2026-05-31');
    expect(since('2026-06-16', '2026-08-16')).toBe('2026-05-31');
    expect(since('2026-08-16', '2026-06-16')).toBe('2026-05-31');
    expect(since(null, null)).toBeNull();
  });

  test('of none, where nothing is charged', () => {
    const free = { start: on('2026-06-01'), trialDays: 30 };
    const inTrial = agree({ ...free, end: on('2026-06-16') });

    expect(recordedSince(inTrial, inTrial)).toBeNull();
  });
});

describe('a change reads the charges', () => {
  test('from the period on in which an item is agreed otherwise', () => {
    const history = tenSeats();
    const was = history.agreement;
    history.change(day('08-16'), 'now', { quantities: { seat: '12' } });

    expect(changeRecordedSince(was, history.agreement)).toBe('2026-07-31');
    expect(changeRecordedSince(history.agreement, was)).toBe('2026-07-31');
    expect(changeRecordedSince(was, was)).toBeNull();
  });

  test('that lies ahead, once the run comes to it', () => {
    const history = tenSeats();
    history.change(day('06-03'), { on: '2026-08-16' }, { quantities: { seat: '12' } });
    const { agreement, cursor } = history;
    const since = (settled: string, until: string) =>
      scheduledRecordedSince(agreement, { ...cursor, settledThrough: day(settled) }, day(until));

    expect(since('06-03', '08-15')).toBeNull();
    expect(since('06-03', '08-16')).toBe('2026-07-31');
    expect(since('08-15', '08-16')).toBe('2026-07-31');
    expect(since('08-16', '09-16')).toBeNull();
    const fromTheStart = { ...cursor, settledThrough: null };
    expect(scheduledRecordedSince(agreement, fromTheStart, day('08-16'))).toBe('2026-07-31');
    expect(scheduledRecordedSince(agreement, fromTheStart, day('08-15'))).toBeNull();
  });

  test('where usage is agreed to within its period', () => {
    const counted = { kind: 'usage', meterId: buildId('mtr'), isProrated: false } as const;
    const interval = { unit: 'month', count: 1 } as const;
    const plans = {
      calls: { prices: { calls: { ...counted, unitAmount: '0.1' } }, interval },
      dearer: { prices: { calls: { ...counted, unitAmount: '0.2' } }, interval },
    };
    const history = tenSeats('calls', { billed: 'in_arrears', plans });
    const whole = scheduledRecordedSince(history.agreement, history.cursor, day('07-01'));
    history.change(day('06-16'), 'now', { plan: 'dearer' });
    const { agreement, cursor } = history;

    expect(whole).toBeNull();
    expect(scheduledRecordedSince(agreement, cursor, day('06-30'))).toBeNull();
    expect(scheduledRecordedSince(agreement, cursor, day('07-01'))).toBe('2026-05-31');
    // A change may have been back-dated to a period before.
    const july = { ...cursor, settledThrough: day('07-01') };
    expect(scheduledRecordedSince(agreement, july, day('08-01'))).toBe('2026-06-30');
  });

  test('where a period is owed once for several agreements', () => {
    const whole = { billed: 'in_arrears', isProrated: false } as const;
    const history = tenSeats('team', whole);
    history.change(day('06-16'), 'now', { quantities: { seat: '12' } });
    const { agreement, cursor } = history;

    expect(scheduledRecordedSince(agreement, cursor, day('06-30'))).toBeNull();
    expect(scheduledRecordedSince(agreement, cursor, day('07-01'))).toBe('2026-05-31');
    const july = { ...cursor, settledThrough: day('07-01') };
    expect(scheduledRecordedSince(agreement, july, day('08-01'))).toBeNull();
  });
});
