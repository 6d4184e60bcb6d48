import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';
import { ChangeHistory } from '../domain/subscriptions/change-history.ts';
import type { Lived } from '../domain/subscriptions/lived.ts';
import { checkLaw, inLongTime, lawsOf } from '../support/laws.ts';
import type { Step, Taken } from './drawn-changes.ts';
import { day, lives, month, steps, take, timed } from './drawn-changes.ts';

// Changes, pauses and their ends in any order, on the pure functions.

/** Lives through the steps and beyond what they plan, and ends it then. */
const live = (lived: Lived, all: readonly Step[]): ChangeHistory => {
  const history = new ChangeHistory(lived, 'small');
  const taken = timed(lived, all);
  for (const each of taken) take(history, each);
  history.cancel(endOf(lived, taken), 'now');
  return history;
};

const endOf = ({ start }: Pick<Lived, 'start'>, taken: readonly Taken[]): Instant =>
  ((taken.at(-1)?.[0] ?? start.at) + 45 * day) as Instant;

const far = (history: ChangeHistory): Instant =>
  ((history.facts.end?.at ?? history.facts.updatedAt) + 400 * day) as Instant;

/** The same life in three ways. */
interface Lives {
  readonly advance: ChangeHistory;
  readonly arrears: ChangeHistory;
  /** In advance, and charged every few days. */
  readonly often: ChangeHistory;
}

/** Lives through the steps, and has all that is due charged every few days. */
const liveOften = (lived: Lived, all: readonly Step[], days: number): ChangeHistory => {
  const history = new ChangeHistory(lived, 'small');
  const taken = timed(lived, all);
  let at = lived.start.at;
  const catchUp = (now: Instant): void => {
    for (; at < now; at = (at + days * day) as Instant) history.run(at);
  };
  for (const each of taken) {
    catchUp(each[0]);
    take(history, each);
  }
  const last = endOf(lived, taken);
  catchUp(last);
  history.cancel(last, 'now');
  return history;
};

const expectNothing = (owed: Fraction): void => expect(owed.toText()).toBe('0');

const creditsWithinCharges = ({ advance: { lines } }: Lives): void => {
  const given = new Map<unknown, bigint>();
  for (const { corrects, amount } of lines) {
    if (corrects !== null) given.set(corrects, (given.get(corrects) ?? 0n) + amount.minor);
  }
  for (const { id, corrects, credited, amount } of lines) {
    if (corrects !== null) continue;
    expect(credited.minor).toBe(-(given.get(id) ?? 0n));
    expect(credited.minor).toBeLessThanOrEqual(amount.minor);
  }
};

const chargesNothingTwice = ({ advance: { lines } }: Lives): void => {
  const identities = lines.map((line) =>
    [line.itemId, line.kind, line.startsAt, line.cause, line.corrects].join(' '),
  );
  expect(new Set(identities).size).toBe(identities.length);
};

const laws = lawsOf<Lives>({
  'a customer owes what they would, had all been known from the start': ({ advance, arrears }) => {
    for (const each of [advance, arrears]) {
      expectNothing(each.exact.minus(each.knownCost(far(each))));
    }
  },
  'advance and arrears come to the same exactly': ({ advance, arrears }) =>
    expectNothing(advance.exact.minus(arrears.exact)),
  'no credit exceeds its charge, and what is credited is noted on it': creditsWithinCharges,
  'nothing is charged twice: no two lines have one identity': chargesNothingTwice,
  'it makes no difference how often what is due is charged': ({ advance, often }) =>
    expectNothing(often.exact.minus(advance.exact)),
});

test('whatever was changed and paused, money adds up', inLongTime, () => {
  checkLaw(
    fc.property(lives, steps, fc.integer({ min: 1, max: 20 }), (lived, all, days) => {
      laws({
        advance: live({ ...lived, billed: 'in_advance' }, all),
        arrears: live({ ...lived, billed: 'in_arrears' }, all),
        often: liveOften({ ...lived, billed: 'in_advance' }, all, days),
      });
    }),
  );
});

describe('a change', () => {
  const twins: Lived['plans'] = {
    small: { prices: { seat: '7' }, interval: month },
    twin: { prices: { chair: '7' }, interval: month },
  };

  test('to a plan that costs the same is neutral', inLongTime, () => {
    checkLaw(
      fc.property(lives, fc.nat(50 * day), (lived, after) => {
        const given = {
          ...lived,
          plans: twins,
          billed: 'in_advance' as const,
          policy: { ...lived.policy, cycle: 'keep' as const },
        };
        const [changed, plain] = [
          new ChangeHistory(given, 'small'),
          new ChangeHistory(given, 'small'),
        ];
        const at = (lived.start.at + after) as Instant;
        changed.change(at, 'now', { plan: 'twin' });
        const end = (at + 40 * day) as Instant;
        for (const each of [changed, plain]) each.cancel(end, 'now');

        expectNothing(changed.exact.minus(plain.exact));
      }),
    );
  });

  test('there and back, and a pause that ends, within a day come to nothing', inLongTime, () => {
    checkLaw(
      fc.property(lives, fc.nat(50 * day), fc.boolean(), (lived, after, isPause) => {
        const given = {
          ...lived,
          billed: 'in_advance' as const,
          policy: {
            ...lived.policy,
            countedBy:
              lived.policy.countedBy === 'second' ? ('day' as const) : lived.policy.countedBy,
            cycle: 'keep' as const,
            dayOfEnd: 'billed' as const,
          },
        };
        const [moved, plain] = [
          new ChangeHistory(given, 'small'),
          new ChangeHistory(given, 'small'),
        ];
        const at = (lived.start.at + after) as Instant;
        const later = (at + 1000) as Instant;
        if (isPause) {
          moved.pause(at, 'now');
          moved.resume(later, 'now');
        } else {
          moved.change(at, 'now', { quantities: { seat: '3' } });
          moved.change(later, 'now', { quantities: { seat: '1' } });
        }
        plain.run(later);
        // A second before midnight `later` is the next day: then there is nothing to compare.
        fc.pre(localDateAt(lived.zone, at) === localDateAt(lived.zone, later));

        expectNothing(moved.exact.minus(plain.exact));
      }),
    );
  });
});
