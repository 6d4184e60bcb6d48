import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfEpochDay } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, parseTimeZone } from '#domain/shared/time.ts';
import type { EffectiveInput } from '#domain/subscriptions/effective.ts';
import { startMark } from '#domain/subscriptions/mark.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { policyValues, presets } from '#domain/tenants/billing-policy.ts';
import { ChangeHistory } from '../domain/subscriptions/change-history.ts';
import type { Lived } from '../domain/subscriptions/lived.ts';
import { checkLaw, inLongTime, lawsOf } from '../support/laws.ts';

// Changes, pauses and their ends in any order, on the pure functions.

const day = 24 * 3_600_000;
const month = { unit: 'month', count: 1 } as const;

const plans = {
  small: { prices: { seat: '7', support: '0.35' }, interval: month },
  large: { prices: { seat: '13.01', insight: '49.99' }, interval: month },
  yearly: { prices: { seat: '100' }, interval: { unit: 'year', count: 1 } },
  weekly: { prices: { support: '3' }, interval: { unit: 'week', count: 1 } },
} as const;

const names = Object.keys(plans) as readonly (keyof typeof plans)[];

const measures = policyValues.countedBy.filter((measure) => measure !== 'none');

const policies: fc.Arbitrary<BillingPolicy> = fc
  .record({
    preset: fc.constantFrom(...Object.values(presets)),
    countedBy: fc.constantFrom(...measures),
    cycle: fc.constantFrom(...policyValues.cycle),
    days: fc.constantFrom(
      { dayOfChange: 'new', dayOfEnd: 'billed' } as const,
      { dayOfChange: 'old', dayOfEnd: 'billed' } as const,
      { dayOfChange: 'new', dayOfEnd: 'free' } as const,
    ),
  })
  .map(({ preset, countedBy, cycle, days }) => ({ ...preset, countedBy, cycle, ...days }));

interface Step {
  readonly wait: number;
  readonly does: 'run' | 'plan' | 'quantity' | 'move' | 'pause' | 'resume';
  readonly plan: keyof typeof plans;
  readonly quantity: string;
  readonly effective: 'now' | 'period_end' | number;
  readonly anchor: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record<Step>({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * day }), fc.nat(50 * day)),
    does: fc.constantFrom(
      'run',
      'plan',
      'plan',
      'quantity',
      'quantity',
      'move',
      'pause',
      'pause',
      'resume',
      'resume',
    ),
    plan: fc.constantFrom(...names),
    quantity: fc.constantFrom('0', '1', '3', '2.5'),
    effective: fc.oneof(
      fc.constantFrom('now' as const, 'now' as const, 'period_end' as const),
      fc.integer({ min: -10 * day, max: 40 * day }),
    ),
    anchor: fc.integer({ min: 0, max: 60 }),
  }),
  { maxLength: 7 },
);

const lives: fc.Arbitrary<Omit<Lived, 'billed'>> = fc
  .record({
    zone: fc
      .constantFrom('UTC', 'Europe/Vienna', 'America/New_York', 'Pacific/Apia', 'Asia/Beirut')
      .map(parseTimeZone),
    on: fc.integer({ min: 19_000, max: 21_000 }).map(dateOfEpochDay),
    time: fc.constantFrom(0, 1, 12 * 3_600_000, 23 * 3_600_000),
    policy: policies,
  })
  .map(({ zone, on, time, policy }) => ({
    zone,
    policy,
    plans,
    start: startMark((startOfDay(zone, on) + time) as Instant, zone),
  }));

const effectiveOf = ({ effective }: Step, now: Instant): EffectiveInput =>
  typeof effective === 'number' ? { at: formatInstant((now + effective) as Instant) } : effective;

type Taken = readonly [now: Instant, step: Step];

/** When each step is taken. */
const timed = ({ start }: Pick<Lived, 'start'>, all: readonly Step[]): readonly Taken[] => {
  let now = start.at;
  return all.map((step) => {
    now = (now + step.wait) as Instant;
    return [now, step] as const;
  });
};

const take = (history: ChangeHistory, [now, step]: Taken): void => {
  const effective = effectiveOf(step, now);
  try {
    switch (step.does) {
      case 'run':
        history.run(now);
        return;
      case 'plan':
        return history.change(now, effective, { plan: step.plan });
      case 'quantity':
        return history.change(now, effective, { quantities: { seat: step.quantity } });
      case 'move':
        return history.change(now, effective, { anchorOn: anchorAfter(now, step.anchor) });
      case 'pause':
        return history.pause(now, effective);
      case 'resume':
        return history.resume(now, effective);
    }
  } catch (error) {
    // What is refused changes nothing.
    if (!(error instanceof DomainError)) throw error;
  }
};

const anchorAfter = (now: Instant, days: number): CalendarDate =>
  localDateAt(parseTimeZone('UTC'), (now + days * day) as Instant);

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
