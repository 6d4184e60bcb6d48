/** A tenant with one of everything, made over the API. */
export interface PreparedTenant {
  readonly tenantId: string;
  readonly email: string;
  readonly password: string;
  /** The pages of the tenant, below it. */
  readonly pages: readonly string[];
  /** Brings somebody in, who signs in with the same password; gives their address. */
  readonly addMember: (role: string) => Promise<string>;
  /** Calls the API as its administrator. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

interface Answer {
  readonly id: string;
  readonly data: readonly { readonly id: string }[];
  readonly token: string;
  readonly endpoint: { readonly id: string };
  readonly billing: { readonly seller: unknown };
  readonly usage: unknown;
}

const password = 'correct horse battery';

/** A new tenant, and its administrator, who calls the API. */
export interface NewTenant {
  readonly tenantId: string;
  readonly email: string;
  readonly call: PreparedTenant['call'];
}

/** Signs somebody up over the API. */
export const newTenant = async (
  url: string,
  email: string,
  mode: 'live' | 'test' = 'test',
): Promise<NewTenant> => {
  const signup = await fetch(`${url}/v1/auth/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tenantName: 'Acme', name: 'Ada', email, password, mode }),
  });
  const { tenant, accessToken } = (await signup.json()) as {
    readonly tenant: { readonly id: string };
    readonly accessToken: string;
  };
  const call: PreparedTenant['call'] = async (method, path, body) => {
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        'Content-Type': 'application/json',
        'If-Match': '*',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  return { tenantId: tenant.id, email, call };
};

/** Makes a test tenant with one of everything that the panel shows. */
export const preparedTenant = async (url: string): Promise<PreparedTenant> => {
  const { tenantId, email, call } = await newTenant(url, 'ada@acme.example');
  const addMember = async (role: string): Promise<string> => {
    const address = `${role.toLowerCase()}@acme.example`;
    const { token } = await call('POST', 'users', { email: address, role });
    await call('POST', 'auth/accept-invitation', { token, name: role, password });
    return address;
  };
  return { tenantId, email, password, call, addMember, pages: await pagesOf(call) };
};

const lists = [
  'customers',
  'subscriptions',
  'invoices',
  'billing',
  'tax-rates',
  'plans',
  'products',
  'meters',
  'usage',
  'usage-events',
  'api-keys',
  'webhooks',
  'audit-log',
  'members',
];
const forms = [
  ...['customers', 'products', 'plans', 'subscriptions', 'invoices', 'api-keys', 'webhooks'].map(
    (list) => `${list}/new`,
  ),
  'meters/new',
  'usage-events/new',
  'usage-events/try',
  'settings',
  'settings/policy',
  'account',
  'new-tenant',
];

const pagesOf = async (call: PreparedTenant['call']): Promise<readonly string[]> => {
  const product = await call('POST', 'products', { code: 'team', name: 'Team' });
  const meter = await call('POST', 'meters', {
    code: 'traffic',
    name: 'Traffic',
    eventType: 'traffic.sent',
    aggregation: 'sum',
    property: 'gigabytes',
    filters: [{ property: 'network', in: ['public', 'cdn'] }],
    groupBy: ['region'],
  });
  const plan = {
    productId: product.id,
    code: 'team-monthly',
    name: 'Team monthly',
    currency: 'EUR',
    interval: { unit: 'month', count: 1 },
    prices: [
      { name: 'Base fee', amount: { amount: 4990, currency: 'EUR' } },
      {
        name: 'Seats',
        model: 'volume',
        tiers: [
          { upTo: '10', unitAmount: '5' },
          { upTo: null, unitAmount: '3' },
        ],
      },
      {
        name: 'Traffic',
        kind: 'usage',
        model: 'per_unit',
        unitAmount: '0.0025',
        meterId: meter.id,
        groupBy: ['region'],
      },
    ],
    minimumCommitment: { amount: 5000, currency: 'EUR' },
    features: [
      { code: 'sso', kind: 'boolean' },
      { code: 'traffic', kind: 'limit', meterId: meter.id, limit: '100' },
      { code: 'support', kind: 'value', value: 'by phone' },
    ],
  };
  const draft = await call('POST', 'plans', { ...plan, code: 'draft', status: 'draft' });
  const active = await call('POST', 'plans', { ...plan, status: 'active' });
  await call('POST', `plans/${active.id}/versions`, { trialDays: 14, features: [] });
  const customer = await call('POST', 'customers', { name: 'Globex', email: 'a@globex.example' });
  const hooks = { url: 'http://127.0.0.1:9/hooks', eventTypes: ['*'] };
  const { endpoint } = await call('POST', 'webhook-endpoints', hooks);
  await call('POST', 'api-keys', { name: 'Shop', permissions: ['customers:read'] });
  await call('POST', 'users', { email: 'bob@acme.example', role: 'USER' });
  const subscription = await call('POST', 'subscriptions', {
    customerId: customer.id,
    planId: active.id,
  });
  const invoice = await first(call, 'invoices');
  const written = await call('POST', 'invoices', {
    customerId: customer.id,
    currency: 'EUR',
    lines: [{ description: 'Consulting', quantity: '2.5', unitAmount: '133.333' }],
  });
  await call('POST', 'tax-rates', { name: 'VAT', rate: '0.20' });
  const data = { gigabytes: 5, network: 'cdn', region: 'eu' };
  const event = { id: 'first', type: 'traffic.sent', customerId: customer.id, data };
  await call('POST', 'usage-events', { events: [event] });
  const credit = { amount: { amount: 1500, currency: 'EUR' }, reason: 'Sorry for the outage' };
  await call('POST', `customers/${customer.id}/balance/adjustments`, credit);
  await call('POST', `plans/${active.id}/versions/2/publish`);
  const moved = { toVersion: 2, effective: 'period_end' };
  const migration = await call('POST', `plans/${active.id}/migrations`, moved);
  await call('POST', `plans/${active.id}/versions`, { trialDays: 7 });
  const delivery = await first(call, 'webhook-deliveries');
  const things = [
    `customers/${customer.id}`,
    `customers/${customer.id}?tab=balance`,
    `customers/${customer.id}?tab=details`,
    `customers/${customer.id}?tab=timeline`,
    `products/${product.id}`,
    `meters/${meter.id}`,
    `usage-events?customerId=${customer.id}`,
    `usage?customerId=${customer.id}&meterId=${meter.id}&window=day&groupBy=region`,
    `plans/${draft.id}`,
    `plans/${active.id}`,
    `plans/${active.id}/versions/new`,
    `plans/${active.id}/versions/2`,
    `plans/${active.id}/versions/3`,
    `plans/${active.id}/migrations/new`,
    `plans/${active.id}/migrations/${migration.id}`,
    `subscriptions/${subscription.id}`,
    `subscriptions/${subscription.id}/change`,
    `invoices/${invoice}`,
    `invoices/${written.id}`,
    `invoices/${written.id}/edit`,
    'invoices?overdue=true',
    `webhooks/${endpoint.id}`,
    `deliveries/${delivery}`,
  ];
  return ['', ...lists, ...forms, ...things];
};

/** The first of a list, once there is one: runs and queues make it soon. */
export const first = async (call: PreparedTenant['call'], list: string): Promise<string> => {
  for (;;) {
    const { data } = await call('GET', list);
    if (data[0] !== undefined) return data[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
