import { describe, expect, test } from 'vitest';
import type { AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { endMark, markOn, startMark } from '#domain/subscriptions/agreement/mark.ts';
import type { PresetName } from '#domain/tenants/billing-policy.ts';
import { presets } from '#domain/tenants/billing-policy.ts';
import { flat } from '../domain/charging/builders.ts';
import { History } from '../domain/subscriptions/history.ts';

// Other engines, and their documentation, bill a whole subscription to one flat price.
// Where they add tax, it is the amount before tax; where they issue a credit note, it is its line.

const day: CalendarLength = { unit: 'day', count: 1 };
const week: CalendarLength = { unit: 'week', count: 1 };
const month: CalendarLength = { unit: 'month', count: 1 };
const quarter: CalendarLength = { unit: 'month', count: 3 };

interface Fact {
  readonly price: bigint;
  readonly billed?: 'in_advance' | 'in_arrears';
  readonly interval?: CalendarLength;
  readonly alignment?: AlignmentInput;
  readonly zone?: string;
  /** An instant, or a local date. */
  readonly starts: string;
  readonly canceled?: string;
  readonly runs?: string;
  /** `start/end amount`, in the order in which they are made. */
  readonly lines: readonly string[];
}

const linesOf = (preset: PresetName, fact: Fact): readonly string[] => {
  const { price, billed = 'in_advance', interval = month, alignment = 'calendar' } = fact;
  const { starts, canceled, runs } = fact;
  const zone = parseTimeZone(fact.zone ?? 'UTC');
  const start = starts.includes('T')
    ? startMark(parseInstant(starts), zone)
    : markOn(parseCalendarDate(starts), zone);
  const terms = flat(price);
  const policy = presets[preset];
  const history = new History({ start, zone, interval, alignment, policy, billed, terms });
  if (runs !== undefined) history.run(parseInstant(runs));
  if (canceled !== undefined) history.cancel(parseInstant(canceled), 'now');
  return history.lines.map(
    ({ servicePeriod: { start: from, end }, amount }) => `${from}/${end} ${amount.minor}`,
  );
};

const lago: readonly (readonly [name: string, fact: Fact])[] = [
  [
    'a calendar month in advance, begun and ended the same day (L01)',
    {
      price: 5000n,
      starts: '2023-02-08T00:00:00Z',
      canceled: '2023-02-08T00:00:00Z',
      lines: ['2023-02-08/2023-03-01 3750', '2023-02-09/2023-03-01 -3571'],
    },
  ],
  [
    'a month from its start in advance, begun and ended the same day (L03)',
    {
      price: 5000n,
      alignment: 'anniversary',
      starts: '2023-02-08T00:00:00Z',
      canceled: '2023-02-08T00:00:00Z',
      lines: ['2023-02-08/2023-03-08 5000', '2023-02-09/2023-03-08 -4821'],
    },
  ],
  [
    'a calendar week in Halifax, begun on a Friday of its own (L04b)',
    {
      price: 700n,
      interval: week,
      zone: 'America/Halifax',
      starts: '2023-06-16T05:00:00Z',
      lines: ['2023-06-16/2023-06-19 300'],
    },
  ],
  [
    'the same on an hour that is still Thursday there',
    {
      price: 700n,
      interval: week,
      zone: 'America/Halifax',
      starts: '2023-06-16T02:00:00Z',
      lines: ['2023-06-15/2023-06-19 400'],
    },
  ],
  [
    'arrears, ended on the sixth day (L07)',
    {
      price: 1000n,
      billed: 'in_arrears',
      starts: '2022-12-15',
      canceled: '2022-12-20T06:00:00Z',
      lines: ['2022-12-15/2022-12-21 194'],
    },
  ],
  [
    'arrears, ended in a leap February (L12)',
    {
      price: 2900n,
      billed: 'in_arrears',
      starts: '2024-01-01',
      canceled: '2024-02-12T06:00:00Z',
      lines: ['2024-01-01/2024-02-01 2900', '2024-02-01/2024-02-13 1200'],
    },
  ],
  [
    'a quarter in arrears, begun and ended within (L15b)',
    {
      price: 91_000n,
      billed: 'in_arrears',
      interval: quarter,
      starts: '2024-05-20T10:00:00Z',
      canceled: '2024-06-20T10:00:00Z',
      lines: ['2024-05-20/2024-06-21 32000'],
    },
  ],
  [
    'a week in advance, ended within the hour (L49c)',
    {
      price: 2999n,
      interval: week,
      alignment: 'anniversary',
      starts: '2025-10-06T16:00:00Z',
      canceled: '2025-10-06T16:35:00Z',
      lines: ['2025-10-06/2025-10-13 2999', '2025-10-07/2025-10-13 -2571'],
    },
  ],
];

const killBill: readonly (readonly [name: string, fact: Fact])[] = [
  [
    'New York, billed on the 28th, begun on a first of March in UTC (K12)',
    {
      price: 2495n,
      alignment: { day: 28 },
      zone: 'America/New_York',
      starts: '2023-03-01T03:47:56Z',
      runs: '2023-04-28T12:00:00Z',
      lines: [
        '2023-02-28/2023-03-28 2495',
        '2023-03-28/2023-04-28 2495',
        '2023-04-28/2023-05-28 2495',
      ],
    },
  ],
  [
    'the same in UTC, begun on the 28th (K12)',
    {
      price: 2495n,
      alignment: { day: 28 },
      starts: '2023-02-28',
      runs: '2023-03-28T12:00:00Z',
      lines: ['2023-02-28/2023-03-28 2495', '2023-03-28/2023-04-28 2495'],
    },
  ],
  [
    'days in New York (K21)',
    {
      price: 100n,
      interval: day,
      alignment: 'anniversary',
      zone: 'America/New_York',
      starts: '2024-04-13T08:22:28Z',
      runs: '2024-04-14T12:00:00Z',
      lines: ['2024-04-13/2024-04-14 100', '2024-04-14/2024-04-15 100'],
    },
  ],
  [
    'the day of an end is free',
    {
      price: 3000n,
      alignment: 'anniversary',
      starts: '2016-06-01',
      canceled: '2016-06-11T12:00:00Z',
      lines: ['2016-06-01/2016-07-01 3000', '2016-06-11/2016-07-01 -2000'],
    },
  ],
];

const others: readonly (readonly [name: string, fact: Fact])[] = [
  [
    'a month from the 31st of January of a leap year (M04)',
    {
      price: 3500n,
      alignment: 'anniversary',
      starts: '2024-01-31',
      runs: '2024-03-31T00:00:00Z',
      lines: [
        '2024-01-31/2024-02-29 3500',
        '2024-02-29/2024-03-31 3500',
        '2024-03-31/2024-04-30 3500',
      ],
    },
  ],
  [
    'a week from a Friday (D02)',
    {
      price: 100n,
      interval: week,
      alignment: 'anniversary',
      starts: '2022-06-03',
      runs: '2022-06-17T00:00:00Z',
      lines: [
        '2022-06-03/2022-06-10 100',
        '2022-06-10/2022-06-17 100',
        '2022-06-17/2022-06-24 100',
      ],
    },
  ],
];

describe.each([
  ['Lago', 'lago', lago],
  ['Kill Bill', 'kill_bill', killBill],
  ['others', 'standard', others],
] as const)('%s', (_engine, preset, facts) => {
  test.each(facts)('%s', (_name, fact) => {
    expect(linesOf(preset, fact)).toEqual(fact.lines);
  });
});

describe('Lago bills within the local day, once, whenever the job runs (L19)', () => {
  test.each([
    [
      'Asia/Kolkata',
      month,
      'anniversary',
      '2023-02-02T00:00:00Z',
      '2023-03-01T18:00:00Z',
      ['2023-03-01T19:00:00Z', '2023-03-02T00:00:00Z', '2023-03-02T18:00:00Z'],
      '2023-03-02T19:00:00Z',
    ],
    [
      'America/Bogota',
      month,
      'calendar',
      '2023-02-02T19:00:00Z',
      '2023-03-01T00:00:00Z',
      ['2023-03-01T05:00:00Z', '2023-03-01T06:00:00Z', '2023-03-02T04:00:00Z'],
      '2023-03-03T05:00:00Z',
    ],
    [
      'Asia/Kolkata',
      week,
      'calendar',
      '2023-02-02T00:00:00Z',
      '2023-02-12T18:00:00Z',
      ['2023-02-12T19:00:00Z', '2023-02-13T00:00:00Z', '2023-02-13T18:00:00Z'],
      '2023-02-13T19:00:00Z',
    ],
    [
      'Europe/Paris',
      week,
      'anniversary',
      '2023-05-02T00:00:00Z',
      '2023-05-22T21:00:00Z',
      ['2023-05-22T22:00:00Z', '2023-05-23T20:00:00Z', '2023-05-23T22:10:00Z'],
      '2023-05-24T00:10:00Z',
    ],
  ] as const)('%s, every %o, %s', (...fact) => {
    const [zoneName, interval, alignment, starts, before, within, afterwards] = fact;
    const zone = parseTimeZone(zoneName);
    const start = startMark(parseInstant(starts), zone);
    const history = new History({ start, zone, interval, alignment, policy: presets.lago });
    history.run(parseInstant(before));
    const known = history.lines.length;

    const counts = [...within, afterwards].map((moment) => {
      history.run(parseInstant(moment));
      return history.lines.length - known;
    });

    expect(counts).toEqual(counts.map(() => 1));
  });
});

describe('engines that count by seconds', () => {
  test('what is ended is charged to the second', () => {
    const zone = parseTimeZone('UTC');
    const policy = presets.per_second;
    const start = startMark(parseInstant('2025-06-01T00:00:00Z'), zone);
    const end = endMark(parseInstant('2025-06-11T00:00:00Z'), zone, policy);
    const history = new History({ start, zone, policy, terms: flat(10_000n) });

    history.cancel(end.at, 'now');

    expect(history.lines.map(({ amount }) => amount.minor)).toEqual([10_000n, -6667n]);
  });
});
