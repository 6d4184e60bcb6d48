import { describe, expect, test } from 'vitest';
import type { CountedBy } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { charged, credited, flat, span } from '../domain/charging/builders.ts';

// Other engines, and their documentation, state the sums of flat prices. Where they add tax,
// it is the amount before tax.

/**
 * A price for a period comes to an amount for a part of it, in minor units. A negative amount is
 * what is credited of the whole period. The last is when a local day begins in UTC, if not at 0:00.
 */
type Fact = readonly [
  name: string,
  price: bigint,
  period: string,
  part: string,
  amount: bigint,
  dayBegins?: string,
];

const comesTo = (countedBy: CountedBy, currency: string, fact: Fact): bigint => {
  const [, price, period, part, amount, dayBegins] = fact;
  const terms = flat(price, currency);
  const [whole, some] = [period, part].map((dates) => {
    const [start = '', end = ''] = dates.split('/');
    return span(start, end, dayBegins);
  }) as [ReturnType<typeof span>, ReturnType<typeof span>];
  if (amount >= 0n) return evaluate(terms, charged(whole, some, { countedBy })).amount;
  const of = charged(whole, whole, { countedBy });
  return evaluate(terms, credited(of, some, { left: price })).amount;
};

const lago: readonly Fact[] = [
  ['first month, 21 of 28 days', 5000n, '2023-02-01/2023-03-01', '2023-02-08/2023-03-01', 3750n],
  [
    'ended that day, 20 of 28 back',
    5000n,
    '2023-02-01/2023-03-01',
    '2023-02-09/2023-03-01',
    -3571n,
  ],
  ['anniversary, 27 of 28 back', 5000n, '2023-02-08/2023-03-08', '2023-02-09/2023-03-08', -4821n],
  ['a leap February, whole', 700n, '2024-02-01/2024-03-01', '2024-02-01/2024-03-01', 700n],
  ['arrears, 6 of 31 days', 1000n, '2022-12-01/2023-01-01', '2022-12-15/2022-12-21', 194n],
  ['arrears, 12 of 29 days', 2900n, '2024-02-01/2024-03-01', '2024-02-01/2024-02-13', 1200n],
  ['begun late, 27 of 31 days', 1000n, '2024-03-01/2024-04-01', '2024-03-05/2024-04-01', 871n],
  ['upgraded, 20 of 31 days', 1500n, '2024-03-01/2024-04-01', '2024-03-12/2024-04-01', 968n],
  ['upgraded, 20 of 31 back', 1000n, '2024-03-01/2024-04-01', '2024-03-12/2024-04-01', -645n],
  ['again that day, 20 of 31 days', 1900n, '2024-03-01/2024-04-01', '2024-03-12/2024-04-01', 1226n],
  ['again that day, 20 of 31 back', 1500n, '2024-03-01/2024-04-01', '2024-03-12/2024-04-01', -968n],
  ['32 of 91 days of a quarter', 91000n, '2024-04-01/2024-07-01', '2024-05-20/2024-06-21', 32000n],
  ['243 of 366 days of a year', 118800n, '2023-07-19/2024-07-19', '2023-11-19/2024-07-19', 78875n],
  ['a week, 6 of 7 days back', 2999n, '2025-10-06/2025-10-13', '2025-10-07/2025-10-13', -2571n],
  [
    'a week in Halifax, 3 of 7 days',
    700n,
    '2023-06-12/2023-06-19',
    '2023-06-16/2023-06-19',
    300n,
    '03:00:00.000Z',
  ],
];

const killBill: readonly Fact[] = [
  ['trial over, 29 of 31 days', 59995n, '2012-02-29/2012-03-31', '2012-03-02/2012-03-31', 56124n],
  [
    'to a year, 354 of 365 days',
    239995n,
    '2012-05-01/2013-05-01',
    '2012-05-12/2013-05-01',
    232762n,
  ],
  ['to a year, 20 of 31 back', 24995n, '2012-05-01/2012-06-01', '2012-05-12/2012-06-01', -16126n],
  [
    'half a cent, 9 of 30 days (K03)',
    24995n,
    '2016-06-10/2016-07-10',
    '2016-07-01/2016-07-10',
    7499n,
  ],
  ['to a year, 9 of 31 back', 24995n, '2016-07-10/2016-08-10', '2016-08-01/2016-08-10', -7257n],
  ['81 of 92 days of a quarter', 6995n, '2012-05-01/2012-08-01', '2012-05-12/2012-08-01', 6159n],
  ['to a quarter, 20 of 31 back', 2995n, '2012-05-01/2012-06-01', '2012-05-12/2012-06-01', -1932n],
  [
    'a pause, 23 of 365 back (K05b)',
    239995n,
    '2012-05-01/2013-05-01',
    '2012-05-12/2012-06-04',
    -15123n,
  ],
  [
    'caught up, 31 of 365 days (K05b)',
    239995n,
    '2013-05-01/2014-05-01',
    '2013-05-01/2013-06-01',
    20383n,
  ],
  ['352 of 366 days of a year', 599995n, '2015-03-01/2016-03-01', '2015-03-15/2016-03-01', 577044n],
  [
    '292 of 365 back of a year',
    239995n,
    '2015-01-01/2016-01-01',
    '2015-03-15/2016-01-01',
    -191996n,
  ],
  ['to a month, 21 of 31 days', 24995n, '2012-05-01/2012-06-01', '2012-05-11/2012-06-01', 16932n],
  [
    'to a month, 355 of 365 back',
    239995n,
    '2012-05-01/2013-05-01',
    '2012-05-11/2013-05-01',
    -233420n,
  ],
  ['and back, 355 of 365 days', 239995n, '2012-05-01/2013-05-01', '2012-05-11/2013-05-01', 233420n],
  ['and back, 21 of 31 back', 24995n, '2012-05-01/2012-06-01', '2012-05-11/2012-06-01', -16932n],
  ['cycle day 15, 14 of 30 days', 24995n, '2016-04-15/2016-05-15', '2016-05-01/2016-05-15', 11664n],
  ['cycle day 15, 14 of 31 days', 24995n, '2016-05-15/2016-06-15', '2016-06-01/2016-06-15', 11288n],
  ['cycle day 10, 26 of 31 days', 24995n, '2016-07-10/2016-08-10', '2016-07-15/2016-08-10', 20964n],
  [
    'a day in New York, whole',
    100n,
    '2024-04-13/2024-04-14',
    '2024-04-13/2024-04-14',
    100n,
    '04:00:00.000Z',
  ],
];

const months30: readonly Fact[] = [
  ['8 of 30 days, May (K11)', 1995n, '2023-04-23/2023-05-23', '2023-05-15/2023-05-23', 532n],
  ['8 of 30 days, June (K11)', 1995n, '2023-05-23/2023-06-23', '2023-06-15/2023-06-23', 532n],
  ['22 of 30 days, May (K11)', 1995n, '2023-05-15/2023-06-15', '2023-05-23/2023-06-15', 1463n],
  ['22 of 30 days, June (K11)', 1995n, '2023-06-15/2023-07-15', '2023-06-23/2023-07-15', 1463n],
  ['8 of 30 back, May (K11)', 1995n, '2023-04-23/2023-05-23', '2023-05-15/2023-05-23', -532n],
  ['8 of 30 back, June (K11)', 1995n, '2023-05-23/2023-06-23', '2023-06-15/2023-06-23', -532n],
];

const perSecond: readonly Fact[] = [
  ['20 of 30 days back', 10000n, '2025-06-01/2025-07-01', '2025-06-11/2025-07-01', -6667n],
  ['20 of 30 days', 30000n, '2025-06-01/2025-07-01', '2025-06-11/2025-07-01', 20000n],
  ['22 of 29 days back', 10000n, '2024-02-18/2024-03-18', '2024-02-25/2024-03-18', -7586n],
  ['22 of 29 days', 30000n, '2024-02-18/2024-03-18', '2024-02-25/2024-03-18', 22759n],
  ['166 of 365 days back', 100000n, '2023-02-18/2024-02-18', '2023-09-05/2024-02-18', -45479n],
  ['166 of 365 days', 300000n, '2023-02-18/2024-02-18', '2023-09-05/2024-02-18', 136438n],
  ['replaced, 1 of 31 days', 1000n, '2024-01-01/2024-02-01', '2024-01-01/2024-01-02', 32n],
  ['replaced, 30 of 31 days', 2000n, '2024-01-01/2024-02-01', '2024-01-02/2024-02-01', 1935n],
  ['the next month, whole', 2000n, '2024-02-01/2024-03-01', '2024-02-01/2024-03-01', 2000n],
];

const chargebee: readonly Fact[] = [
  ['downgraded, 10 of 30 back', 6000n, '2012-04-01/2012-05-01', '2012-04-21/2012-05-01', -2000n],
  ['downgraded, 10 of 30 days', 3000n, '2012-04-01/2012-05-01', '2012-04-21/2012-05-01', 1000n],
];

describe.each([
  ['Lago, by days', 'day', 'EUR', lago],
  ['Kill Bill, by days', 'day', 'USD', killBill],
  ['Kill Bill, by months of 30 days', 'month_30', 'USD', months30],
  ['engines that count by seconds', 'second', 'USD', perSecond],
  ['Chargebee, by days', 'day', 'USD', chargebee],
] as const)('%s', (_engine, countedBy, currency, facts) => {
  test.each(facts.map((fact) => [fact[0], fact] as const))('%s', (_name, fact) => {
    expect(comesTo(countedBy, currency, fact)).toBe(fact[4]);
  });
});
