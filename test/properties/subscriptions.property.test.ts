import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeKey } from '#domain/charging/charge.ts';
import { dateOfEpochDay, epochDayOf } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { dueBetween, nextDueAt } from '#domain/subscriptions/due.ts';
import type { Mark } from '#domain/subscriptions/mark.ts';
import { endMark, markOn, rankOf } from '#domain/subscriptions/mark.ts';
import { settle } from '#domain/subscriptions/settlement.ts';
import { trialEndAfter } from '#domain/subscriptions/trial.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { agree, exactOf, History, totalOf } from '../domain/subscriptions/history.ts';
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

// Subscriptions to one price, begun, run, canceled and taken back at any time. A few of each law
// here; `SUBSCRIPTION_RUNS=10000 npx vitest run test/properties/subscriptions.property.test.ts`.

const numRuns = Number(process.env['SUBSCRIPTION_RUNS'] ?? 300);

const check = <Values extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<Values>,
): void => fc.assert(property, { numRuns });

/** Whether a zone left a day out: a period without length, which is charged to nobody. */
const isMissing = (on: CalendarDate, { zone, interval }: Drawn): boolean =>
  interval.unit === 'day' &&
  interval.count === 1 &&
  startOfDay(zone, on) === startOfDay(zone, dateOfEpochDay(epochDayOf(on) + 1));

describe('a subscription without changes', () => {
  const spans = fc.tuple(agreements, times, fc.integer({ min: 0, max: 200 * day }));
  const ending = fc.tuple(spans, fc.boolean()).map(([[agreed, time, length], isByDate]) => {
    const { zone, policy, start } = agreed;
    const at = (start.at + length + time) as Instant;
    const end = isByDate ? markOn(localDateAt(zone, at), zone) : endMark(at, zone, policy);
    const isValid = rankOf(end, policy) > rankOf(start, policy) && end.at > start.at;
    return { agreed, end: isValid ? end : null, horizon: at };
  });

  const isTried = ({ trialDays, inTrial, start, zone }: Drawn, end: Mark): boolean =>
    trialDays > 0 && inTrial === 'free' && end.at < trialEndAfter(start, trialDays, zone).at;

  test('has spans that tile the time from its start to its end', () => {
    check(
      fc.property(ending, ({ agreed, end, horizon }) => {
        const { policy } = agreed;
        const dues = dueBetween(agree({ ...agreed, end }), null, horizon);
        // Its last day would be charged, where days are counted; who ends in a trial pays nothing.
        if (end !== null && isTried(agreed, end)) {
          expect(dues).toEqual([]);
          return;
        }

        let upTo = rankOf(chargedFrom(agreed), policy);
        const goesOnTo = (rank: number): void => {
          const isLeftOut =
            policy.countedBy !== 'second' && isMissing(dateOfEpochDay(upTo), agreed);
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
      }),
    );
  });

  test('is charged the same however often it is settled', () => {
    check(
      fc.property(ending, fc.array(fc.nat(), { maxLength: 5 }), (each, cuts) => {
        const { agreed, end, horizon } = each;
        const agreement = agree({ ...agreed, end });
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
      }),
    );
  });

  test('is due next when something is charged next', () => {
    check(
      fc.property(ending, fc.nat(), ({ agreed, end, horizon }, cut) => {
        const agreement = agree({ ...agreed, end });
        const now = (agreed.start.at + (cut % (250 * day))) as Instant;
        const far = (horizon + 900 * day) as Instant;

        expect(nextDueAt(agreement, now)).toBe(dueBetween(agreement, now, far)[0]?.at ?? null);
        expect(nextDueAt(agreement, null)).toBe(dueBetween(agreement, null, far)[0]?.at ?? null);
      }),
    );
  });
});

describe('whatever was canceled and taken back,', () => {
  test('a customer owes what they would, had the end been known from the start', () => {
    check(
      fc.property(agreements, steps('prorated'), (agreed, taken) => {
        const { end, lines } = live(agreed, taken).history;
        const known = new History({ ...agreed, end });
        if (end !== null) known.run(end.at);

        const owed = exactOf(lines, agreed.terms).minus(exactOf(known.lines, agreed.terms));
        expect(owed.toText()).toBe('0');
      }),
    );
  });

  test('advance and arrears come to the same exactly', () => {
    check(
      fc.property(agreements, steps('prorated'), (agreed, taken) => {
        const advance = live({ ...agreed, billed: 'in_advance' }, taken);
        const arrears = new History({ ...agreed, billed: 'in_arrears' }, agreedAt(agreed));
        for (const command of advance.commands) command(arrears);

        const owed = exactOf(advance.history.lines, agreed.terms);
        expect(owed.minus(exactOf(arrears.lines, agreed.terms)).toText()).toBe('0');
        expect(arrears.lines.filter(({ kind }) => kind === 'credit')).toEqual([]);
      }),
    );
  });

  test('credits stay within their charges, and nothing is charged twice', () => {
    check(
      fc.property(agreements, steps(...policyValues.cancelCredit), (agreed, taken) => {
        const { lines } = live(agreed, taken).history;

        expect(new Set(lines.map(chargeKey)).size).toBe(lines.length);
        for (const charge of lines) {
          const { amount, credited, kind, id } = charge;
          if (kind === 'credit') expect(amount.isPositive()).toBe(false);
          else {
            const credits = lines.filter(({ corrects }) => corrects === id);
            expect(totalOf(credits)).toBe(-credited.minor);
            expect(credited.isNegative() || credited.compare(amount) > 0).toBe(false);
          }
        }
      }),
    );
  });

  test('what is rounded stays within half a unit a line of what is exact', () => {
    check(
      fc.property(agreements, steps('prorated'), (agreed, taken) => {
        const policy = { ...agreed.policy, rounding: 'half_up' } as const;
        const { lines } = live({ ...agreed, policy }, taken).history;

        const off = Fraction.of(totalOf(lines)).minus(exactOf(lines, agreed.terms));
        const size = off.numerator < 0n ? off.negated() : off;
        expect(size.compare(Fraction.of(BigInt(lines.length), 2n))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
