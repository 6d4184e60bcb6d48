import { usageBatchMax } from '#application/metering/record-usage.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';

/** A customer that uses what meters count. */
export interface DemoUser {
  /** The customer's external id. */
  readonly customer: string;
  /** The first day of usage. */
  readonly since: string;
  /** The least that is used in a day, in requests; the rest goes with it. */
  readonly requestsMin: number;
}

/** Sends the usage of some customers on the first days of a month, such as `2025-01`. */
export const recordUsage = async (
  { useCases, context }: DemoShop,
  users: readonly DemoUser[],
  month: string,
  dayCount: number,
): Promise<void> => {
  const events = Array.from({ length: dayCount }, (_, index) => index + 1).flatMap((number) => {
    const day = `${month}-${twoDigits(number)}`;
    return users.filter(({ since }) => since <= day).flatMap((user) => eventsOf(user, day, number));
  });
  invariant(events.length <= usageBatchMax, 'The usage of a month fits into one call.');
  await useCases.usage.record.execute(context, { events, isAtomic: true });
};

const regions = ['eu', 'eu', 'us', 'asia'] as const;

/** The events of one day, all before the evening: some days are busier than others. */
const eventsOf = ({ customer, requestsMin }: DemoUser, day: string, dayNumber: number) => {
  const event = (type: string, hour: number, data: object) => ({
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
  return [
    ...requests,
    event('storage.measured', 1, { gigabytes: 20 * requestsMin + dayNumber }),
    event('export.finished', 2, {
      rows: 100 * count,
      format: dayNumber % 3 === 0 ? 'xlsx' : 'csv',
    }),
    event('sale.reported', 3, { value: `${12 * count}.50` }),
  ];
};

const twoDigits = (number: number): string => String(number).padStart(2, '0');
