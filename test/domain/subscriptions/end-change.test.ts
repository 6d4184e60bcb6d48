import { describe, expect, test } from 'vitest';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { endMark, markOn, startMark } from '#domain/subscriptions/agreement/mark.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { Agreed } from './history.ts';
import { agree, History } from './history.ts';

// EUR 30.00 a month in UTC, from the first of June 2026 at noon, where nothing else is said.

const utc = parseTimeZone('UTC');
const at = parseInstant;
const june = (text: string) => at(`2026-06-${text}:00Z`);
const starting = (policy: Partial<BillingPolicy> = {}, more: Partial<Agreed> = {}): History =>
  new History({ start: startMark(june('01T12:00'), utc), policy, ...more });

const linesOf = ({ lines }: History): readonly string[] =>
  lines.map(
    ({ amount, servicePeriod: { start, end } }) =>
      `${start.slice(5)}/${end.slice(5)} ${amount.toDecimal()}`,
  );

const whole = '06-01/07-01 30.00';

describe('an end that is moved', () => {
  test('to an earlier day is credited for the days between, and for none of them twice', () => {
    const history = starting();

    history.cancel(june('02T12:00'), { on: '2026-06-21' });
    history.uncancel(june('03T12:00'));
    history.cancel(june('04T12:00'), { on: '2026-06-11' });

    expect(linesOf(history)).toEqual([
      whole,
      '06-21/07-01 -10.00',
      '06-21/07-01 10.00',
      '06-11/06-21 -10.00',
      '06-21/07-01 -10.00',
    ]);
  });

  test('back and forth within one instant, comes to what the last one says', () => {
    const history = starting();
    const now = june('01T12:00');

    history.cancel(now, { on: '2026-06-16' });
    history.cancel(now, { on: '2026-06-06' });
    history.cancel(now, { on: '2026-06-11' });
    history.cancel(now, 'now');

    expect(history.at(now).status).toBe('ended');
    expect(linesOf(history)).toEqual([
      whole,
      '06-16/07-01 -15.00',
      '06-06/06-16 -10.00',
      '06-06/06-11 5.00',
      '06-02/06-06 -4.00',
      '06-06/06-11 -5.00',
    ]);
  });

  test('from later on the day that it began, is charged anew, although all was credited', () => {
    const history = starting({ dayOfEnd: 'free' });

    history.cancel(june('01T13:00'), { at: '2026-06-01T18:00:00Z' });
    history.uncancel(june('01T14:00'));

    expect(linesOf(history)).toEqual([whole, '06-01/07-01 -30.00', whole]);
  });

  test('from later on a day that a period begins, has that period charged', () => {
    const history = starting({ dayOfEnd: 'free' });
    history.cancel(june('20T12:00'), { at: '2026-07-01T18:00:00Z' });

    history.uncancel(at('2026-07-01T06:00:00Z'));

    expect(linesOf(history)).toEqual([whole, '07-01/08-01 30.00']);
  });

  test('at the very instant that a period begins, has it charged once', () => {
    const history = starting({ dayOfEnd: 'free' });
    history.cancel(june('20T12:00'), { at: '2026-07-01T18:00:00Z' });

    history.uncancel(at('2026-07-01T00:00:00Z'));
    history.run(at('2026-07-02T00:00:00Z'));

    expect(linesOf(history)).toEqual([whole, '07-01/08-01 30.00']);
  });

  test('is charged from where the end was that the first charge knew', () => {
    const history = starting({}, { end: markOn(parseCalendarDate('2026-06-11'), utc) });

    history.uncancel(june('05T12:00'));

    expect(linesOf(history)).toEqual(['06-01/06-11 10.00', '06-11/07-01 20.00']);
  });
});

describe('what cancelCredit gave back', () => {
  test('is charged again: nothing, where it was none', () => {
    const history = starting();

    history.cancel(june('05T12:00'), { on: '2026-06-11' }, 'none');
    history.uncancel(june('06T12:00'));

    expect(linesOf(history)).toEqual([whole]);
  });

  test('is charged again: the whole period, where it was all', () => {
    const history = starting();

    history.cancel(june('05T12:00'), { on: '2026-06-11' }, 'full');
    history.uncancel(june('06T12:00'));

    expect(linesOf(history)).toEqual([whole, '06-01/07-01 -30.00', whole]);
  });

  test('stays given back as long as the period is cut, and is charged once it is not', () => {
    const history = starting();

    history.cancel(june('05T12:00'), { on: '2026-06-11' }, 'full');
    history.cancel(june('06T12:00'), { on: '2026-06-21' }, 'full');
    const cut = linesOf(history);
    history.cancel(june('07T12:00'), { on: '2026-07-01' }, 'full');

    expect(cut).toEqual([whole, '06-01/07-01 -30.00']);
    expect(linesOf(history)).toEqual([...cut, whole]);
  });

  test('is the whole period, also where it was charged in parts', () => {
    const history = starting();
    history.cancel(june('05T12:00'), { on: '2026-06-11' });
    history.uncancel(june('06T12:00'));

    history.cancel(june('21T12:00'), 'now', 'full');

    expect(linesOf(history)).toEqual([
      whole,
      '06-11/07-01 -20.00',
      '06-11/07-01 20.00',
      '06-01/06-11 -10.00',
      '06-11/07-01 -20.00',
    ]);
  });
});

describe('a period that is not divided', () => {
  test('is owed once, however often its end is moved', () => {
    const end = markOn(parseCalendarDate('2026-06-11'), utc);
    const history = starting({ countedBy: 'none' }, { end });

    history.uncancel(june('05T12:00'));
    history.cancel(june('06T12:00'), 'now');

    expect(linesOf(history)).toEqual(['06-01/06-11 30.00']);
  });

  test('is credited where nothing of it was used', () => {
    const history = starting({ countedBy: 'none', dayOfEnd: 'free' });

    history.cancel(june('01T18:00'), 'now');

    expect(linesOf(history)).toEqual([whole, '06-01/07-01 -30.00']);
  });
});

describe('where seconds are counted', () => {
  test.each(['billed', 'free'] as const)('the last half day is credited, with %s', (dayOfEnd) => {
    const start = markOn(parseCalendarDate('2026-06-01'), utc);
    const history = starting({ countedBy: 'second', dayOfEnd }, { start });

    history.cancel(june('30T12:00'), 'now');

    expect(history.lines.map(({ amount }) => amount.toDecimal())).toEqual(['30.00', '-0.50']);
  });

  test.each(['billed', 'free'] as const)('some hours are charged, with %s', (dayOfEnd) => {
    const start = markOn(parseCalendarDate('2026-06-01'), utc);
    const history = starting({ countedBy: 'second', dayOfEnd }, { start });

    history.cancel(june('01T12:00'), 'now');

    expect(linesOf(history)).toEqual([whole, '06-02/07-01 -29.50']);
  });
});

describe('what is canceled before it begins', () => {
  const scheduled = (): History =>
    new History(
      { start: markOn(parseCalendarDate('2026-06-01'), utc) },
      at('2026-05-01T00:00:00Z'),
    );

  test.each(['now', 'period_end', { on: '2026-05-20' }] as const)('has ended, by %j', (end) => {
    const history = scheduled();

    history.cancel(at('2026-05-10T00:00:00Z'), end);
    history.run(june('10T00:00'));

    expect(history.at(at('2026-05-10T00:00:00Z')).status).toBe('ended');
    expect(history.lines).toEqual([]);
  });

  test('on the day that it begins, has ended', () => {
    const history = new History({ start: startMark(june('01T12:00'), utc) }, june('01T08:00'));

    history.cancel(june('01T09:00'), 'now');
    history.run(june('10T00:00'));

    expect(history.at(june('01T09:00')).status).toBe('ended');
    expect(history.lines).toEqual([]);
  });

  test('for a day after its start, begins and ends there', () => {
    const history = scheduled();

    history.cancel(at('2026-05-10T00:00:00Z'), { on: '2026-06-16' });
    history.run(june('10T00:00'));

    expect(history.at(june('10T00:00')).status).toBe('active');
    expect(linesOf(history)).toEqual(['06-01/06-16 15.00']);
  });
});

describe('what is due', () => {
  const duesOf = (agreed: Agreed) =>
    dueBetween(agree(agreed), null, at('2030-01-01T00:00:00Z')).map(
      ({ at: moment, from, until }) => [from.on, until.on, new Date(moment).toISOString()],
    );

  test('ends with its period, also where the end is later on the free day that follows', () => {
    const policy = { dayOfEnd: 'free', countedBy: 'day' } as const;
    const start = markOn(parseCalendarDate('2026-06-01'), utc);
    const end = endMark(at('2026-07-01T15:00:00Z'), utc, policy);

    const dues = duesOf({ start, end, policy, billed: 'in_arrears' });

    expect(dues).toEqual([['2026-06-01', '2026-07-01', '2026-07-01T00:00:00.000Z']]);
  });

  // At 0:01 of the 7th the clocks went back to 23:01: at 3:00 UTC they showed the 6th once more.
  test.each([
    ['billed', '2010-11-08'],
    ['free', '2010-11-07'],
  ] as const)('knows the day in an hour that comes twice: %s', (dayOfEnd, lastOn) => {
    const zone = parseTimeZone('America/St_Johns');
    const policy = { dayOfEnd, countedBy: 'day' } as const;
    const start = markOn(parseCalendarDate('2010-10-07'), zone);
    const end = endMark(at('2010-11-07T03:00:00Z'), zone, policy);

    const dues = duesOf({ start, end, zone, policy, billed: 'in_arrears' });

    expect(dues.at(-1)?.[1]).toBe(lastOn);
  });

  test('leaves out a day that a zone left out', () => {
    const zone = parseTimeZone('Pacific/Apia');
    const start = markOn(parseCalendarDate('2011-12-29'), zone);
    const end = markOn(parseCalendarDate('2012-01-01'), zone);

    const dues = duesOf({ start, end, zone, interval: { unit: 'day', count: 1 } });

    expect(dues.map(([from]) => from)).toEqual(['2011-12-29', '2011-12-31']);
  });

  test('is nothing any more, once all is charged up to the end', () => {
    const history = starting();

    history.cancel(june('05T12:00'), { on: '2026-06-11' });

    expect(history.cursor.nextDueAt).toBeNull();
  });
});
