import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeKey } from '#domain/charging/charge.ts';
import { dateOfEpochDay, epochDayOf } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { endMark, markOn, rankOf } from '#domain/subscriptions/agreement/mark.ts';
import { trialEndAfter } from '#domain/subscriptions/agreement/trial.ts';
import { dueBetween, nextDueAt } from '#domain/subscriptions/settlement/due.ts';
import { settle } from '#domain/subscriptions/settlement/settlement.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { agree, exactOf, History, totalOf } from '../domain/subscriptions/history.ts';
import { checkLaw, inLongTime, lawsOf } from '../support/laws.ts';
import type { Drawn } from './subscription-lives.ts';
import {
  agreedAt,
  agreements,
  chargedFrom,
  day,
  live,
  steps,
  times,
} from './subscription-lives.ts';

// Subscriptions to one price, begun, run, canceled and taken back at any time.

/** Whether a zone left a day out: a period without length, which is charged to nobody. */
const isMissing = (on: CalendarDate, { zone, interval }: Drawn): boolean =>
  interval.unit === 'day' &&
  interval.count === 1 &&
  startOfDay(zone, on) === startOfDay(zone, dateOfEpochDay(epochDayOf(on) + 1));

/** A subscription of which all is known, and until when it is looked at. */
interface Known {
  readonly agreed: Drawn;
  readonly end: Mark | null;
  readonly horizon: Instant;
  readonly agreement: Agreement;
}

const spans = fc.tuple(agreements, times, fc.integer({ min: 0, max: 200 * day }));
const known: fc.Arbitrary<Known> = fc
  .tuple(spans, fc.boolean())
  .map(([[agreed, time, length], isByDate]) => {
    const { zone, policy, start } = agreed;
    const at = (start.at + length + time) as Instant;
    const mark = isByDate ? markOn(localDateAt(zone, at), zone) : endMark(at, zone, policy);
    const isValid = rankOf(mark, policy) > rankOf(start, policy) && mark.at > start.at;
    const end = isValid ? mark : null;
    return { agreed, end, horizon: at, agreement: agree({ ...agreed, end }) };
  });

const isTried = ({ trialDays, inTrial, start, zone }: Drawn, end: Mark): boolean =>
  trialDays > 0 && inTrial === 'free' && end.at < trialEndAfter(start, trialDays, zone).at;

/** Something is due within so long: a trial, what was billed before, and two periods. */
const dueWithin = ({ interval: { unit, count } }: Drawn): number =>
  (70 + 2 * count * { day: 1, week: 7, month: 31, year: 366 }[unit]) * day;

describe('a subscription without changes', () => {
  const hasTiledSpans = ({ agreed, end, horizon, agreement }: Known): void => {
    const { policy } = agreed;
    const dues = dueBetween(agreement, null, horizon);
    // Its last day would be charged, where days are counted; who ends in a trial pays nothing.
    if (end !== null && isTried(agreed, end)) {
      expect(dues).toEqual([]);
      return;
    }

    let upTo = rankOf(chargedFrom(agreed), policy);
    const goesOnTo = (rank: number): void => {
      const isLeftOut = policy.countedBy !== 'second' && isMissing(dateOfEpochDay(upTo), agreed);
      expect(rank).toBe(isLeftOut ? upTo + 1 : upTo);
    };
    for (const { from, until } of dues) {
      expect(from.at).toBeLessThanOrEqual(until.at);
      expect(rankOf(from, policy)).toBeLessThan(rankOf(until, policy));
      goesOnTo(rankOf(from, policy));
      upTo = rankOf(until, policy);
    }
    // An end may lie on the very day that was left out.
    if (end !== null && rankOf(end, policy) > upTo) goesOnTo(rankOf(end, policy));
  };

  const isSettledAlike = ({ agreed, horizon, agreement }: Known, cuts: readonly number[]): void => {
    const begins = { settledThrough: null, nextDueAt: null, noticedThrough: null };
    const at = (cut: number): number => agreed.start.at + (cut % (200 * day));
    const stops = [...cuts.map(at), horizon].filter((stop) => stop <= horizon);
    let cursor: Parameters<typeof settle>[1] = begins;
    const moments = stops
      .toSorted((one, other) => one - other)
      .flatMap((stop) => {
        const settled = settle(agreement, cursor, stop as Instant);
        cursor = settled.cursor;
        return settled.moments;
      });

    expect(moments).toEqual(settle(agreement, begins, horizon).moments);
  };

  const isDueNext = ({ agreed, agreement }: Known, cut: number): void => {
    const now = (agreed.start.at + (cut % (250 * day))) as Instant;
    for (const since of [now, null]) {
      const far = ((since ?? agreed.start.at) + dueWithin(agreed)) as Instant;
      expect(nextDueAt(agreement, since)).toBe(dueBetween(agreement, since, far)[0]?.at ?? null);
    }
  };

  test('is charged in spans that tile its time, however often, and says when next', () => {
    checkLaw(
      fc.property(known, fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (each, cuts, cut) => {
        lawsOf<Known>({
          'its spans tile the time from its start to its end': hasTiledSpans,
          'it is charged the same however often it is settled': () => isSettledAlike(each, cuts),
          'it is due next when something is charged next': () => isDueNext(each, cut),
        })(each);
      }),
    );
  });
});

const expectNothing = (owed: Fraction): void => expect(owed.toText()).toBe('0');

/** How many halves of a minor unit a line may be off: two where all is rounded up or down. */
const halvesOff = ({ rounding }: BillingPolicy): bigint =>
  rounding === 'up' || rounding === 'down' ? 2n : 1n;

const staysWithinCharges = ({ lines }: History): void => {
  expect(new Set(lines.map(chargeKey)).size).toBe(lines.length);
  for (const { amount, credited, kind, id } of lines) {
    if (kind === 'credit') {
      expect(amount.isPositive()).toBe(false);
      continue;
    }
    expect(totalOf(lines.filter(({ corrects }) => corrects === id))).toBe(-credited.minor);
    expect(credited.isNegative() || credited.compare(amount) > 0).toBe(false);
  }
};

/** One life, in advance and in arrears. */
interface Lives {
  readonly agreed: Drawn;
  readonly advance: History;
  readonly arrears: History;
}

const isOwedAlike = ({ agreed: { terms }, advance, arrears }: Lives): void => {
  expectNothing(exactOf(advance.lines, terms).minus(exactOf(arrears.lines, terms)));
  expect(arrears.lines.filter(({ kind }) => kind === 'credit')).toEqual([]);
};

const staysNearExact = ({ agreed, advance: { lines } }: Lives): void => {
  const off = Fraction.of(totalOf(lines)).minus(exactOf(lines, agreed.terms));
  const size = off.numerator < 0n ? off.negated() : off;
  const most = Fraction.of(BigInt(lines.length) * halvesOff(agreed.policy), 2n);
  expect(size.compare(most)).toBeLessThanOrEqual(0);
};

const laws = lawsOf<Lives>({
  'a customer owes what they would, had the end been known from the start': (lives) => {
    const { agreed, advance, arrears } = lives;
    for (const billed of ['in_advance', 'in_arrears'] as const) {
      const { end, lines } = billed === 'in_advance' ? advance : arrears;
      const all = new History({ ...agreed, billed, end });
      if (end !== null) all.run(end.at);
      expectNothing(exactOf(lines, agreed.terms).minus(exactOf(all.lines, agreed.terms)));
    }
  },
  'advance and arrears come to the same exactly, and arrears have no credits': isOwedAlike,
  'credits stay within their charges, and nothing is charged twice': ({ advance }) =>
    staysWithinCharges(advance),
  'what is rounded stays within half a unit a line of what is exact': staysNearExact,
});

describe('whatever was canceled and taken back,', () => {
  test('money adds up', inLongTime, () => {
    checkLaw(
      fc.property(agreements, steps('prorated'), (agreed, taken) => {
        const advance = live({ ...agreed, billed: 'in_advance' }, taken);
        const arrears = new History({ ...agreed, billed: 'in_arrears' }, agreedAt(agreed));
        for (const command of advance.commands) command(arrears);

        laws({ agreed, advance: advance.history, arrears });
      }),
    );
  });

  test('credits of nothing and of all stay within their charges, too', inLongTime, () => {
    checkLaw(
      fc.property(agreements, steps(...policyValues.cancelCredit), (agreed, taken) => {
        staysWithinCharges(live(agreed, taken).history);
      }),
    );
  });
});
