import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { Instant } from '#domain/shared/time.ts';
import {
  formatInstant,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';
import type { Subscribing, SubscriptionInput } from '#domain/subscriptions/new-subscription.ts';
import { newSubscription } from '#domain/subscriptions/new-subscription.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';

const version = firstVersionOf(buildPlan(buildId('prod')).activate(someday)).facts as PlanVersion;
const utc = parseTimeZone('UTC');
const vienna = parseTimeZone('Europe/Vienna');

/** Noon of the tenth of June 2026. */
const now = parseInstant('2026-06-10T12:00:00.000Z');

const made = (given: Partial<Subscribing> = {}): Subscribing => ({
  id: buildId('sub'),
  customerId: buildId('cus'),
  version,
  timeZone: utc,
  trialDays: 0,
  booksClosedOn: null,
  policy: standardPolicy,
  nextItemId: () => buildId('si'),
  now,
  effectiveNow: now,
  ...given,
});

const subscribed = (input: SubscriptionInput = {}, given: Partial<Subscribing> = {}) =>
  newSubscription(input, made(given));
const factsOf = (input: SubscriptionInput = {}, given: Partial<Subscribing> = {}) =>
  subscribed(input, given).facts;
const faults = (input: SubscriptionInput, given: Partial<Subscribing> = {}) =>
  refused(() => subscribed(input, given));

const shown = (mark: { readonly on: string; readonly at: Instant } | null | undefined) =>
  mark && `${mark.on}, ${formatInstant(mark.at)}`;

describe('a new subscription', () => {
  test('begins now, has no end, and is as plain as nobody says otherwise', () => {
    const subscription = subscribed();

    expect(subscription.status).toBe('active');
    expect(subscription.facts).toMatchObject({
      version: 0,
      externalId: null,
      name: null,
      planId: version.planId,
      planVersion: 1,
      currency: 'EUR',
      timeZone: 'UTC',
      alignment: 'anniversary',
      interval: { unit: 'month', count: 1 },
      anchorOn: '2026-06-10',
      anchorDay: 10,
      policy: standardPolicy,
      end: null,
      endReason: null,
      billedThrough: null,
      term: null,
      isInvoicedApart: false,
      purchaseOrder: null,
      metadata: {},
      createdAt: now,
      updatedAt: now,
    });
    expect(shown(subscription.facts.start)).toBe('2026-06-10, 2026-06-10T12:00:00.000Z');
    expect(subscription.facts.segments).toEqual([
      {
        from: subscription.facts.start,
        planVersionId: version.id,
        items: [expect.objectContaining({ quantity: '1' })],
      },
    ]);
    expect(subscription.events.map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ['subscription.created', subscription.facts.id],
    ]);
  });

  test('is as it is described', () => {
    const input: SubscriptionInput = {
      externalId: ' crm-1 ',
      name: ' Team ',
      purchaseOrder: ' PO 7 ',
      isInvoicedApart: true,
      timeZone: 'Europe/Vienna',
      alignment: 'calendar',
      metadata: { tier: 'gold' },
      billingPolicy: { dayOfEnd: 'free' },
    };

    expect(factsOf(input)).toMatchObject({
      externalId: 'crm-1',
      name: 'Team',
      purchaseOrder: 'PO 7',
      isInvoicedApart: true,
      timeZone: 'Europe/Vienna',
      alignment: 'calendar',
      anchorOn: '2026-01-01',
      anchorDay: 1,
      metadata: { tier: 'gold' },
      policy: { ...standardPolicy, dayOfEnd: 'free' },
    });
  });

  test('begins and ends on days, or at instants, in its zone', () => {
    const onDays = factsOf({ startsOn: '2026-07-01', endsOn: '2026-08-01' }, { timeZone: vienna });
    const at = { startsAt: '2026-07-01T10:00:00Z', endsAt: '2026-08-01T10:00:00Z' };
    const atInstants = factsOf(at, { timeZone: vienna });

    expect([shown(onDays.start), shown(onDays.end)]).toEqual([
      '2026-07-01, 2026-06-30T22:00:00.000Z',
      '2026-08-01, 2026-07-31T22:00:00.000Z',
    ]);
    expect([shown(atInstants.start), shown(atInstants.end)]).toEqual([
      '2026-07-01, 2026-07-01T10:00:00.000Z',
      '2026-08-02, 2026-08-01T10:00:00.000Z',
    ]);
  });

  test('begins at the instant that now means', () => {
    const effectiveNow = parseInstant('2026-06-10T11:59:00.000Z');

    expect(factsOf({}, { effectiveNow }).start.at).toBe(effectiveNow);
    expect(subscribed({ startsOn: '2026-06-11' }).status).toBe('scheduled');
  });

  test('has the trial of its plan, or the one that is given', () => {
    const trialEnd = (input: SubscriptionInput, given: Partial<Subscribing>) =>
      shown(factsOf(input, given).segments[0]?.trialEnd);

    expect(trialEnd({}, { trialDays: 14 })).toBe('2026-06-24, 2026-06-24T12:00:00.000Z');
    expect(trialEnd({ trialDays: 7 }, { trialDays: 14 })).toBe(
      '2026-06-17, 2026-06-17T12:00:00.000Z',
    );
    expect(trialEnd({ trialDays: 0 }, { trialDays: 14 })).toBeUndefined();
    expect(subscribed({ trialDays: 7 }).status).toBe('trialing');
    expect(factsOf({ trialDays: 7 }).anchorOn).toBe('2026-06-17');
    expect(factsOf({ trialDays: 7, billingPolicy: { alignFrom: 'start' } }).anchorOn).toBe(
      '2026-06-10',
    );
  });

  test('ends with its term, or goes on', () => {
    const term = { unit: 'month', count: 3 } as const;

    expect(factsOf({ term })).toMatchObject({
      term: { length: term, renewal: 'end', startsOn: '2026-06-10' },
      end: { on: '2026-09-10' },
    });
    expect(factsOf({ term, renewal: 'renew' })).toMatchObject({
      term: { length: term, renewal: 'renew' },
      end: null,
    });
    expect(factsOf({ term, renewal: 'renew', endsOn: '2027-01-01' }).end?.on).toBe('2027-01-01');
    expect(factsOf({ term, trialDays: 5 }).term?.startsOn).toBe('2026-06-15');
  });
});

describe('a subscription is refused', () => {
  test('with every fault at once', () => {
    const input: SubscriptionInput = {
      externalId: '',
      name: '',
      alignment: { day: 32 },
      term: { unit: 'month', count: 121 },
      billedThrough: '2026-02-30',
      trialDays: 731,
      timeZone: 'Mars/Olympus',
      purchaseOrder: 'x'.repeat(201),
      metadata: { '': 'x' },
      items: [{ priceId: buildId('price') }],
      billingPolicy: { preset: 'none' },
    };

    const pointers = faults(input).map((fault) => fault.split(' ')[0]);

    expect(pointers).toEqual([
      '/externalId',
      '/name',
      expect.stringMatching(/^\/alignment/),
      '/term/count',
      '/billedThrough',
      '/trialDays',
      '/timeZone',
      '/purchaseOrder',
      expect.stringMatching(/^\/metadata/),
      '/items/0/priceId',
      '/billingPolicy/preset',
    ]);
  });

  test.each<readonly [SubscriptionInput, readonly string[]]>([
    [{ startsOn: '2026-06-31' }, ['/startsOn invalid_date']],
    [{ startsAt: 'soon' }, ['/startsAt invalid_instant']],
    [{ startsOn: '2026-06-10', startsAt: '2026-06-10T00:00:00Z' }, ['/startsAt stated_twice']],
    [{ endsOn: '2026-07-10', endsAt: '2026-07-10T00:00:00Z' }, ['/endsAt stated_twice']],
    [{ endsOn: '2026-06-10' }, ['/endsOn ends_before_start']],
    [{ endsAt: '2026-06-10T12:00:00.000Z' }, ['/endsAt ends_before_start']],
    [{ endsAt: '2026-06-10T12:00:00.001Z' }, []],
    [{ endsOn: '2026-06-11' }, []],
    [{ renewal: 'renew' }, ['/renewal renewal_without_term']],
    [{ term: { unit: 'month', count: 1 }, endsOn: '2027-01-01' }, ['/renewal stated_twice']],
    [
      { term: { unit: 'month', count: 1 }, renewal: 'end', endsAt: '2027-01-01T00:00:00Z' },
      ['/renewal stated_twice'],
    ],
    [{ term: { unit: 'month', count: 0 } }, ['/term/count invalid_term']],
    [{ term: { unit: 'month', count: 1.5 } }, ['/term/count invalid_term']],
    [{ term: { unit: 'year', count: 10 } }, []],
    [{ term: { unit: 'year', count: 11 } }, ['/term/count invalid_term']],
    [{ term: { unit: 'hour', count: 1 } as never }, ['/term/unit invalid_term']],
    [{ trialDays: 730 }, []],
    [{ trialDays: 1.5 }, ['/trialDays invalid_trial']],
  ])('where it says %j', (input, expected) => {
    expect(faults(input)).toEqual(expected);
  });

  test('where it ends before it begins, by days or by instants', () => {
    const given = { startsAt: '2026-07-01T12:00:00Z', endsOn: '2026-07-01' };

    expect(faults(given)).toEqual(['/endsOn ends_before_start']);
    const sameDay = { startsAt: '2026-07-01T12:00:00Z', endsAt: '2026-07-01T12:00:01Z' };
    expect(faults(sameDay)).toEqual([]);
    expect(faults({ ...sameDay, billingPolicy: { dayOfEnd: 'free' } })).toEqual([
      '/endsAt ends_before_start',
    ]);
  });

  test('where the books are closed on the day that it is charged from', () => {
    const closed = (on: string) => ({ booksClosedOn: parseCalendarDate(on) });

    expect(faults({}, closed('2026-06-10'))).toEqual(['period_closed']);
    expect(faults({}, closed('2026-06-09'))).toEqual([]);
    const earlier = { startsOn: '2026-05-20' };
    expect(faults(earlier, closed('2026-05-31'))).toEqual(['period_closed']);
    expect(faults({ ...earlier, billedThrough: '2026-06-01' }, closed('2026-05-31'))).toEqual([]);
    expect(faults({ ...earlier, billedThrough: '2026-05-20' }, closed('2026-05-20'))).toEqual([
      'period_closed',
    ]);
    expect(faults({ ...earlier, billedThrough: '2026-05-10' }, closed('2026-05-15'))).toEqual([
      '/billedThrough billed_through_out_of_range',
    ]);
  });
});

describe('what was billed elsewhere', () => {
  const through = (billedThrough: string, input: SubscriptionInput = {}) =>
    faults({ startsOn: '2026-03-20', billedThrough, ...input });
  const outOfRange = ['/billedThrough billed_through_out_of_range'];

  test('reaches from the start to the end of the current period', () => {
    expect(through('2026-03-20')).toEqual([]);
    expect(through('2026-03-19')).toEqual(outOfRange);
    expect(through('2026-06-20')).toEqual([]);
    expect(through('2026-06-21')).toEqual(outOfRange);
  });

  test('reaches to the end of the subscription at most, and to that of a trial', () => {
    expect(through('2026-06-15', { endsOn: '2026-06-15' })).toEqual([]);
    expect(through('2026-06-16', { endsOn: '2026-06-15' })).toEqual(outOfRange);
    expect(through('2026-06-21', { endsOn: '2026-12-15' })).toEqual(outOfRange);
    expect(through('2026-07-18', { trialDays: 120 })).toEqual([]);
    expect(through('2026-07-19', { trialDays: 120 })).toEqual(outOfRange);
  });

  test('of what begins later reaches to the end of its first period', () => {
    expect(through('2026-08-01', { startsOn: '2026-07-01' })).toEqual([]);
    expect(through('2026-08-02', { startsOn: '2026-07-01' })).toEqual(outOfRange);
  });

  test('reaches to the end of the longest period of its prices', () => {
    const seat: PriceInput = { name: 'Seat', model: 'per_unit', unitAmount: '1' };
    const domain: PriceInput = { ...seat, name: 'Domain', interval: { unit: 'year', count: 1 } };
    const until = (billedThrough: string, ...prices: readonly PriceInput[]) => {
      const plan = buildPlan(buildId('prod'), { prices }).activate(someday);
      const given = { version: firstVersionOf(plan).facts };
      return faults({ startsOn: '2026-03-20', billedThrough }, given);
    };

    for (const prices of [
      [seat, domain],
      [domain, seat],
    ]) {
      expect(until('2027-03-20', ...prices)).toEqual([]);
      expect(until('2027-03-21', ...prices)).toEqual(outOfRange);
    }
  });
});
