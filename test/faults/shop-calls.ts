/** A list as it is answered. */
export interface ListOf<Item> {
  readonly data: readonly Item[];
}

interface Plan {
  readonly code: string;
  readonly name: string;
  readonly prices: readonly object[];
}

/** Calls of a test tenant over HTTP, as its ADMIN and then by an API key. */
export class ShopCalls {
  readonly #url: string;
  readonly #name: string;
  #token: string | undefined;

  private constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  /** Signs a tenant up whose clock starts with a day. */
  static async open(
    url: string,
    name: string,
    firstDay: string,
  ): Promise<{ readonly calls: ShopCalls; readonly tenantId: string }> {
    const calls = new ShopCalls(url, name);
    const who = { name: 'Ada', email: `ada@${name}.example`, password: 'correct horse battery' };
    const tenant = { tenantName: name, mode: 'test', clockStartsAt: `${firstDay}T00:00:00Z` };
    const signedUp = await calls.call<{
      readonly accessToken: string;
      readonly tenant: { readonly id: string };
    }>('POST', '/v1/auth/signup', { ...who, ...tenant });
    calls.#token = signedUp.accessToken;
    await calls.#useKey();
    return { calls, tenantId: signedUp.tenant.id };
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
    this.#token = (await this.call<{ token: string }>('POST', '/v1/api-keys', body)).token;
  }

  /** Makes a monthly plan in EUR, and gives its id. */
  async offerPlan({ code, name, prices }: Plan): Promise<string> {
    const productId = await this.create('/v1/products', { code, name });
    const interval = { unit: 'month', count: 1 };
    return this.create('/v1/plans', { productId, code, name, currency: 'EUR', interval, prices });
  }

  /** Makes a customer of that name, and subscribes them. */
  async subscribe(name: string, planId: string) {
    const facts = { name, email: `${name}@example.com`, externalId: name, timeZone: 'UTC' };
    const customerId = await this.create('/v1/customers', facts);
    const subscriptionId = await this.create('/v1/subscriptions', { customerId, planId });
    return { customerId, subscriptionId };
  }

  async create(path: string, body: object): Promise<string> {
    return (await this.call<{ id: string }>('POST', path, body)).id;
  }

  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.request(method, path, body);
    if (response.ok) return (await response.json()) as Answer;
    const told = await response.text();
    throw new Error(`${this.#name}: ${method} ${path}: ${response.status} ${told}`);
  }

  request(method: string, path: string, body?: object): Promise<Response> {
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
