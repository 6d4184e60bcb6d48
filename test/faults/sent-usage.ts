// Events that are made of their number alone, and what they come to.

/** The usage of one customer, one day and one region. */
export interface Used {
  readonly customer: string;
  readonly day: string;
  readonly region: string;
  calls: number;
  /** In hundredths, so that they add up exactly. */
  traffic: number;
  readonly people: Set<number>;
}

/** The sum of one or many of them, as quantities are written. */
export interface Quantities {
  readonly calls: string;
  readonly traffic: string;
  readonly people: string;
}

export const customers = ['acme', 'globex', 'initech', 'umbrella', 'hooli'] as const;
export const firstDay = '2026-03-01';
/** Exclusive. */
export const lastDay = '2026-03-20';

const secondsInAll = (Date.parse(lastDay) - Date.parse(firstDay)) / 1000;

/** The event of a number: its like of another number differs in all that is counted. */
export const eventOf = (number: number) => ({
  id: `event-${number}`,
  source: 'gateway',
  type: 'call',
  time: new Date(Date.parse(firstDay) + ((number * 7919) % secondsInAll) * 1000).toISOString(),
  customerExternalId: customers[number % customers.length] ?? '',
  data: {
    gigabytes: hundredths((number * 17) % 1000),
    region: number % 3 === 0 ? 'us' : 'eu',
    person: (number * 31) % 97,
  },
});

const hundredths = (count: number): string => {
  const digits = String(count).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** The sums of the first so many events: by customers, days and regions. */
export const usedIn = (events: number): readonly Used[] => {
  const parts = new Map<string, Used>();
  for (let number = 0; number < events; number += 1) {
    const { customerExternalId: customer, time, data } = eventOf(number);
    const [day, { region }] = [time.slice(0, 10), data];
    const key = `${customer} ${day} ${region}`;
    const none = { calls: 0, traffic: 0, people: new Set<number>() };
    const part = parts.get(key) ?? { customer, day, region, ...none };
    parts.set(key, part);
    part.calls += 1;
    part.traffic += (number * 17) % 1000;
    part.people.add(data.person);
  }
  return [...parts.values()];
};

export const quantitiesOf = (parts: readonly Used[]): Quantities => ({
  calls: String(sum(parts.map(({ calls }) => calls))),
  traffic: withoutZeros(hundredths(sum(parts.map(({ traffic }) => traffic)))),
  people: String(new Set(parts.flatMap(({ people }) => [...people])).size),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

const withoutZeros = (decimal: string): string => decimal.replace(/\.?0+$/, '');
