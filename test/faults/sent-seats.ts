// Seats that come and go, made of their day and customer alone, and what is cancelled of them.

export const seatCustomers = ['acme', 'globex', 'initech'] as const;
export const firstSeatDay = '2026-03-01';

const dayMilliseconds = 86_400_000;
const eventsOfDay = 3;

/** An instant so many days after the first one began. */
export const instantOfDay = (day: number): string =>
  new Date(Date.parse(`${firstSeatDay}T00:00:00Z`) + day * dayMilliseconds).toISOString();

export interface SeatEvent {
  readonly id: string;
  readonly type: 'seat';
  readonly time: string;
  readonly customerExternalId: string;
  readonly data: { readonly by: number; readonly user: string; readonly op: 'add' | 'remove' };
}

const customersByNumber = [...seatCustomers.entries()];

const eventOf = (day: number, number: number, name: string, place: number): SeatEvent => {
  const mixed = (day * 31 + number * 17 + place * 7) % 13;
  const by = mixed - 5 === 0 ? 4 : mixed - 5;
  const milliseconds = ((mixed * 7919 + place * 104_729) % 86_399) * 1000;
  return {
    id: `seat-${day}-${name}-${place}`,
    type: 'seat',
    time: new Date(Date.parse(instantOfDay(day)) + milliseconds).toISOString(),
    customerExternalId: name,
    data: { by, user: `user-${mixed % 5}`, op: by > 0 ? 'add' : 'remove' },
  };
};

/** The events of some days, `[from, to)`. */
export const seatEventsIn = (from: number, to: number): readonly SeatEvent[] => {
  const events: SeatEvent[] = [];
  for (let day = from; day < to; day += 1) {
    for (const [number, name] of customersByNumber) {
      for (let place = 0; place < eventsOfDay; place += 1) {
        events.push(eventOf(day, number, name, place));
      }
    }
  }
  return events;
};

const isEarly = (_: SeatEvent, index: number): boolean => index % 5 !== 0;
const isLate = (event: SeatEvent, index: number): boolean => !isEarly(event, index);

/** Those of them that are sent soon; the others come a step later. */
export const soon = (events: readonly SeatEvent[]) => events.filter(isEarly);
export const late = (events: readonly SeatEvent[]) => events.filter(isLate);

/** Those of them that are cancelled in the end. */
export const wrongOf = (events: readonly SeatEvent[]): readonly SeatEvent[] =>
  events.filter((_, index) => index % 11 === 3);

/** EUR 1.00 for each of the first ten of a month, EUR 0.50 for any other, by customer and month. */
export const owedForCalls = (events: readonly SeatEvent[]): Readonly<Record<string, number>> => {
  const wrong = new Set(wrongOf(events));
  const own = events.filter((event) => !wrong.has(event));
  const months = Map.groupBy(
    own,
    ({ customerExternalId, time }) => `${customerExternalId} Calls ${time.slice(0, 7)}`,
  );
  return Object.fromEntries(
    [...months].map(([key, { length }]) => [
      key,
      100 * Math.min(length, 10) + 50 * Math.max(0, length - 10),
    ]),
  );
};
