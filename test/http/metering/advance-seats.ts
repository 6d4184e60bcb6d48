import { expect } from 'vitest';
import { systemContext } from '#application/shared/system-context.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { AppUnderTest } from '../../support/app.ts';
import type { Invoice, Shop } from '../shop.ts';
import { openShop } from '../shop.ts';

/** A line as JSON shows it, as far as a test looks at it. */
export interface SeatLine {
  readonly id: string;
  readonly description: string;
  readonly quantity: string;
  readonly amount: { readonly amount: number };
  readonly servicePeriod: { readonly start: string; readonly end: string } | null;
  readonly corrects: string | null;
}

/** A plan of seats, with its price and what it has beside it. */
export interface SeatPlan {
  readonly unitAmount?: string;
  readonly also?: readonly object[];
}

/**
 * A shop of the first of June whose customer pays EUR 10.00 a month for each seat, in advance and
 * prorated by time. Seats are carried over.
 */
export const openSeats = async (app: AppUnderTest, billing: object = {}) => {
  const shop = await openShop(app, '2026-06-01T00:00:00Z', billing);
  const meter = { code: 'seats', name: 'Seats', eventType: 'seat', aggregation: 'sum' };
  const level = { ...meter, property: 'by', isCarriedOver: true };
  const { body: made } = await shop.send('post', '/v1/meters', level);
  let plans = 0;
  const newPlan = ({ unitAmount = '10', also = [] }: SeatPlan = {}): Promise<string> => {
    const price = { name: 'Seats', kind: 'usage', model: 'per_unit', unitAmount };
    const seats = { ...price, billed: 'in_advance', isProrated: true, meterId: made.id };
    plans += 1;
    return shop.newPlan({ code: `seats-${plans}`, trialDays: 0, prices: [seats, ...also] });
  };
  const planId = await newPlan();
  const subscribed = await shop.subscribe({ planId });
  expect([subscribed.status, subscribed.text]).toEqual([201, subscribed.text]);
  const member = `/v1/subscriptions/${subscribed.body.id}`;
  const seats = seatsOf(app, shop);
  return { ...shop, shop, ...seats, member, meterId: made.id as string, newSeatPlan: newPlan };
};

/** Ways to have seats come and go, and to see what is charged of them. */
const seatsOf = (app: AppUnderTest, shop: Shop) => {
  const look = async (): Promise<void> => {
    const tenantId = parseId('ten', shop.tenantId);
    const context = systemContext({ requestId: 'test', tenantId, mode: 'test' }, 'test');
    const { watch } = app.composition().operations.usage;
    while (!(await watch.execute(context, {})).isDone);
  };
  let sent = 0;
  /** Sends seats that come or go at a time, and gives the id of the event. */
  const send = async (by: number, time: string): Promise<string> => {
    sent += 1;
    const { customerId } = shop;
    const event = { id: `seat-${sent}`, type: 'seat', time, customerId, data: { by } };
    const { body } = await shop.send('post', '/v1/usage-events', { events: [event] });
    expect(body).toMatchObject({ accepted: 1 });
    return event.id;
  };
  return {
    look,
    sendSeats: send,
    /** The same at the time of the clock, which is taken there, and looks as a worker does. */
    seats: async (by: number, time: string): Promise<string> => {
      const { body: clock } = await shop.send('get', '/v1/test-clock');
      if (Date.parse(clock.now) < Date.parse(time)) await shop.advance(time);
      const id = await send(by, time);
      await look();
      return id;
    },
    takeBack: async (id: string): Promise<void> => {
      const { body } = await shop.send('post', '/v1/usage-events/cancel', { events: [{ id }] });
      expect(body).toMatchObject({ cancelled: 1 });
      await look();
    },
    /** Every invoice, the oldest first; all are proved. */
    told: async (): Promise<readonly string[]> => {
      const verified = await shop.send('get', '/v1/invoices/verification');
      expect(verified.body).toMatchObject({ faults: [], linesWithoutEvents: 0 });
      return (await shop.invoices()).map(textOf);
    },
  };
};

export const linesOf = (invoice: Invoice | undefined): readonly SeatLine[] =>
  (invoice?.['lines'] ?? []) as readonly SeatLine[];

/** `Seats 06-06/07-01 83.33, = 83.33` */
const textOf = (invoice: Invoice): string => {
  const lines = linesOf(invoice).map(({ description, servicePeriod, amount }) => {
    const days = servicePeriod && ` ${servicePeriod.start.slice(5)}/${servicePeriod.end.slice(5)}`;
    return `${description}${days ?? ''} ${decimalOf(amount.amount)}`;
  });
  return [...lines, `= ${decimalOf((invoice['amountDue'] as { amount: number }).amount)}`].join(
    ', ',
  );
};

const decimalOf = (minor: number): string => (minor / 100).toFixed(2);
