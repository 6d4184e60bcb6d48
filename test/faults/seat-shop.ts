import { setTimeout as delay } from 'node:timers/promises';
import type { SeatEvent } from './sent-seats.ts';
import { firstSeatDay, instantOfDay, seatCustomers } from './sent-seats.ts';
import type { ListOf } from './shop-calls.ts';
import { ShopCalls } from './shop-calls.ts';

const meters = {
  seats: { aggregation: 'sum', property: 'by', isCarriedOver: true },
  users: {
    aggregation: 'unique',
    property: 'user',
    isCarriedOver: true,
    removal: { property: 'op', value: 'remove' },
  },
  calls: { aggregation: 'count' },
} as const;

const inAdvance = { kind: 'usage', billed: 'in_advance', model: 'per_unit' } as const;

/** Prices of usage: in advance prorated by time and not, and in arrears by the time held. */
const pricesOf = (ids: Readonly<Record<string, string>>) => [
  { name: 'Base', amount: { amount: 500_000, currency: 'EUR' } },
  { ...inAdvance, name: 'Seats', unitAmount: '10', isProrated: true, meterId: ids['seats'] },
  { ...inAdvance, name: 'Users', unitAmount: '7.35', isProrated: true, meterId: ids['users'] },
  { ...inAdvance, name: 'Peak', unitAmount: '3', meterId: ids['seats'] },
  {
    ...inAdvance,
    name: 'Calls',
    model: 'graduated',
    tiers: [
      { upTo: '10', unitAmount: '1' },
      { upTo: null, unitAmount: '0.5' },
    ],
    meterId: ids['calls'],
  },
  {
    ...inAdvance,
    name: 'Held',
    billed: 'in_arrears',
    unitAmount: '4',
    isProrated: true,
    meterId: ids['seats'],
  },
];

interface Line {
  readonly description: string;
  readonly servicePeriod: { readonly start: string } | null;
  readonly amount: { readonly amount: number };
}

const batch = 20;

/**
 * A test tenant over HTTP that sells seats in advance. Whatever is not answered is asked again, so
 * that those who answer may be killed.
 */
export class SeatShop {
  readonly #calls: ShopCalls;
  readonly #customerIds: Record<string, string> = {};
  /** Events and advances that were answered. */
  answered = 0;
  /** How often nobody answered. */
  unanswered = 0;
  /** Answers that nobody should get. */
  readonly stray = new Set<string>();

  private constructor(calls: ShopCalls) {
    this.#calls = calls;
  }

  static async open(url: string, name: string): Promise<SeatShop> {
    const { calls } = await ShopCalls.open(url, name, firstSeatDay);
    const shop = new SeatShop(calls);
    const planId = await shop.#offerPlan();
    for (const each of seatCustomers) {
      shop.#customerIds[each] = (await calls.subscribe(each, planId)).customerId;
    }
    return shop;
  }

  async #offerPlan(): Promise<string> {
    const ids: Record<string, string> = {};
    for (const [code, meter] of Object.entries(meters)) {
      const body = { code, name: code, eventType: 'seat', ...meter };
      ids[code] = await this.#calls.create('/v1/meters', body);
    }
    return this.#calls.offerPlan({ code: 'seats', name: 'Seats', prices: pricesOf(ids) });
  }

  /** Sends events, some at a time, and some of them twice. */
  async send(events: readonly SeatEvent[]): Promise<void> {
    for (let first = 0; first < events.length; first += batch) {
      const body = { events: events.slice(first, first + batch) };
      const sent = await this.#untilAnswered('POST', '/v1/usage-events', body);
      this.#note(sent);
      if (first === 0) this.#note(await this.#untilAnswered('POST', '/v1/usage-events', body));
      this.answered += body.events.length;
    }
  }

  async cancel(events: readonly SeatEvent[]): Promise<void> {
    if (events.length === 0) return;
    const body = { events: events.map(({ id }) => ({ id })), reason: 'Never there.' };
    this.#note(await this.#untilAnswered('POST', '/v1/usage-events/cancel', body));
    this.answered += events.length;
  }

  #note({ refused }: Readonly<Record<string, unknown>>): void {
    if (refused !== 0) this.stray.add(`refused: ${String(refused)}`);
  }

  /** Takes the clock to the beginning of a day, whoever does it. */
  async advance(day: number, hours = 0): Promise<void> {
    const to = new Date(Date.parse(instantOfDay(day)) + hours * 3_600_000).toISOString();
    for (;;) {
      const { status, now } = await this.#untilAnswered('GET', '/v1/test-clock');
      if (status === 'ready' && String(now) >= to) return;
      if (status === 'ready') await this.#attempt('POST', '/v1/test-clock/advance', { to });
      else await delay(50);
    }
  }

  /** The charges of each customer, in minor units, by the price and the month of the line. */
  async charged(): Promise<Readonly<Record<string, number>>> {
    const sums: Record<string, number> = {};
    for (const [name, customerId] of Object.entries(this.#customerIds)) {
      const list = `/v1/invoices?limit=100&customerId=${customerId}`;
      const { data } = await this.#calls.call<ListOf<{ readonly id: string }>>('GET', list);
      if (data.length === 100) throw new Error('There are more invoices.');
      for (const { id } of data) {
        const { lines } = await this.#calls.call<{ lines: Line[] }>('GET', `/v1/invoices/${id}`);
        for (const { description, servicePeriod, amount } of lines) {
          const key = `${name} ${description} ${servicePeriod?.start.slice(0, 7)}`;
          sums[key] = (sums[key] ?? 0) + amount.amount;
        }
      }
    }
    return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
  }

  async #untilAnswered(
    method: string,
    path: string,
    body?: object,
  ): Promise<Readonly<Record<string, unknown>>> {
    for (;;) {
      const answer = await this.#attempt(method, path, body);
      if (answer !== undefined) return answer;
      await delay(50);
    }
  }

  /** Undefined where nobody answers, or it is to be asked again. */
  async #attempt(
    method: string,
    path: string,
    body?: object,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const response = await this.#calls.request(method, path, body);
      if (response.ok) return (await response.json()) as Readonly<Record<string, unknown>>;
      const told = `${response.status} ${await response.text()}`;
      if (response.status !== 503 && response.status !== 409) this.stray.add(told);
    } catch {
      // Nobody listens, or who did was killed.
    }
    this.unanswered += 1;
    return undefined;
  }
}
