import fc from 'fast-check';
import { dateOfEpochDay, epochDayOf } from '#domain/shared/calendar/days.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { formatInstant, parseTimeZone } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { dayAt, laterMark, startMark, startMarkOn } from '#domain/subscriptions/agreement/mark.ts';
import { trialEndAfter } from '#domain/subscriptions/agreement/trial.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { CancelCredit } from '#domain/subscriptions/changes/end-change.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { policyValues, presets } from '#domain/tenants/billing-policy.ts';
import { flat } from '../domain/charging/builders.ts';
import { allZones } from '../domain/shared/calendar/arbitraries.ts';
import type { Agreed } from '../domain/subscriptions/history.ts';
import { History } from '../domain/subscriptions/history.ts';

const hour = 3_600_000;
export const day = 24 * hour;

// Where days are odd: midnights that do not exist or come twice, half an hour, a day left out.
const oddDays: readonly (readonly [string, string])[] = [
  ['Asia/Beirut', '2024-03-31'],
  ['Africa/Cairo', '2024-04-26'],
  ['America/Havana', '2024-11-03'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/Asuncion', '2024-03-24'],
  ['America/Santiago', '2024-04-07'],
  ['Australia/Lord_Howe', '2024-04-07'],
  ['America/St_Johns', '2010-11-07'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
];

const places: fc.Arbitrary<{ zone: TimeZone; on: CalendarDate }> = fc.oneof(
  fc.record({
    zone: fc.constantFrom(...allZones),
    on: fc.integer({ min: 14_600, max: 21_000 }).map(dateOfEpochDay),
  }),
  fc
    .tuple(fc.constantFrom(...oddDays), fc.integer({ min: -40, max: 3 }))
    .map(([[zone, on], days]) => ({
      zone: parseTimeZone(zone),
      on: dateOfEpochDay(epochDayOf(on as CalendarDate) + days),
    })),
);

const intervals = fc.constantFrom(
  { unit: 'day', count: 1 } as const,
  { unit: 'day', count: 10 } as const,
  { unit: 'week', count: 1 } as const,
  { unit: 'month', count: 1 } as const,
  { unit: 'month', count: 3 } as const,
  { unit: 'year', count: 1 } as const,
);

const policies: fc.Arbitrary<BillingPolicy> = fc.oneof(
  fc.constantFrom<BillingPolicy>(...Object.values(presets)),
  fc
    .record({
      countedBy: fc.constantFrom(...policyValues.countedBy),
      dayOfEnd: fc.constantFrom(...policyValues.dayOfEnd),
      rounding: fc.constantFrom(...policyValues.rounding),
    })
    .map((fields) => ({ ...presets.standard, ...fields })),
);

// Within the day, most of all where it begins.
export const times = fc.oneof(
  fc.constantFrom(0, 1, 30 * 60_000, hour, 90 * 60_000, 12 * hour, 23 * hour),
  fc.integer({ min: 0, max: 26 * hour }),
);

export interface Drawn extends Required<Omit<Agreed, 'end' | 'policy'>> {
  readonly policy: BillingPolicy;
  /** How long before its start it was agreed to. */
  readonly lead: number;
}

export const agreements: fc.Arbitrary<Drawn> = fc
  .record({
    place: places,
    interval: intervals,
    policy: policies,
    billed: fc.constantFrom('in_advance' as const, 'in_arrears' as const),
    isByDate: fc.boolean(),
    time: times,
    price: fc.constantFrom(0n, 1n, 7n, 3000n, 4999n),
    isProrated: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0),
    aligned: fc.integer({ min: 0, max: 31 }),
    lead: fc.oneof(fc.constant(0), fc.constant(0), times),
    trialDays: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 40 })),
    inTrial: fc.constantFrom('free' as const, 'free' as const, 'charged' as const),
    billedDays: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 20 })),
  })
  .map((drawn) => {
    const { place, isByDate, time, price, isProrated, aligned, billedDays, ...rest } = drawn;
    const { zone, on } = place;
    const { interval } = rest;
    const monthly = interval.unit === 'month' || interval.unit === 'year';
    return {
      ...rest,
      zone,
      billedThrough: billedDays === 0 ? null : dateOfEpochDay(epochDayOf(on) + billedDays),
      start: isByDate
        ? startMarkOn(on, zone)
        : startMark((startOfDay(zone, on) + time) as Instant, zone),
      alignment:
        aligned === 0 ? 'anniversary' : monthly && aligned > 8 ? { day: aligned } : 'calendar',
      terms: flat(price, 'EUR', isProrated),
    };
  });

/** From where on something is charged: behind a trial that is free, and what was billed before. */
export const chargedFrom = (drawn: Drawn): Mark => {
  const { start, zone, policy, trialDays, inTrial, billedThrough } = drawn;
  const marks = [
    ...(trialDays > 0 && inTrial === 'free' ? [trialEndAfter(start, trialDays, zone)] : []),
    ...(billedThrough === null ? [] : [startMarkOn(billedThrough, zone)]),
  ];
  return marks.reduce((one, other) => laterMark(one, other, policy), start);
};

// How far time goes before a step: not at all, to where something happens, or anywhere.
type Wait = 'none' | 'boundary' | 'end' | 'midnight' | number;
const waits: fc.Arbitrary<Wait> = fc.oneof(
  fc.constantFrom<Wait>('none', 'boundary', 'end', 'midnight'),
  fc.integer({ min: 1, max: 40 * day }),
  times,
);

interface Step {
  readonly wait: Wait;
  readonly does: 'run' | 'cancel' | 'uncancel';
  readonly effective: 'now' | 'period_end' | 'on' | 'at' | 'boundary';
  readonly ahead: number;
  readonly credit: CancelCredit;
}

export const steps = (...credits: CancelCredit[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record<Step>({
      wait: waits,
      does: fc.constantFrom('run', 'cancel', 'cancel', 'uncancel'),
      effective: fc.constantFrom('now', 'period_end', 'on', 'at', 'boundary'),
      ahead: fc.oneof(times, fc.integer({ min: 0, max: 45 * day })),
      credit: fc.constantFrom(...credits),
    }),
    { maxLength: 8 },
  );

const after = (history: History, { zone }: Drawn, now: Instant, wait: Wait): Instant => {
  if (typeof wait === 'number') return (now + wait) as Instant;
  switch (wait) {
    case 'none':
      return now;
    case 'boundary':
      return history.cursor.nextDueAt ?? now;
    case 'end':
      return history.end === null || history.end.at < now ? now : history.end.at;
    case 'midnight':
      return startOfDay(zone, dateOfEpochDay(epochDayOf(dayAt(zone, now)) + 1));
  }
};

const effectiveOf = (
  { effective, ahead }: Step,
  history: History,
  { zone }: Drawn,
  now: Instant,
): EffectiveInput => {
  switch (effective) {
    case 'now':
    case 'period_end':
      return effective;
    case 'on':
      return {
        on: dateOfEpochDay(epochDayOf(dayAt(zone, now)) + 1 + Math.floor(ahead / day)),
      };
    case 'at':
      return { at: formatInstant((now + ahead) as Instant) };
    case 'boundary':
      return { at: formatInstant(Math.max(now, history.cursor.nextDueAt ?? 0) as Instant) };
  }
};

export const agreedAt = ({ start, lead }: Drawn): Instant => (start.at - lead) as Instant;

type Command = (history: History) => void;

interface Life {
  readonly history: History;
  /** The deeds so far, for another subscription to do at the same times. */
  readonly commands: readonly Command[];
}

/** Lives through the steps, and ends the subscription at last. One that has ended is left alone. */
export const live = (agreed: Drawn, taken: readonly Step[]): Life => {
  let now = agreedAt(agreed);
  const history = new History(agreed, now);
  const commands: Command[] = [];
  const take = (command: Command): void => {
    commands.push(command);
    command(history);
  };
  for (const step of taken) {
    now = after(history, agreed, now, step.wait);
    const at = now;
    if (step.does === 'run' || history.at(at).status === 'ended') take((each) => each.run(at));
    else if (step.does === 'cancel') {
      const effective = effectiveOf(step, history, agreed, at);
      take((each) => each.cancel(at, effective, step.credit));
    } else if (history.end !== null) take((each) => each.uncancel(at));
  }
  const last = Math.max(now, history.end?.at ?? now) as Instant;
  take((each) => each.run(last));
  if (history.at(last).status !== 'ended') take((each) => each.cancel(last, 'now'));
  return { history, commands };
};
