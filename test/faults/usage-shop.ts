import { setTimeout as delay } from 'node:timers/promises';
import type { Quantities } from './sent-usage.ts';
import { customers, firstDay, lastDay } from './sent-usage.ts';
import type { ListOf } from './shop-calls.ts';
import { ShopCalls } from './shop-calls.ts';

const meters = {
  calls: { aggregation: 'count' },
  traffic: { aggregation: 'sum', property: 'gigabytes' },
  people: { aggregation: 'unique', property: 'person' },
} as const;

export type MeterName = keyof typeof meters;
export const meterNames = Object.keys(meters) as readonly MeterName[];

/** A quantity of a day and a region. */
export interface CountedPart {
  readonly day: string;
  readonly region: string;
  readonly quantity: string;
}

interface Line {
  readonly description: string;
  readonly quantity: string;
}

/**
 * A test tenant over HTTP, with meters that count, sum up and tell values apart, and a subscription
 * for each customer that charges for all of them.
 */
export class UsageShop {
  readonly #calls: ShopCalls;
  readonly tenantId: string;
  readonly #meterIds: Partial<Record<MeterName, string>> = {};
  readonly #customerIds: Record<string, string> = {};
  readonly #subscriptionIds: Record<string, string> = {};

  private constructor(calls: ShopCalls, tenantId: string) {
    this.#calls = calls;
    this.tenantId = tenantId;
  }

  /** Opens one whose clock stands behind all events. */
  static async open(url: string): Promise<UsageShop> {
    const { calls, tenantId } = await ShopCalls.open(url, 'shop', firstDay);
    const shop = new UsageShop(calls, tenantId);
    await shop.#subscribeAll(await shop.#offerPlan());
    await shop.advance(lastDay);
    return shop;
  }

  async #offerPlan(): Promise<string> {
    const prices = [];
    for (const name of meterNames) {
      const meter = { code: name, name, eventType: 'call', groupBy: ['region'], ...meters[name] };
      const meterId = await this.#calls.create('/v1/meters', meter);
      this.#meterIds[name] = meterId;
      prices.push({ name, kind: 'usage', model: 'per_unit', unitAmount: '0.01', meterId });
    }
    return this.#calls.offerPlan({ code: 'metered', name: 'Metered', prices });
  }

  async #subscribeAll(planId: string): Promise<void> {
    for (const name of customers) {
      const { customerId, subscriptionId } = await this.#calls.subscribe(name, planId);
      this.#customerIds[name] = customerId;
      this.#subscriptionIds[name] = subscriptionId;
    }
  }

  /** Sends a batch of events once, whatever becomes of it. */
  send(body: object): Promise<Response> {
    return this.#calls.request('POST', '/v1/usage-events', body);
  }

  /** Sends the clock on to the beginning of a day, and waits until a worker took it there. */
  async advance(day: string): Promise<void> {
    await this.#calls.call('POST', '/v1/test-clock/advance', { to: `${day}T00:00:00Z` });
    const stands = async () =>
      (await this.#calls.call<{ status: string }>('GET', '/v1/test-clock')).status;
    while ((await stands()) !== 'ready') await delay(100);
  }

  /** The usage of one customer by days and regions, as `GET /v1/usage` says. */
  async countedBy(customer: string, meter: MeterName): Promise<readonly CountedPart[]> {
    const named = {
      customerId: this.#customerIds[customer] ?? '',
      meterId: this.#meterIds[meter] ?? '',
    };
    const asked = { from: firstDay, to: lastDay, window: 'day', groupBy: 'region' };
    const query = new URLSearchParams({ ...named, ...asked });
    type Window = { start: string; group: { region: string }; quantity: string };
    const { data } = await this.#calls.call<ListOf<Window>>('GET', `/v1/usage?${query.toString()}`);
    return data.map(({ start, group: { region }, quantity }) => {
      return { day: start.slice(0, 10), region, quantity };
    });
  }

  /** The usage of one customer in the open period, as their subscription says. */
  async currentUsage(customer: string): Promise<Quantities> {
    const id = this.#subscriptionIds[customer] ?? '';
    type Usage = { meterId: string; quantity: string };
    const path = `/v1/subscriptions/${id}/current-usage`;
    const { data } = await this.#calls.call<ListOf<Usage>>('GET', path);
    return byMeter((name) => data.filter(({ meterId }) => meterId === this.#meterIds[name]));
  }

  /** The usage that one customer was charged for, on all invoices. */
  async charged(customer: string): Promise<Quantities> {
    const of = `customerId=${this.#customerIds[customer] ?? ''}`;
    const { data } = await this.#calls.call<ListOf<{ id: string }>>('GET', `/v1/invoices?${of}`);
    const lines: Line[] = [];
    for (const { id } of data) {
      lines.push(...(await this.#calls.call<{ lines: Line[] }>('GET', `/v1/invoices/${id}`)).lines);
    }
    return byMeter((name) => lines.filter(({ description }) => description.startsWith(name)));
  }
}

// Of each meter there is one quantity, or the comparison says which there are.
const byMeter = (linesOf: (name: MeterName) => readonly { quantity: string }[]): Quantities => {
  const of = (name: MeterName): string =>
    linesOf(name)
      .map(({ quantity }) => quantity)
      .join(' and ');
  return { calls: of('calls'), traffic: of('traffic'), people: of('people') };
};
