import { describe, expect, test } from 'vitest';
import type { Admission, InvoicedSpan, UsageEvent } from '#domain/metering/admission.ts';
import { admit, isSameEvent } from '#domain/metering/admission.ts';
import type { CountedInvoice } from '#domain/metering/cancellation.ts';
import { refusedCancellation } from '#domain/metering/cancellation.ts';
import type { SentEvent } from '#domain/metering/usage-event.ts';
import {
  closedAfterDays,
  dayOfExpiry,
  expiryOf,
  longestDaysOf,
  monthOf,
  uncountedSince,
} from '#domain/metering/usage-life.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, formatInstant, instantOf, parseInstant } from '#domain/shared/time.ts';
import { standardUsage, usageLimits } from '#domain/tenants/usage-settings.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';

const now = parseInstant('2026-06-10T12:00:00.000Z');
const before = (milliseconds: number): Instant => instantOf(now - milliseconds);
const settings = { ...standardUsage, maxAgeDays: 30, maxFutureMinutes: 5 };

// Names of tests show them, so they are the same each time.
const fixed = (nth: number) => `01900000-0000-7000-8000-00000000000${nth}`;
const [customerId, other] = [idFromUuid('cus', fixed(1)), idFromUuid('cus', fixed(2))];
const [subscriptionId, foreign] = [idFromUuid('sub', fixed(3)), idFromUuid('sub', fixed(4))];
const calls = buildMeter({ code: 'calls' }).facts;
const traffic = buildMeter({
  code: 'traffic',
  eventType: 'sent',
  aggregation: 'sum',
  property: 'bytes',
  filters: [{ property: 'network', equals: 'public' }],
}).facts;

const sent = (given: Partial<SentEvent> = {}): SentEvent => ({
  id: 'e1',
  source: 'api',
  type: 'call',
  time: null,
  customer: { id: customerId },
  subscriptionId: null,
  data: {},
  dataText: '{}',
  ...given,
});

const admitted = (given: Partial<SentEvent>, invoiced: readonly InvoicedSpan[] = []) => {
  const admission: Admission = {
    now,
    settings,
    subjects: {
      customers: new Set([customerId, other]),
      byExternalId: new Map([['crm-1', customerId]]),
      subscriptions: new Map([
        [subscriptionId, customerId],
        [foreign, other],
      ]),
    },
    meters: new Map([
      ['call', [calls]],
      ['sent', [traffic]],
    ]),
    invoiced: new Map([[customerId, invoiced]]),
  };
  return admit(sent(given), admission);
};
const refusalOf = (given: Partial<SentEvent>, invoiced: readonly InvoicedSpan[] = []) => {
  const result = admitted(given, invoiced);
  return 'refusal' in result ? result.refusal.code : 'accepted';
};

describe('an event', () => {
  test('is taken in with its time, or with that at which it came', () => {
    const event = {
      id: 'e1',
      source: 'api',
      type: 'call',
      at: now,
      isTimed: false,
      customerId,
      subscriptionId: null,
      data: '{}',
    };

    expect(admitted({})).toEqual({ event, isCounted: true });
    expect(admitted({ time: before(1), customer: { externalId: 'crm-1' } })).toEqual({
      event: { ...event, at: before(1), isTimed: true },
      isCounted: true,
    });
  });

  test('is of a customer that there is, and of a subscription of theirs', () => {
    expect(refusalOf({ customer: { id: buildId('cus') } })).toBe('unknown_customer');
    expect(refusalOf({ customer: { externalId: 'crm-2' } })).toBe('unknown_customer');
    expect(refusalOf({ subscriptionId })).toBe('accepted');
    expect(refusalOf({ subscriptionId: foreign })).toBe('unknown_subscription');
    expect(refusalOf({ subscriptionId: buildId('sub') })).toBe('unknown_subscription');
  });

  test('is neither too old nor too far ahead', () => {
    const oldest = before(30 * dayMilliseconds);
    const last = instantOf(now + 5 * 60_000);

    expect(refusalOf({ time: oldest })).toBe('accepted');
    expect(refusalOf({ time: instantOf(oldest - 1) })).toBe('too_old');
    expect(refusalOf({ time: last })).toBe('accepted');
    expect(refusalOf({ time: instantOf(last + 1) })).toBe('in_the_future');
  });

  test('that a meter must count and cannot is refused; one that none counts is taken in', () => {
    const data = { network: 'public', bytes: 'many' };

    expect(admitted({ type: 'sent', data })).toEqual({
      refusal: {
        code: 'invalid_decimal',
        detail: expect.stringMatching(/^Meter "traffic": "bytes" is no decimal/),
      },
    });
    expect(admitted({ type: 'sent', data: { ...data, network: 'own' } })).toMatchObject({
      isCounted: false,
    });
    expect(admitted({ type: 'other' })).toMatchObject({ isCounted: false });
  });
});

describe('an event of a period that is invoiced', () => {
  const [from, to] = [before(2 * dayMilliseconds), before(dayMilliseconds)];
  const span: InvoicedSpan = { customerId, subscriptionId, meterId: calls.id, from, to };

  test('comes too late, within the period alone', () => {
    const result = admitted({ time: from }, [span]);

    expect(result).toMatchObject({
      refusal: { code: 'period_invoiced' },
      late: { id: 'e1', at: from, isTimed: true },
    });
    expect(refusalOf({ time: instantOf(from - 1) }, [span])).toBe('accepted');
    expect(refusalOf({ time: instantOf(to - 1) }, [span])).toBe('period_invoiced');
    expect(refusalOf({ time: to }, [span])).toBe('accepted');
  });

  test('is of that subscription, or names none', () => {
    const time = from;

    expect(refusalOf({ time, subscriptionId }, [span])).toBe('period_invoiced');
    const ofOther = { ...span, subscriptionId: foreign };
    expect(refusalOf({ time, subscriptionId }, [ofOther])).toBe('accepted');
    expect(refusalOf({ time }, [ofOther])).toBe('period_invoiced');
  });

  test('is taken in where nothing of the period counts it, or nobody said when it happened', () => {
    expect(refusalOf({ time: from, type: 'other' }, [span])).toBe('accepted');
    expect(refusalOf({ time: from }, [{ ...span, meterId: traffic.id }])).toBe('accepted');
    expect(refusalOf({}, [{ ...span, to: instantOf(now + 1) }])).toBe('accepted');
  });
});

const stored: UsageEvent = {
  id: 'e1',
  source: 'api',
  type: 'call',
  at: now,
  isTimed: true,
  customerId,
  subscriptionId: null,
  data: '{"a":1,"b":{"c":[1,2]}}',
};

describe('an event under the id of another', () => {
  const same = (given: Partial<UsageEvent>) => isSameEvent(stored, { ...stored, ...given });

  test('is the same where it says the same, in whatever order', () => {
    expect(same({ data: '{"b":{"c":[1,2]},"a":1}' })).toBe(true);
    const untimed = { ...stored, isTimed: false };
    expect(isSameEvent(untimed, { ...untimed, at: before(9) })).toBe(true);
  });

  test.each<Partial<UsageEvent>>([
    { type: 'other' },
    { customerId: other },
    { subscriptionId },
    { isTimed: false },
    { at: before(1) },
    { data: '{"a":1}' },
    { data: '{"a":1,"b":{"c":[1,2]},"d":null}' },
    { data: '{"a":"1","b":{"c":[1,2]}}' },
    { data: '{"a":1,"b":{"c":[2,1]}}' },
    { data: '{"a":1,"b":{"c":[1,2,3]}}' },
    { data: '{"a":1,"b":{"c":{"0":1,"1":2}}}' },
    { data: '{"a":1,"b":null}' },
    { data: '{"a":1,"b":5}' },
    { data: '{"a":{},"b":{"c":[1,2]}}' },
    { data: '{"a":null,"b":{"c":[1,2]}}' },
    { data: '{"a":1,"x":{"c":[1,2]}}' },
  ])('is another where it says %j', (given) => {
    expect(same(given)).toBe(false);
  });
});

describe('the cancellation of an event', () => {
  const level = buildMeter({
    code: 'seats',
    aggregation: 'sum',
    property: 'by',
    isCarriedOver: true,
  }).facts;
  const closed = before(closedAfterDays * dayMilliseconds);
  const counted = (given: Partial<CountedInvoice> = {}): CountedInvoice => ({
    customerId,
    subscriptionId,
    meterId: calls.id,
    from: before(dayMilliseconds),
    to: instantOf(now + 1),
    refusesLate: false,
    ...given,
  });
  const refusedFor = (invoiced: readonly CountedInvoice[], given: Partial<UsageEvent> = {}) =>
    refusedCancellation(
      { ...stored, data: '{"by":1}', ...given },
      { now, meters: new Map([['call', [calls, level]]]), invoiced },
    )?.code ?? null;

  test('is allowed where nothing was invoiced, or its periods still take corrections', () => {
    expect(refusedFor([])).toBeNull();
    expect(refusedFor([counted()])).toBeNull();
  });

  test('is refused where the subscription takes no correction', () => {
    expect(refusedFor([counted(), counted({ refusesLate: true })])).toBe('period_invoiced');
    expect(refusedFor([counted({ refusesLate: true, from: instantOf(now + 1) })])).toBeNull();
    expect(refusedFor([counted({ refusesLate: true, to: now })])).toBeNull();
    expect(refusedFor([counted({ refusesLate: true, from: now })])).toBe('period_invoiced');
  });

  test('is refused where its period is over for long', () => {
    const at = instantOf(closed - 9);
    const from = instantOf(closed - 99);

    expect(refusedFor([counted({ from, to: closed })], { at })).toBe('too_old');
    expect(refusedFor([counted({ from, to: instantOf(closed + 1) })], { at })).toBeNull();
  });

  test('asks only for periods that count it', () => {
    const refuses = { refusesLate: true };

    expect(refusedFor([counted({ ...refuses, meterId: traffic.id })])).toBeNull();
    expect(refusedFor([counted(refuses)], { type: 'other' })).toBeNull();
    expect(refusedFor([counted(refuses)], { subscriptionId: foreign })).toBeNull();
    expect(refusedFor([counted(refuses)], { subscriptionId })).toBe('period_invoiced');
  });

  test('of a level that is carried over asks for each period that ends after it', () => {
    const later = counted({
      refusesLate: true,
      meterId: level.id,
      from: instantOf(now + 5),
      to: instantOf(now + 9),
    });

    expect(refusedFor([later])).toBe('period_invoiced');
    expect(refusedFor([{ ...later, meterId: calls.id }])).toBeNull();
    expect(refusedFor([later], { data: '{"by":"many"}' })).toBeNull();
  });
});

describe('the life of usage', () => {
  test('ends so many days after it came, and is told by days and months of UTC', () => {
    const expiresAt = expiryOf(now, { ...settings, retentionDays: 400 });

    expect(formatInstant(expiresAt)).toBe('2027-07-15T12:00:00.000Z');
    expect([dayOfExpiry(expiresAt), monthOf(now)]).toEqual(['2027-07-15', '2026-06-01']);
  });

  test('is counted in the longest periods that are sold', () => {
    const lengths = [
      { unit: 'day', count: 90 },
      { unit: 'week', count: 10 },
      { unit: 'month', count: 2 },
    ] as const;

    expect(longestDaysOf(lengths)).toBe(90);
    expect(longestDaysOf([{ unit: 'week', count: 2 }])).toBe(14);
    expect(longestDaysOf([{ unit: 'month', count: 2 }])).toBe(62);
    expect(longestDaysOf([{ unit: 'year', count: 1 }])).toBe(366);
    expect(longestDaysOf([])).toBe(0);
  });

  test('is closed a day after any of it may come', () => {
    expect(closedAfterDays - usageLimits.maxAgeDays.max).toBe(1);
  });

  test('may still be counted of periods that were open, or of which events may still come', () => {
    expect(uncountedSince(now, 31)).toBe(now - (31 + closedAfterDays) * dayMilliseconds);
  });
});
