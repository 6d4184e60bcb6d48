import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/shared/time.ts';
import {
  formatInstant,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';
import {
  changeMark,
  earlierMark,
  endMark,
  laterMark,
  markInZone,
  notBefore,
  startMarkOn,
} from '#domain/subscriptions/agreement/mark.ts';
import { termEndAt } from '#domain/subscriptions/agreement/term.ts';
import { attentionAt, noticeAt } from '#domain/subscriptions/settlement/notice.ts';

const utc = parseTimeZone('UTC');
const vienna = parseTimeZone('Europe/Vienna');
const noon = (day: string): Instant => parseInstant(`${day}T12:00:00.000Z`);
const now = noon('2026-06-10');

describe('a start on a date', () => {
  test('is on the next day where its zone left that one out', () => {
    const apia = parseTimeZone('Pacific/Apia');
    const [before, missing, next] = ['2011-12-29', '2011-12-30', '2011-12-31'].map((on) =>
      startMarkOn(parseCalendarDate(on), apia),
    );

    expect(before?.on).toBe('2011-12-29');
    expect(missing).toEqual(next);
    expect(next?.on).toBe('2011-12-31');
  });
});

describe('a mark', () => {
  const at = parseInstant('2026-06-10T22:30:00.000Z');
  const midnight = parseInstant('2026-06-10T22:00:00.000Z');

  test.each([
    ['day', 'billed', '2026-06-12'],
    ['day', 'free', '2026-06-11'],
    ['month_30', 'billed', '2026-06-12'],
    ['second', 'billed', '2026-06-12'],
    ['second', 'free', '2026-06-12'],
  ] as const)('of an end, counted by %s, where that day is %s', (countedBy, dayOfEnd, on) => {
    expect(endMark(at, vienna, { countedBy, dayOfEnd })).toEqual({ on, at });
  });

  test('of an end that is a day’s beginning is of no other day, where seconds are counted', () => {
    const ends = (countedBy: 'second' | 'day') =>
      endMark(midnight, vienna, { countedBy, dayOfEnd: 'billed' }).on;

    expect([ends('second'), ends('day')]).toEqual(['2026-06-11', '2026-06-12']);
  });

  test.each([
    ['day', 'new', '2026-06-11'],
    ['day', 'old', '2026-06-12'],
    ['second', 'old', '2026-06-11'],
  ] as const)('of a change, counted by %s, where its day is %s', (countedBy, dayOfChange, on) => {
    expect(changeMark(at, vienna, { countedBy, dayOfChange })).toEqual({ on, at });
  });

  test('in another zone is of its day where seconds are counted, else of the old one', () => {
    const mark = { on: parseCalendarDate('2026-06-10'), at };

    expect(markInZone(mark, vienna, { countedBy: 'second' })).toEqual({ on: '2026-06-11', at });
    expect(markInZone(mark, vienna, { countedBy: 'day' })).toEqual(mark);
  });

  test('is earlier by its day or its seconds, or by its instant where they are alike', () => {
    const morning = {
      on: parseCalendarDate('2026-06-11'),
      at: parseInstant('2026-06-10T08:00:00Z'),
    };
    const evening = {
      on: parseCalendarDate('2026-06-10'),
      at: parseInstant('2026-06-10T20:00:00Z'),
    };
    const [byDay, bySecond] = [{ countedBy: 'day' }, { countedBy: 'second' }] as const;
    const noonOf = { ...morning, at: now };

    expect(earlierMark(morning, evening, byDay)).toBe(evening);
    expect(laterMark(morning, evening, byDay)).toBe(morning);
    expect(earlierMark(morning, evening, bySecond)).toBe(morning);
    expect(laterMark(morning, evening, bySecond)).toBe(evening);
    expect(earlierMark(noonOf, morning, byDay)).toBe(morning);
    expect(laterMark(morning, noonOf, byDay)).toBe(noonOf);
    expect(notBefore(morning, evening)).toEqual({ on: morning.on, at: evening.at });
    expect(notBefore(evening, morning)).toEqual({ on: morning.on, at: evening.at });
    const early = { on: evening.on, at: morning.at };
    expect(notBefore(morning, early)).toEqual(morning);
  });
});

describe('the end of the term that holds', () => {
  const startsOn = parseCalendarDate('2026-03-31');
  const endAt = (renewal: 'end' | 'renew', at: string) =>
    termEndAt({ length: { unit: 'month', count: 1 }, renewal, startsOn }, utc, noon(at)).on;

  test('is that of the first one before it begins, and where it is not renewed', () => {
    expect([endAt('renew', '2026-03-01'), endAt('end', '2027-03-01')]).toEqual([
      '2026-04-30',
      '2026-04-30',
    ]);
  });

  test('is that of the term in which the day lies, where it is renewed', () => {
    const days = ['2026-03-31', '2026-04-29', '2026-04-30', '2026-06-01'];

    expect(days.map((day) => endAt('renew', day))).toEqual([
      '2026-04-30',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
    ]);
  });
});

describe('the notice of an invoice', () => {
  const nextDueAt = parseInstant('2026-06-20T12:00:00.000Z');
  const cursor = { settledThrough: null, nextDueAt, noticedThrough: null };

  test('is due at the beginning of the local day so many days before', () => {
    const at = noticeAt(cursor, vienna, 3);

    expect(at && formatInstant(at)).toBe('2026-06-16T22:00:00.000Z');
    expect(attentionAt(cursor, vienna, 3)).toBe(at);
  });

  test.each([
    ['nobody wants one', cursor, 0],
    ['nothing more is charged', { ...cursor, nextDueAt: null }, 3],
    ['it was given already', { ...cursor, noticedThrough: nextDueAt }, 3],
  ] as const)('is none where %s', (_, known, days) => {
    expect(noticeAt(known, vienna, days)).toBeNull();
    expect(attentionAt(known, vienna, days)).toBe(known.nextDueAt);
  });

  test('is due again where only the invoice before was told of', () => {
    const before = parseInstant('2026-06-20T11:59:59.999Z');

    expect(noticeAt({ ...cursor, noticedThrough: before }, vienna, 3)).not.toBeNull();
  });
});
