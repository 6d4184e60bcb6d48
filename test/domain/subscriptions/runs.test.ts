import { describe, expect, test } from 'vitest';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import type { AgreedItem, AgreedSegment } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { AgreedRun } from '#domain/subscriptions/agreement/runs.ts';
import {
  divergenceOf,
  isEmpty,
  itemAt,
  itemOf,
  runsOf,
} from '#domain/subscriptions/agreement/runs.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { flat } from '../charging/builders.ts';
import { agree } from './history.ts';
import { begunBy, change, on } from './segment-builders.ts';

const agreement = agree({ start: on('2026-06-01') });
const grid: Grid = {
  unit: 'month',
  count: 1,
  anchorOn: parseCalendarDate('2026-06-01'),
  anchorDay: 1,
};
const seat: AgreedItem = {
  id: buildId('si'),
  priceId: buildId('price'),
  name: 'Seat',
  kind: 'recurring',
  billed: 'in_advance',
  quantity: '1',
  grid,
  timeZone: parseTimeZone('UTC'),
  terms: flat(3000n),
  termsHash: 'terms',
};
const support: AgreedItem = { ...seat, id: buildId('si'), name: 'Support' };
const byDay = { countedBy: 'day' } as const;

/** Segments that follow each other, the last one without an end. */
const runs = (...segments: readonly (readonly [day: string, ...items: AgreedItem[]])[]) =>
  runsOf({
    ...agreement,
    segments: segments.map(([day, ...items], index): AgreedSegment => {
      const next = segments[index + 1];
      return { from: on(day), until: next === undefined ? null : on(next[0]), items };
    }),
  });

const shown = (all: readonly AgreedRun[]) =>
  all.map((run) => `${itemOf(run).name} ${run.from.on} to ${run.until?.on}`);

describe('an item is one run', () => {
  test('as long as its own terms stay, whatever becomes of others', () => {
    const all = runs(
      ['2026-06-01', seat],
      ['2026-06-05', seat, support],
      ['2026-06-10', { ...seat, name: 'Renamed' }],
    );

    expect(shown(all)).toEqual([
      'Renamed 2026-06-01 to undefined',
      'Support 2026-06-05 to 2026-06-10',
    ]);
  });

  test.each<readonly [string, Partial<AgreedItem>]>([
    ['kind', { kind: 'one_time' }],
    ['terms', { termsHash: 'others' }],
    ['quantity', { quantity: '2' }],
    ['time of payment', { billed: 'in_arrears' }],
    ['zone', { timeZone: parseTimeZone('Asia/Tokyo') }],
    ['unit of its periods', { grid: { ...grid, unit: 'year' } }],
    ['length of its periods', { grid: { ...grid, count: 2 } }],
    ['anchor', { grid: { ...grid, anchorOn: parseCalendarDate('2026-07-01') } }],
    ['day of its periods', { grid: { ...grid, anchorDay: 31 } }],
  ])('until another %s is agreed to', (_, other) => {
    expect(runs(['2026-06-01', seat], ['2026-06-10', { ...seat, ...other }])).toHaveLength(2);
  });

  test('until it ends: agreed to anew it is another run', () => {
    expect(shown(runs(['2026-06-01', seat], ['2026-06-05'], ['2026-06-10', seat]))).toEqual([
      'Seat 2026-06-01 to 2026-06-05',
      'Seat 2026-06-10 to undefined',
    ]);
  });

  test('that is shown as each time agreed to it', () => {
    const [run] = runs(['2026-06-05', seat], ['2026-06-10', { ...seat, name: 'Renamed' }]);
    if (run === undefined) throw new Error('It runs.');
    const nameAt = (day: string) => itemAt(run, on(day), byDay).name;

    expect(['2026-06-01', '2026-06-09', '2026-06-10', '2026-07-01'].map(nameAt)).toEqual([
      'Seat',
      'Seat',
      'Renamed',
      'Renamed',
    ]);
    expect(itemOf(run).name).toBe('Renamed');
  });

  test('that knows the changes that it begins and ends with', () => {
    const [first, second] = [begunBy(change('2026-06-05')), begunBy(change('2026-06-10'))];
    const all = runsOf({
      ...agreement,
      segments: [
        { from: on('2026-06-01'), until: on('2026-06-05'), items: [seat] },
        {
          from: on('2026-06-05'),
          until: on('2026-06-10'),
          items: [{ ...seat, quantity: '2' }],
          begunBy: first,
        },
        {
          from: on('2026-06-10'),
          until: on('2026-07-10'),
          items: [{ ...seat, quantity: '2' }, support],
          begunBy: second,
        },
        {
          from: on('2026-07-10'),
          until: null,
          items: [{ ...seat, quantity: '3' }],
          agreedBy: second.id,
        },
      ],
    });

    expect(all.map((run) => [run.begunBy, run.agreedBy, run.endedBy])).toEqual([
      [null, null, first],
      [first, first.id, null],
      [second, second.id, null],
      [null, second.id, null],
    ]);
  });
});

test('a run is empty that another agreement replaced on the same day', () => {
  const [begins, noon] = [on('2026-06-01'), parseInstant('2026-06-01T12:00:00Z')];
  const [run] = runs(['2026-06-01', seat]);
  if (run === undefined) throw new Error('It runs.');
  const until = { on: begins.on, at: noon };

  expect(isEmpty({ ...run, until }, byDay)).toBe(true);
  expect(isEmpty({ ...run, until }, { countedBy: 'second' })).toBe(false);
  expect(isEmpty({ ...run, until: begins }, { countedBy: 'second' })).toBe(true);
  expect(isEmpty(run, byDay)).toBe(false);
});

describe('two agreements to an item part', () => {
  const plain = runs(['2026-06-01', seat]);
  const dayOf = (before: readonly AgreedRun[], after: readonly AgreedRun[]) =>
    divergenceOf(before, after)?.on ?? null;
  const cut = (until: Mark | null): readonly AgreedRun[] => plain.map((run) => ({ ...run, until }));

  test('nowhere, where they come to the same', () => {
    expect(dayOf(plain, runs(['2026-06-01', seat], ['2026-06-10', seat]))).toBeNull();
    expect(dayOf([], [])).toBeNull();
    expect(dayOf(cut(on('2026-06-10')), cut(on('2026-06-10')))).toBeNull();
  });

  test('where one of them ends, or ends earlier', () => {
    expect(dayOf(plain, cut(on('2026-06-10')))).toBe('2026-06-10');
    expect(dayOf(cut(on('2026-06-10')), plain)).toBe('2026-06-10');
    expect(dayOf(cut(on('2026-06-20')), cut(on('2026-06-10')))).toBe('2026-06-10');
    expect(dayOf(cut(on('2026-06-10')), cut(on('2026-06-20')))).toBe('2026-06-10');
  });

  test('where other terms begin', () => {
    const more = { ...seat, quantity: '2' };

    expect(dayOf(plain, runs(['2026-06-01', more]))).toBe('2026-06-01');
    expect(dayOf(plain, runs(['2026-06-01', seat], ['2026-06-10', more]))).toBe('2026-06-10');
    expect(dayOf(runs(['2026-05-20', more]), runs(['2026-06-10', seat]))).toBe('2026-05-20');
    expect(dayOf(runs(['2026-06-10', seat]), runs(['2026-05-20', seat]))).toBe('2026-05-20');
  });

  test('where one of them has a part more', () => {
    const again = runs(['2026-06-01', seat], ['2026-06-05'], ['2026-06-10', seat]);

    expect(dayOf([], plain)).toBe('2026-06-01');
    expect(dayOf(plain, [])).toBe('2026-06-01');
    expect(dayOf(again.slice(0, 1), again)).toBe('2026-06-10');
    expect(dayOf(again, again.slice(0, 1))).toBe('2026-06-10');
  });

  test('by the earlier day and the earlier instant, where these differ', () => {
    const noon = (day: string, instant: string): Mark => ({
      on: parseCalendarDate(day),
      at: parseInstant(`${instant}T12:00:00Z`),
    });
    const [one, other] = [noon('2026-06-10', '2026-06-12'), noon('2026-06-11', '2026-06-11')];
    const parted = { on: one.on, at: other.at };

    expect(divergenceOf(cut(one), cut(other))).toEqual(parted);
    expect(divergenceOf(cut(other), cut(one))).toEqual(parted);
    // Ends that share a day, and differ by their instant alone, are two ends.
    expect(divergenceOf(cut(one), cut({ ...one, at: other.at }))).toEqual(parted);
    expect(divergenceOf(cut(one), cut({ ...one, on: other.on }))).toEqual(one);
  });
});
