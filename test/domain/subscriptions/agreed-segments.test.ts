import { describe, expect, test } from 'vitest';
import { parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { markOn, startMark, startMarkOn } from '#domain/subscriptions/agreement/mark.ts';
import type { Agreed } from './history.ts';
import { agree, History } from './history.ts';
import { day } from './ten-seats.ts';

// The segments of one price at EUR 30.00 a month, cut where its trial ends, or where it was
// billed elsewhere.

const utc = parseTimeZone('UTC');
const start = markOn(parseCalendarDate('2026-06-01'), utc);
const shown = (agreed: Agreed): readonly string[] =>
  agree(agreed).segments.map(
    ({ from, until, items }) => `${from.on} to ${until?.on}: ${items.length}`,
  );

describe('what was billed elsewhere', () => {
  const billed = (on: string, more: Partial<Agreed> = {}) =>
    shown({ start, billedThrough: parseCalendarDate(on), ...more });

  test('is agreed to in vain, and what follows is not', () => {
    expect(billed('2026-06-16')).toEqual([
      '2026-06-01 to 2026-06-16: 0',
      '2026-06-16 to undefined: 1',
    ]);
    expect(billed('2026-06-01')).toEqual(['2026-06-01 to undefined: 1']);
    expect(billed('2026-06-02')).toHaveLength(2);
  });

  test('reaches to the end at most', () => {
    const end = markOn(parseCalendarDate('2026-06-16'), utc);

    expect(billed('2026-06-16', { end })).toEqual(['2026-06-01 to 2026-06-16: 0']);
    expect(billed('2026-06-15', { end })).toEqual([
      '2026-06-01 to 2026-06-15: 0',
      '2026-06-15 to 2026-06-16: 1',
    ]);
    // The day of an end may be charged still: its mark is the next day’s, at an earlier instant.
    const billedDay = { ...end, on: parseCalendarDate('2026-06-17') };
    expect(billed('2026-06-16', { end: billedDay })).toEqual([
      '2026-06-01 to 2026-06-16: 0',
      '2026-06-16 to 2026-06-17: 1',
    ]);
    expect(billed('2026-06-18', { end: billedDay })).toEqual(['2026-06-01 to 2026-06-17: 0']);
  });

  test('ends with the start, where the zone left out that day', () => {
    const zone = parseTimeZone('Pacific/Apia');
    const leftOut = parseCalendarDate('2011-12-30');
    const from = { start: startMarkOn(leftOut, zone), zone };

    expect(billed('2011-12-30', from)).toEqual(['2011-12-31 to undefined: 1']);
    expect(billed('2011-12-31', from)).toEqual(['2011-12-31 to undefined: 1']);
    expect(billed('2011-12-30', { ...from, start: markOn(leftOut, zone) })).toEqual([
      '2011-12-30 to 2011-12-31: 0',
      '2011-12-31 to undefined: 1',
    ]);
  });

  test('is neither charged nor credited, whatever ends later', () => {
    const history = new History({ start, billedThrough: parseCalendarDate('2026-06-16') });
    history.run(day('06-16'));

    history.cancel(day('06-18'), { on: '2026-06-21' });

    expect(
      history.lines.map(({ amount, servicePeriod }) => [servicePeriod.start, amount.minor]),
    ).toEqual([
      ['2026-06-16', 1500n],
      ['2026-06-21', -1000n],
    ]);
  });
});

describe('a trial', () => {
  test('cuts at its end, whose day is charged from its beginning', () => {
    const noon = startMark(day('06-01'), utc);

    expect(shown({ start: noon, trialDays: 10 })).toEqual([
      '2026-06-01 to 2026-06-11: 0',
      '2026-06-11 to undefined: 1',
    ]);
    expect(shown({ start: noon, trialDays: 10, inTrial: 'charged' })).toEqual([
      '2026-06-01 to 2026-06-11: 1',
      '2026-06-11 to undefined: 1',
    ]);
  });

  test('in which somebody cancels costs nothing, even on its last day', () => {
    const history = new History({ start, trialDays: 10 });

    history.cancel(day('06-10'), 'period_end');
    history.run(day('07-01'));

    expect(history.lines).toEqual([]);
    expect(history.cursor.nextDueAt).toBeNull();
  });

  test('of what is charged in it has its periods from the start on, in parts', () => {
    const history = new History({ start, trialDays: 10, inTrial: 'charged' });

    history.run(day('07-11'));

    expect(
      history.lines.map(({ servicePeriod: span }) => `${span.start.slice(5)}/${span.end.slice(5)}`),
    ).toEqual(['06-01/06-11', '06-11/07-11', '07-11/08-11']);
  });
});
