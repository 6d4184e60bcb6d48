import { usageBatchMax } from '#application/metering/event-results.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';

/** The types of the events that meters of the demo count. */
const eventTypes = [
  'api.request',
  'storage.measured',
  'export.finished',
  'sale.reported',
  'message.sent',
  'viewer.changed',
] as const;

type DemoEventType = (typeof eventTypes)[number];

/** A customer that uses what meters count. */
export interface DemoUser {
  /** The customer's external id. */
  readonly customer: string;
  /** The first day of usage. */
  readonly since: string;
  /** The least that is used in a day, in requests; the rest goes with it. */
  readonly requestsMin: number;
  /** The events that are sent; all where absent. */
  readonly sends?: readonly DemoEventType[];
}

/** Sends the usage of some customers on the first days of a month, such as `2025-01`. */
export const recordUsage = async (
  { useCases, context }: DemoShop,
  users: readonly DemoUser[],
  month: string,
  dayCount: number,
): Promise<void> => {
  const numbers = Array.from({ length: dayCount }, (_, index) => index + 1);
  for (const user of users) {
    const events = numbers.flatMap((number) => {
      const day = `${month}-${twoDigits(number)}`;
      return user.since <= day ? eventsOf(user, day, number) : [];
    });
    if (events.length === 0) continue;
    invariant(events.length <= usageBatchMax, 'The month of a customer fits into one call.');
    await useCases.usage.record.execute(context, { events, isAtomic: true });
  }
};

const regions = ['eu', 'eu', 'us', 'asia'] as const;

/** The events of one day, all before the evening: some days are busier than others. */
const eventsOf = (
  { customer, requestsMin, sends = eventTypes }: DemoUser,
  day: string,
  dayNumber: number,
) => {
  const event = (type: DemoEventType, hour: number, data: object) => ({
    id: `${customer} ${day} ${type} ${hour}`,
    source: 'demo',
    type,
    time: `${day}T${twoDigits(hour)}:00:00Z`,
    customerExternalId: customer,
    data,
  });
  const count = requestsMin + ((dayNumber * 5) % 7);
  const requests = Array.from({ length: count }, (_, hour) =>
    event('api.request', hour, { region: regions[hour % regions.length] }),
  );
  const events = [
    ...requests,
    event('storage.measured', 1, { gigabytes: 20 * requestsMin + dayNumber }),
    event('export.finished', 2, {
      rows: 100 * count,
      format: dayNumber % 3 === 0 ? 'xlsx' : 'csv',
    }),
    event('sale.reported', 3, { value: `${12 * count}.50` }),
    event('message.sent', 4, { cost: '0.079' }),
    event('message.sent', 5, { cost: `0.0${40 + dayNumber}` }),
    event('viewer.changed', 6, viewerOf(dayNumber)),
  ];
  return events.filter(({ type }) => sends.includes(type));
};

/** Someone of eight who comes, or goes every tenth day. */
const viewerOf = (dayNumber: number): object => ({
  viewer: `viewer-${(dayNumber * 3) % 8}`,
  change: dayNumber % 10 === 0 ? 'left' : 'joined',
});

const twoDigits = (number: number): string => String(number).padStart(2, '0');
