import { describe, expect, it } from 'vitest';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import {
  dayMilliseconds,
  formatInstant,
  instantOf,
  later,
  parseInstant,
} from '#domain/shared/time.ts';
import { NotATestTenant, TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { AdvancingClock } from '#domain/tenants/test-clock.ts';
import {
  parseClockStart,
  progressOf,
  ReadyClock,
  testClockOf,
} from '#domain/tenants/test-clock.ts';

const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');
const start = parseInstant('2024-01-31T00:00:00Z');
const realNow = parseInstant('2026-11-25T22:00:00Z');
const inDays = (days: number): Instant => later(start, days * dayMilliseconds);

const codesOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ code }) => code);
  }
  return [];
};

const sent = (days = 10): AdvancingClock =>
  ReadyClock.begin(tenantId, start).advance(inDays(days), realNow);

describe('a test clock', () => {
  it('starts where it is told, ready, with nothing done', () => {
    const clock = ReadyClock.begin(tenantId, start);

    const rest = { version: 0, status: 'ready', advance: null, report: null };
    expect(clock.facts).toEqual({ tenantId, now: start, ...rest });
    expect(clock.events).toEqual([]);
    expect(progressOf(clock.facts)).toBeNull();
  });

  it('is sent on: it stands where it was until it is moved, and says so', () => {
    const clock = sent();

    const advance = { from: start, to: inDays(10), startedAt: realNow };
    const rest = { version: 0, now: start, report: null };
    expect(clock.facts).toEqual({ tenantId, status: 'advancing', advance, ...rest });
    const now = formatInstant(start);
    expect(clock.events).toEqual([
      {
        type: 'test_clock.advance_started',
        subjectId: tenantId,
        occurredAt: start,
        before: { version: 0, now, status: 'ready', advance: null, report: null },
        after: {
          version: 1,
          now,
          status: 'advancing',
          advance: { from: now, to: formatInstant(inDays(10)), startedAt: formatInstant(realNow) },
          report: null,
        },
      },
    ]);
  });

  it.each([
    ['to where it is', 0, ['clock_goes_forward']],
    ['back', -1, ['clock_goes_forward']],
    ['by a millisecond', 1, []],
    ['by ten years', 10 * 366 * dayMilliseconds, []],
    ['by more', 10 * 366 * dayMilliseconds + 1, ['clock_advance_too_far']],
    ['by what is no instant', 0.5, ['invalid_instant']],
    ['by nothing', Number.NaN, ['invalid_instant']],
  ])('%s: %d ms', (_way, milliseconds, codes) => {
    const to = (start + milliseconds) as Instant;

    const faults = codesOf(() => ReadyClock.begin(tenantId, start).advance(to, realNow));

    expect(faults).toEqual(codes);
  });

  it('shows no year behind 2199', () => {
    const last = parseInstant('2199-12-31T23:59:59.999Z');
    const clock = ReadyClock.begin(tenantId, later(last, -1));

    expect(codesOf(() => clock.advance(last, realNow))).toEqual([]);
    expect(codesOf(() => clock.advance(later(last, 1), realNow))).toEqual([
      'clock_advance_too_far',
    ]);
  });

  it('moves from one due instant to the next, and never back', () => {
    const clock = sent();

    const moved = clock.moveTo(inDays(3));

    expect(moved.facts).toEqual({ ...clock.facts, now: inDays(3) });
    expect(moved.events).toEqual(clock.events);
    expect(moved.moveTo(inDays(3))).toBe(moved);
    expect(moved.moveTo(inDays(1))).toBe(moved);
    expect(() => moved.moveTo(later(inDays(10), 1))).toThrow('no further');
  });

  it('passes what is due up to its target, the target too', () => {
    const clock = sent();

    const passed = [inDays(-5), start, inDays(10), later(inDays(10), 1), undefined].map((dueAt) =>
      clock.passes(dueAt),
    );

    expect(passed).toEqual([true, true, true, false, false]);
  });

  it('arrives with what was handled, and can be sent on from there', () => {
    const arrived = sent().moveTo(inDays(3)).arrive({ invoices: 2 });

    expect(arrived.facts).toMatchObject({
      now: inDays(10),
      status: 'ready',
      report: { invoices: 2 },
    });
    const { type, occurredAt, after } = arrived.events.at(-1) ?? {};
    expect([type, occurredAt]).toEqual(['test_clock.advanced', inDays(10)]);
    expect(after).toMatchObject({ status: 'ready', report: { invoices: 2 } });
    const again = arrived.advance(inDays(11), realNow);
    expect(again.facts).toMatchObject({ report: null, advance: { from: inDays(10) } });
  });

  it('tells how far it has come in days', () => {
    const clock = ReadyClock.begin(tenantId, start).advance(later(inDays(9), 1), realNow);

    const seen = [clock, clock.moveTo(later(inDays(3), -1)), clock.moveTo(inDays(3))];

    expect(seen.map(({ facts }) => progressOf(facts))).toEqual([
      { done: 0, total: 10 },
      { done: 2, total: 10 },
      { done: 3, total: 10 },
    ]);
    const over = clock.arrive({ invoices: 0 });
    expect(progressOf(over.facts)).toEqual({ done: 10, total: 10 });
  });

  it('comes back from the store in the state that it was stored in', () => {
    const [ready, onTheWay] = [ReadyClock.begin(tenantId, start), sent()];

    expect(testClockOf(ready.facts)).toEqual(ready);
    expect(testClockOf(onTheWay.facts).facts).toEqual(onTheWay.facts);
    expect(testClockOf(onTheWay.facts)).not.toBeInstanceOf(ReadyClock);
    expect([ready, testClockOf(onTheWay.facts)].map(({ events }) => events)).toEqual([[], []]);
    const { isSettingOut } = testClockOf(onTheWay.facts) as AdvancingClock;
    expect([isSettingOut, onTheWay.isSettingOut]).toEqual([false, true]);
    const going = { ...onTheWay.facts, advance: null };
    expect(() => testClockOf(going)).toThrow('somewhere to go');
  });
});

describe('when the clock of a new tenant starts', () => {
  it.each([
    ['2020-02-29T12:00:00Z', 'test', []],
    ['1970-01-01T00:00:00Z', 'test', []],
    ['1969-12-31T23:59:59.999Z', 'test', ['clock_start_out_of_range']],
    ['2199-12-31T23:59:59.999Z', 'test', []],
    ['2200-01-01T00:00:00Z', 'test', ['clock_start_out_of_range']],
    ['2020-02-29T12:00:00Z', 'live', ['not_a_test_tenant']],
    ['2020-02-29T12:00:00Z', undefined, ['not_a_test_tenant']],
  ] as const)('%s for %s', (text, mode, codes) => {
    const startsAt = parseInstant(text);

    expect(codesOf(() => parseClockStart(startsAt, mode))).toEqual(codes);
    if (codes.length === 0) expect(parseClockStart(startsAt, mode)).toBe(startsAt);
  });

  it('is left open where nothing is said', () => {
    expect(parseClockStart(undefined, 'live')).toBeUndefined();
    expect(parseClockStart(undefined, 'test')).toBeUndefined();
  });

  it('is an instant', () => {
    expect(codesOf(() => parseClockStart(Number.NaN as Instant, 'test'))).toEqual([
      'invalid_instant',
    ]);
    expect(instantOf(0)).toBe(0);
  });
});

describe('the refusals of test clocks', () => {
  it('are conflicts', () => {
    const refusals = [new NotATestTenant(), new TestClockAdvancing()];

    expect(refusals.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
      'conflict not_a_test_tenant',
      'conflict test_clock_advancing',
    ]);
  });
});
