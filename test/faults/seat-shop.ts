import { setTimeout as delay } from 'node:timers/promises';
import type { SeatEvent } from './sent-seats.ts';
import { firstSeatDay, instantOfDay, seatCustomers } from './sent-seats.ts';

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

/** A list as it is answered. */
interface ListOf<Item> {
  readonly data: readonly Item[];
}

const batch = 20;

/**
 * A test tenant over HTTP that sells seats in advance. Whatever is not answered is asked again, so
 * that those who answer may be killed.
 */
export class SeatShop {
  readonly #url: string;
  readonly #name: string;
  readonly #customerIds: Record<string, string> = {};
  #token: string | undefined;
  /** Events and advances that were answered. */
  answered = 0;
  /** How often nobody answered. */
  unanswered = 0;
  /** Answers that nobody should get. */
  readonly stray = new Set<string>();

  private constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  static async open(url: string, name: string): Promise<SeatShop> {
    const shop = new SeatShop(url, name);
    const who = { name: 'Ada', email: `ada@${name}.example`, password: 'correct horse battery' };
    const tenant = { tenantName: name, mode: 'test', clockStartsAt: `${firstSeatDay}T00:00:00Z` };
    const signedUp = await shop.#call<{ readonly accessToken: string }>('POST', '/v1/auth/signup', {
      ...who,
      ...tenant,
    });
    shop.#token = signedUp.accessToken;
    await shop.#useKey();
    const planId = await shop.#offerPlan();
    for (const each of seatCustomers) {
      const facts = { name: each, email: `${each}@example.com`, externalId: each, timeZone: 'UTC' };
      const customerId = await shop.#create('/v1/customers', facts);
      shop.#customerIds[each] = customerId;
      await shop.#create('/v1/subscriptions', { customerId, planId });
    }
    return shop;
  }

  /** The token of a person would end while events are sent. */
  async #useKey(): Promise<void> {
    const permissions = ['usage:read', 'usage:write', 'catalog:write', 'customers:write'].concat([
      'subscriptions:write',
      'invoices:read',
      'tenant:read',
      'tenant:write',
    ]);
    const body = { name: 'Sender', permissions };
    this.#token = (await this.#call<{ token: string }>('POST', '/v1/api-keys', body)).token;
  }

  async #offerPlan(): Promise<string> {
    const ids: Record<string, string> = {};
    for (const [code, meter] of Object.entries(meters)) {
      const body = { code, name: code, eventType: 'seat', ...meter };
      ids[code] = await this.#create('/v1/meters', body);
    }
    const productId = await this.#create('/v1/products', { code: 'seats', name: 'Seats' });
    const names = { code: 'seats', name: 'Seats', currency: 'EUR' };
    const interval = { unit: 'month', count: 1 };
    return this.#create('/v1/plans', { productId, ...names, interval, prices: pricesOf(ids) });
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

  /** What each customer was charged, in minor units, by the price and the month of its line. */
  async charged(): Promise<Readonly<Record<string, number>>> {
    const sums: Record<string, number> = {};
    for (const [name, customerId] of Object.entries(this.#customerIds)) {
      const list = `/v1/invoices?limit=100&customerId=${customerId}`;
      const { data } = await this.#call<ListOf<{ readonly id: string }>>('GET', list);
      if (data.length === 100) throw new Error('There are more invoices.');
      for (const { id } of data) {
        const { lines } = await this.#call<{ lines: Line[] }>('GET', `/v1/invoices/${id}`);
        for (const { description, servicePeriod, amount } of lines) {
          const key = `${name} ${description} ${servicePeriod?.start.slice(0, 7)}`;
          sums[key] = (sums[key] ?? 0) + amount.amount;
        }
      }
    }
    return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
  }

  async #create(path: string, body: object): Promise<string> {
    return (await this.#call<{ id: string }>('POST', path, body)).id;
  }

  async #call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.#request(method, path, body);
    if (response.ok) return (await response.json()) as Answer;
    const told = await response.text();
    throw new Error(`${this.#name}: ${method} ${path}: ${response.status} ${told}`);
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
      const response = await this.#request(method, path, body);
      if (response.ok) return (await response.json()) as Readonly<Record<string, unknown>>;
      const told = `${response.status} ${await response.text()}`;
      if (response.status !== 503 && response.status !== 409) this.stray.add(told);
    } catch {
      // Nobody listens, or who did was killed.
    }
    this.unanswered += 1;
    return undefined;
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
