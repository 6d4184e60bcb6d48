import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantsBetween, monthAt } from '#domain/alerts/alert-periods.ts';
import { forgottenBefore, reachedBy } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertInput } from '#domain/alerts/usage-alert.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { instantOf, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { standardUsage } from '#domain/tenants/usage-settings.ts';
import { buildId, nextDay, someday } from '../../../src/testing/builders.ts';
import { checkLaw } from '../../support/laws.ts';

const spending = {
  name: 'Spending',
  measure: 'amount',
  currency: 'EUR',
  thresholds: ['10'],
} as const;

const build = (given: Partial<UsageAlertInput> = {}): UsageAlert =>
  UsageAlert.create(buildId('alr'), { ...spending, ...given }, someday);

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
};

const thresholdsAt = (alert: UsageAlert, value: Fraction): readonly string[] => {
  const period = monthAt(parseTimeZone('UTC'), someday);
  const reading = { customerId: buildId('cus'), subscriptionId: null, period, value };
  return reachedBy(alert.facts, reading, nextDay).map(({ facts }) => facts.threshold);
};

describe('a usage alert', () => {
  test.each([
    ['no threshold', { thresholds: [] }, ['/thresholds out_of_range']],
    ['too many', { thresholds: Array(21).fill('1') }, ['/thresholds out_of_range']],
    ['one of nothing', { thresholds: ['0'] }, ['/thresholds/0 decimal_not_positive']],
    ['equal ones', { thresholds: ['1', '1.0'] }, ['/thresholds/1 not_ascending']],
    ['a lower one', { thresholds: ['2', '10', '9'] }, ['/thresholds/2 not_ascending']],
    ['steps of nothing', { every: '0' }, ['/every decimal_not_positive']],
    ['no currency', { currency: null }, ['/currency required']],
    ['a meter of an amount', { meterId: buildId('mtr') }, ['/meterId not_of_amount']],
    [
      'a currency and price of a quantity',
      { measure: 'quantity', priceCode: 'calls' },
      ['/meterId required', '/currency not_of_quantity', '/priceCode not_of_quantity'],
    ],
    [
      'all faults at once',
      { name: '', code: '-', thresholds: ['x'] },
      ['/code invalid_code', '/name too_short', '/thresholds/0 invalid_decimal'],
    ],
  ] satisfies [string, Partial<UsageAlertInput>, string[]][])(
    'is refused: %s',
    (_, given, faults) => {
      expect(faultsOf(() => build(given))).toEqual(faults);
    },
  );

  test('looks at an amount of one price, or at a quantity, of one customer or all', () => {
    const meterId = buildId('mtr');
    const customerId = buildId('cus');
    const subscriptionId = buildId('sub');

    const amount = build({ priceCode: 'calls', customerId, subscriptionId }).facts;
    const quantity = build({ measure: 'quantity', currency: null, meterId }).facts;

    expect(amount).toMatchObject({
      measure: 'amount',
      currency: 'EUR',
      priceCode: 'calls',
      meterId: null,
      customerId,
      subscriptionId,
    });
    expect(quantity).toMatchObject({
      measure: 'quantity',
      currency: null,
      priceCode: null,
      meterId,
      customerId: null,
      subscriptionId: null,
      code: null,
      every: null,
    });
    expect(
      build({ thresholds: Array.from({ length: 20 }, (_, nth) => `${nth + 1}`) }),
    ).toBeDefined();
  });

  test('says what it was when it is deleted', () => {
    const { facts } = build({ code: 'soft' });
    const stored = new UsageAlert({ ...facts, version: 3 });
    expect(stored.events).toEqual([]);

    const deleted = stored.change({ name: 'Spent' }, nextDay).delete(nextDay);

    expect(deleted).toMatchObject({
      id: facts.id,
      version: 3,
      events: [
        {
          type: 'usage_alert.updated',
          subjectId: facts.id,
          occurredAt: nextDay,
          before: { version: 3, name: 'Spending', code: 'soft' },
          after: { version: 4, name: 'Spent', updatedAt: '2026-11-20T23:06:40.000Z' },
        },
        {
          type: 'usage_alert.deleted',
          subjectId: facts.id,
          before: { version: 4, name: 'Spent' },
          after: null,
        },
      ],
    });
  });

  test('changes what is given, and nothing where nothing differs', () => {
    const alert = build({ code: 'soft', every: '5.50' });

    const changed = alert.change({ code: null, thresholds: ['5', '10'] }, nextDay);

    expect(changed.facts).toMatchObject({ code: null, thresholds: ['5', '10'], every: '5.5' });
    expect(changed.events.map(({ type }) => type)).toEqual([
      'usage_alert.created',
      'usage_alert.updated',
    ]);
    expect(alert.change({ name: 'Spending', every: '5.5' }, nextDay)).toBe(alert);
    expect(faultsOf(() => alert.change({ thresholds: ['2', '1'] }, nextDay))).toEqual([
      '/thresholds/1 not_ascending',
    ]);
  });

  test.each([
    [9n, 1n, []],
    [10n, 1n, ['10']],
    [119n, 10n, ['10']],
    [25n, 2n, ['10', '12', '12.5']],
    [40n, 3n, ['10', '12', '12.5', '13']],
  ])('at %d/%d has reached what is not above it', (numerator, denominator, reached) => {
    const alert = build({ thresholds: ['10', '12'], every: '0.5' });

    expect(thresholdsAt(alert, Fraction.of(numerator, denominator))).toEqual(reached);
  });

  test('tells of a hundred thresholds in a period at most', () => {
    const reached = thresholdsAt(build({ every: '1' }), Fraction.of(10_000n));

    expect(reached).toHaveLength(100);
    expect([reached[0], reached[1], reached.at(-1)]).toEqual(['10', '11', '109']);
    expect(thresholdsAt(build({ every: '1' }), Fraction.of(108n))).toHaveLength(99);
  });

  test('tells where and when a threshold was reached', () => {
    const alert = build({ code: 'soft', priceCode: 'calls' });
    const customerId = buildId('cus');
    const subscriptionId = buildId('sub');
    const period = monthAt(parseTimeZone('UTC'), someday);
    const reading = { customerId, subscriptionId, period, value: Fraction.of(31n, 3n) };

    const [reached] = reachedBy(alert.facts, reading, nextDay);

    const named = { code: 'soft', name: 'Spending', currency: 'EUR', priceCode: 'calls' };
    const facts = { alertId: alert.facts.id, ...named, meterId: null, customerId, subscriptionId };
    expect(reached?.facts).toEqual({
      ...facts,
      period,
      threshold: '10',
      value: '31/3',
      reachedAt: nextDay,
    });
    expect(reached?.events).toMatchObject([
      {
        type: 'usage_alert.reached',
        subjectId: alert.facts.id,
        occurredAt: nextDay,
        before: null,
        after: { ...facts, threshold: '10', value: '31/3', reachedAt: '2026-11-20T23:06:40.000Z' },
      },
    ]);
  });

  test('forgets what it told of, once no event of that time is kept or comes', () => {
    // 400 days and the 36 in which events may be late.
    const now = parseInstant('2026-11-20T12:00:00Z');

    expect(forgottenBefore(now, standardUsage)).toBe(parseInstant('2025-09-10T12:00:00Z'));
  });

  test('has reached at a value all that it had reached below it', () => {
    const value = fc.integer({ min: 0, max: 100_000 });
    checkLaw(
      fc.property(value, value, (one, other) => {
        const alert = build({ thresholds: ['5', '7.25'], every: '3.1' });
        const [low, high] = [one, other].toSorted((a, b) => a - b).map(BigInt);
        const below = thresholdsAt(alert, Fraction.of(low ?? 0n, 1000n));
        const above = thresholdsAt(alert, Fraction.of(high ?? 0n, 1000n));

        expect(above.slice(0, below.length)).toEqual(below);
        expect(above.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the periods of an alert', () => {
  test('without a subscription are months by a zone', () => {
    const vienna = parseTimeZone('Europe/Vienna');
    const { start, end, startsAt } = monthAt(vienna, parseInstant('2026-10-31T23:30:00Z'));

    expect([start, end]).toEqual(['2026-11-01', '2026-12-01']);
    expect(startsAt).toBe(parseInstant('2026-10-31T23:00:00Z'));
  });

  test('each have an instant that is looked at, the first and the last', () => {
    const hour = 3_600_000;
    const instants = instantsBetween(instantOf(0), instantOf(36 * hour));

    expect(instants.map((at) => at / hour)).toEqual([0, 8, 16, 24, 32, 36]);
    expect(instantsBetween(someday, someday)).toEqual([someday]);
  });
});
