import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import { ChangeHistory } from '../domain/subscriptions/change-history.ts';
import type { Lived } from '../domain/subscriptions/lived.ts';
import type { Step } from './drawn-changes.ts';
import { day, lives, month, steps, take, timed } from './drawn-changes.ts';

// Changes, pauses and their ends in any order, on the pure functions. A few of each law here;
// `CHANGE_RUNS=10000 npx vitest run test/properties/changes.property.test.ts` for many.

const numRuns = Number(process.env['CHANGE_RUNS'] ?? 150);
const check = <Values extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<Values>,
): void => fc.assert(property, { numRuns });

/** Lives through the steps and beyond what they plan, and ends it then. */
const live = (lived: Lived, all: readonly Step[]): ChangeHistory => {
  const history = new ChangeHistory(lived, 'small');
  const taken = timed(lived, all);
  for (const each of taken) take(history, each);
  const [last] = taken.at(-1) ?? [lived.start.at];
  history.cancel((last + 45 * day) as Instant, 'now');
  return history;
};

const far = (history: ChangeHistory): Instant =>
  ((history.facts.end?.at ?? history.facts.updatedAt) + 400 * day) as Instant;

describe('whatever was changed and paused,', () => {
  test('a customer owes what they would, had all been known from the start', () => {
    check(
      fc.property(
        lives,
        fc.constantFrom('in_advance', 'in_arrears'),
        steps,
        (lived, billed, all) => {
          const history = live({ ...lived, billed }, all);

          expect(history.exact.minus(history.knownCost(far(history))).toText()).toBe('0');
        },
      ),
    );
  });

  test('advance and arrears come to the same exactly', () => {
    check(
      fc.property(lives, steps, (lived, all) => {
        const [advance, arrears] = (['in_advance', 'in_arrears'] as const).map((billed) =>
          live({ ...lived, billed }, all),
        );

        expect(advance?.exact.toText()).toBe(arrears?.exact.toText());
      }),
    );
  });

  test('no credit exceeds its charge, and what is credited is noted on the charge', () => {
    check(
      fc.property(lives, steps, (lived, all) => {
        const { lines } = live({ ...lived, billed: 'in_advance' }, all);

        for (const charge of lines.filter(({ corrects }) => corrects === null)) {
          const given = lines
            .filter(({ corrects }) => corrects === charge.id)
            .reduce((sum, { amount }) => sum.plus(amount), Money.zero(charge.currency));
          expect(charge.credited.minor).toBe(-given.minor);
          expect(charge.credited.minor).toBeLessThanOrEqual(charge.amount.minor);
        }
      }),
    );
  });

  test('nothing is charged twice: no two lines have one identity', () => {
    check(
      fc.property(lives, steps, (lived, all) => {
        const history = live({ ...lived, billed: 'in_advance' }, all);
        const identities = history.lines.map((line) =>
          [line.itemId, line.kind, line.startsAt, line.cause, line.corrects].join(' '),
        );

        expect(new Set(identities).size).toBe(identities.length);
      }),
    );
  });

  test('it makes no difference how often what is due is charged', () => {
    check(
      fc.property(lives, steps, fc.integer({ min: 1, max: 20 }), (lived, all, days) => {
        const seldom = live({ ...lived, billed: 'in_advance' }, all);
        const often = new ChangeHistory({ ...lived, billed: 'in_advance' }, 'small');
        const taken = timed(lived, all);
        let at = lived.start.at;
        const catchUp = (now: Instant): void => {
          for (; at < now; at = (at + days * day) as Instant) often.run(at);
        };
        for (const each of taken) {
          catchUp(each[0]);
          take(often, each);
        }
        const last = ((taken.at(-1)?.[0] ?? lived.start.at) + 45 * day) as Instant;
        catchUp(last);
        often.cancel(last, 'now');

        expect(often.exact.toText()).toBe(seldom.exact.toText());
      }),
    );
  });
});

describe('a change', () => {
  const twins: Lived['plans'] = {
    small: { prices: { seat: '7' }, interval: month },
    twin: { prices: { chair: '7' }, interval: month },
  };

  test('to a plan that costs the same is neutral', () => {
    check(
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

        expect(changed.exact.toText()).toBe(plain.exact.toText());
      }),
    );
  });

  test('there and back, and a pause that ends, within a day come to nothing', () => {
    check(
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

        expect(moved.exact.toText()).toBe(plain.exact.toText());
      }),
    );
  });
});
