import { setTimeout as delay } from 'node:timers/promises';
import type { Quantities } from './sent-usage.ts';
import { customers, firstDay, lastDay } from './sent-usage.ts';

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

/** A list as it is answered. */
interface ListOf<Item> {
  readonly data: readonly Item[];
}

/**
 * A test tenant over HTTP, with meters that count, sum up and tell values apart, and a subscription
 * for each customer that charges for all of them.
 */
export class UsageShop {
  readonly #url: string;
  readonly #meterIds: Partial<Record<MeterName, string>> = {};
  readonly #customerIds: Record<string, string> = {};
  readonly #subscriptionIds: Record<string, string> = {};
  #token: string | undefined;
  tenantId = '';

  private constructor(url: string) {
    this.#url = url;
  }

  /** Opens one whose clock stands behind all events. */
  static async open(url: string): Promise<UsageShop> {
    const shop = new UsageShop(url);
    const who = { name: 'Ada', email: 'ada@shop.example', password: 'correct horse battery' };
    const tenant = { tenantName: 'Shop', mode: 'test', clockStartsAt: `${firstDay}T00:00:00Z` };
    const signedUp = await shop.#call<{
      readonly accessToken: string;
      readonly tenant: { readonly id: string };
    }>('POST', '/v1/auth/signup', { ...who, ...tenant });
    shop.#token = signedUp.accessToken;
    shop.tenantId = signedUp.tenant.id;
    await shop.#useKey();
    await shop.#subscribeAll(await shop.#offerPlan());
    await shop.advance(lastDay);
    return shop;
  }

  /** The token of a person would end while events are sent. */
  async #useKey(): Promise<void> {
    const permissions = ['usage:read', 'usage:write', 'catalog:write', 'customers:write'].concat([
      'subscriptions:read',
      'subscriptions:write',
      'invoices:read',
      'tenant:read',
      'tenant:write',
    ]);
    const body = { name: 'Sender', permissions };
    this.#token = (await this.#call<{ token: string }>('POST', '/v1/api-keys', body)).token;
  }

  async #offerPlan(): Promise<string> {
    const prices = [];
    for (const name of meterNames) {
      const meter = { code: name, name, eventType: 'call', groupBy: ['region'], ...meters[name] };
      const meterId = await this.#create('/v1/meters', meter);
      this.#meterIds[name] = meterId;
      prices.push({ name, kind: 'usage', model: 'per_unit', unitAmount: '0.01', meterId });
    }
    const productId = await this.#create('/v1/products', { code: 'calls', name: 'Calls' });
    const interval = { unit: 'month', count: 1 };
    const names = { code: 'metered', name: 'Metered', currency: 'EUR' };
    return this.#create('/v1/plans', { productId, ...names, interval, prices });
  }

  async #subscribeAll(planId: string): Promise<void> {
    for (const name of customers) {
      const facts = { name, email: `${name}@example.com`, externalId: name, timeZone: 'UTC' };
      const customerId = await this.#create('/v1/customers', facts);
      this.#customerIds[name] = customerId;
      const subscribed = await this.#create('/v1/subscriptions', { customerId, planId });
      this.#subscriptionIds[name] = subscribed;
    }
  }

  /** Sends a batch of events once, whatever becomes of it. */
  send(body: object): Promise<Response> {
    return this.#request('POST', '/v1/usage-events', body);
  }

  /** Sends the clock on to the beginning of a day, and waits until a worker took it there. */
  async advance(day: string): Promise<void> {
    await this.#call('POST', '/v1/test-clock/advance', { to: `${day}T00:00:00Z` });
    const stands = async () =>
      (await this.#call<{ status: string }>('GET', '/v1/test-clock')).status;
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
    const { data } = await this.#call<ListOf<Window>>('GET', `/v1/usage?${query.toString()}`);
    return data.map(({ start, group: { region }, quantity }) => {
      return { day: start.slice(0, 10), region, quantity };
    });
  }

  /** The usage of one customer in the open period, as their subscription says. */
  async currentUsage(customer: string): Promise<Quantities> {
    const id = this.#subscriptionIds[customer] ?? '';
    type Usage = { meterId: string; quantity: string };
    const path = `/v1/subscriptions/${id}/current-usage`;
    const { data } = await this.#call<ListOf<Usage>>('GET', path);
    return byMeter((name) => data.filter(({ meterId }) => meterId === this.#meterIds[name]));
  }

  /** The usage that one customer was charged for, on all invoices. */
  async charged(customer: string): Promise<Quantities> {
    const of = `customerId=${this.#customerIds[customer] ?? ''}`;
    const { data } = await this.#call<ListOf<{ id: string }>>('GET', `/v1/invoices?${of}`);
    const lines: Line[] = [];
    for (const { id } of data) {
      lines.push(...(await this.#call<{ lines: Line[] }>('GET', `/v1/invoices/${id}`)).lines);
    }
    return byMeter((name) => lines.filter(({ description }) => description.startsWith(name)));
  }

  async #create(path: string, body: object): Promise<string> {
    return (await this.#call<{ id: string }>('POST', path, body)).id;
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.#request(method, path, body);
    if (response.ok) return (await response.json()) as Answer;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  #request(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(this.#token !== undefined && { Authorization: `Bearer ${this.#token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
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
