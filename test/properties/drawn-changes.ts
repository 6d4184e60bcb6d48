import fc from 'fast-check';
import { dateOfEpochDay } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { formatInstant, parseTimeZone } from '#domain/shared/time.ts';
import { startMark } from '#domain/subscriptions/agreement/mark.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { presets } from '#domain/tenants/billing-policy.ts';
import type { ChangeHistory } from '../domain/subscriptions/change-history.ts';
import type { Lived } from '../domain/subscriptions/lived.ts';

// Changes of one subscription as they are drawn, and how each is made.

export const day = 24 * 3_600_000;
export const month = { unit: 'month', count: 1 } as const;

const plans = {
  small: { prices: { seat: '7', support: '0.35' }, interval: month },
  large: { prices: { seat: '13.01', insight: '49.99' }, interval: month },
  yearly: { prices: { seat: '100' }, interval: { unit: 'year', count: 1 } },
  weekly: { prices: { support: '3' }, interval: { unit: 'week', count: 1 } },
} as const;

const names = Object.keys(plans) as readonly (keyof typeof plans)[];

const policies: fc.Arbitrary<BillingPolicy> = fc
  .record({
    preset: fc.constantFrom(...Object.values(presets)),
    countedBy: fc.constantFrom('day' as const, 'second' as const, 'month_30' as const),
    cycle: fc.constantFrom('keep' as const, 'restart' as const, 'same_day' as const),
    days: fc.constantFrom(
      { dayOfChange: 'new', dayOfEnd: 'billed' } as const,
      { dayOfChange: 'old', dayOfEnd: 'billed' } as const,
      { dayOfChange: 'new', dayOfEnd: 'free' } as const,
    ),
  })
  .map(({ preset, countedBy, cycle, days }) => ({ ...preset, countedBy, cycle, ...days }));

export interface Step {
  readonly wait: number;
  readonly does: 'run' | 'plan' | 'quantity' | 'amount' | 'end' | 'move' | 'pause' | 'resume';
  readonly plan: keyof typeof plans;
  readonly quantity: string;
  readonly effective: 'now' | 'period_end' | number;
  readonly anchor: number;
  /** Null for that of the price, or for no end. */
  readonly amount: string | null;
  readonly endsAfter: number | null;
}

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record<Step>({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * day }), fc.nat(50 * day)),
    does: fc.constantFrom(
      'run',
      'plan',
      'plan',
      'quantity',
      'quantity',
      'amount',
      'amount',
      'end',
      'end',
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
    amount: fc.constantFrom('0', '4.99', '20', null),
    endsAfter: fc.option(fc.integer({ min: -5, max: 60 })),
  }),
  { maxLength: 7 },
);

export const lives: fc.Arbitrary<Omit<Lived, 'billed'>> = fc
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

export type Taken = readonly [now: Instant, step: Step];

/** When each step is taken. */
export const timed = ({ start }: Pick<Lived, 'start'>, all: readonly Step[]): readonly Taken[] => {
  let now = start.at;
  return all.map((step) => {
    now = (now + step.wait) as Instant;
    return [now, step] as const;
  });
};

export const take = (history: ChangeHistory, [now, step]: Taken): void => {
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
      case 'amount':
        return history.change(now, effective, { overrides: { seat: step.amount } });
      case 'end':
        return history.change(now, effective, { ends: { seat: endOf(now, step) } });
      case 'move':
        return history.change(now, effective, { anchorOn: anchorAfter(now, step.anchor) });
      case 'pause':
        return history.pause(now, effective);
      case 'resume':
        return history.resume(now, effective);
    }
  } catch (error) {
    // A refused change changes nothing.
    if (!(error instanceof DomainError)) throw error;
  }
};

const endOf = (now: Instant, { endsAfter }: Step): CalendarDate | null =>
  endsAfter === null ? null : anchorAfter(now, endsAfter);

const anchorAfter = (now: Instant, days: number): CalendarDate =>
  localDateAt(parseTimeZone('UTC'), (now + days * day) as Instant);
