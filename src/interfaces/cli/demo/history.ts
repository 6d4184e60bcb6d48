import { Money } from '#domain/shared/money.ts';
import { dearerTeam } from '#interfaces/cli/demo/catalog.ts';
import {
  giveCredit,
  giveUp,
  issue,
  pay,
  receivePayments,
  unpaidInvoice,
  voidInvoice,
  writeInvoice,
} from '#interfaces/cli/demo/documents.ts';
import type { DemoShop } from '#interfaces/cli/demo/shop.ts';
import {
  advanceTo,
  change,
  customerOf,
  planOf,
  priceOf,
  replaceTerms,
  subscribe,
  subscriptionOf,
} from '#interfaces/cli/demo/shop.ts';
import type { DemoUser } from '#interfaces/cli/demo/usage.ts';
import { recordUsage } from '#interfaces/cli/demo/usage.ts';

/** The day that the clock of the tenant shows at first. */
export const demoBegins = '2025-07-01T00:00:00Z';

/** The time that it shows in the end. */
export const demoNow = '2026-02-10T12:00:00Z';

/** All that happened in the tenant until today, by its own clock. */
export const makeHistory = async (shop: DemoShop): Promise<void> => {
  await begin(shop);
  for (const { month, dayCount, happens } of months) {
    const lastDay = `${month}-${dayCount}`;
    await advanceTo(shop, `${lastDay}T20:00:00Z`);
    await recordUsage(shop, users, month, dayCount);
    await happens?.(shop);
    const defaulters = defaultersOf(shop, month);
    await receivePayments(shop, lastDay, (customerId) => !defaulters.has(customerId));
  }
  await advanceTo(shop, demoNow);
  await recordUsage(shop, users, '2026-02', 9);
  await planAhead(shop);
};

const sizedEvents = ['api.request', 'storage.measured'] as const;

const users: readonly DemoUser[] = [
  { customer: 'crm-1001', since: '2025-07-01', requestsMin: 4 },
  { customer: 'crm-1014', since: '2025-09-09', requestsMin: 8 },
  { customer: 'crm-1032', since: '2025-12-01', requestsMin: 12, sends: ['sale.reported'] },
  { customer: 'crm-1037', since: '2025-12-01', requestsMin: 2, sends: ['api.request'] },
  { customer: 'crm-1038', since: '2025-12-01', requestsMin: 2, sends: ['message.sent'] },
  { customer: 'crm-1043', since: '2025-12-01', requestsMin: 2, sends: ['api.request'] },
  { customer: 'crm-1044', since: '2025-12-01', requestsMin: 2, sends: ['viewer.changed'] },
  { customer: 'crm-1049', since: '2025-12-01', requestsMin: 2, sends: sizedEvents },
  { customer: 'crm-1050', since: '2025-12-01', requestsMin: 2, sends: ['viewer.changed'] },
];

/** Customers who pay nothing from a month on. */
const unpaidSince: Readonly<Record<string, string>> = {
  'crm-1003': '2025-12',
  'crm-1004': '2026-01',
  'crm-1008': '2025-09',
};

const defaultersOf = (shop: DemoShop, month: string) => {
  const known = Object.entries(unpaidSince).filter(([, since]) => since <= month);
  return new Set(known.map(([customer]) => customerOf(shop, customer)));
};

const businessQuantities = {
  seats: '12',
  dashboards: '8',
  'data-sources': '14',
  'guaranteed-queries': '400',
  alerts: '120',
} as const;

const begin = async (shop: DemoShop): Promise<void> => {
  const startsOn = '2025-07-01';
  await subscribe(shop, 'crm-1001', 'api', { startsOn });
  await subscribe(shop, 'crm-1002', 'business', { startsOn }, businessQuantities);
  await subscribe(shop, 'crm-1007', 'team-monthly', { startsOn: '2025-07-18' });
  await subscribe(shop, 'crm-1008', 'team-2024', { startsOn });
};

interface Month {
  readonly month: string;
  readonly dayCount: number;
  /** The events on the evening of its last day. */
  readonly happens?: (shop: DemoShop) => Promise<void>;
}

const summer: readonly Month[] = [
  {
    month: '2025-07',
    dayCount: 31,
    happens: async (shop) => {
      const { id: planId, version } = planOf(shop, 'team-2024');
      await shop.useCases.plans.archive.execute(shop.context, { planId, version });
      const lines = [
        { description: 'Workshop on site, days', quantity: '2', unitAmount: '1200' },
        { description: 'Travel', unitAmount: '348.60' },
        { description: 'Discount for the first workshop', unitAmount: '-240' },
      ];
      const texts = { purchaseOrder: 'PO-7741', memo: 'Thank you for the invitation.' };
      await issue(shop, await writeInvoice(shop, 'crm-1002', lines, texts));
    },
  },
  {
    month: '2025-08',
    dayCount: 31,
    happens: async (shop) => {
      const reason = 'The address of the customer was not on it.';
      await voidInvoice(shop, 'crm-1002', { reissue: true, reason });
      const term = { term: { unit: 'year', count: 1 }, renewal: 'renew' } as const;
      await subscribe(shop, 'crm-1013', 'team-yearly', { startsOn: '2025-09-01', ...term });
      await subscribe(shop, 'crm-1014', 'api', { startsOn: '2025-09-09' });
    },
  },
  {
    month: '2025-09',
    dayCount: 30,
    happens: async (shop) => {
      const more = { plan: 'business', of: { seats: '20', 'single-sign-on': '1' } };
      await change(shop, 'crm-1002', { effective: { on: '2025-09-16' } }, more);
      await giveCredit(shop, 'crm-1001', 2500n, 'Two hours without service on 14 September.');
      await replaceTerms(shop, 'team-monthly', dearerTeam);
      const quantities = { ...businessQuantities, seats: '5' };
      await subscribe(shop, 'crm-1019', 'business', { startsOn: '2025-10-01' }, quantities);
      await subscribe(shop, 'crm-1020', 'business', { startsOn: '2025-10-09' }, quantities);
      await subscribe(shop, 'crm-1003', 'business-usd', { startsOn: '2025-10-01' });
    },
  },
];

const autumnAndWinter: readonly Month[] = [
  {
    month: '2025-10',
    dayCount: 31,
    happens: async (shop) => {
      const { id: subscriptionId, version } = await subscriptionOf(shop, 'crm-1008');
      const reason = 'The company was closed.';
      const end = { subscriptionId, version, effective: 'now', reason } as const;
      await shop.useCases.subscriptions.cancel.execute(shop.context, end);
      await giveUp(shop, 'crm-1008');
      await voidInvoice(shop, 'crm-1019', { reissue: false, reason: 'The first month is free.' });
      const untried = { startsOn: '2025-11-01', trialDays: 0 };
      await subscribe(shop, 'crm-1026', 'team-monthly', untried);
      await subscribe(shop, 'crm-1004', 'team-jp', { startsOn: '2025-11-01' });
    },
  },
  {
    month: '2025-11',
    dayCount: 30,
    happens: async (shop) => {
      const startsOn = '2025-12-01';
      await subscribe(shop, 'crm-1032', 'marketplace', { startsOn });
      await subscribe(shop, 'crm-1037', 'api-by-region', { startsOn });
      await subscribe(shop, 'crm-1038', 'messages', { startsOn });
      await subscribe(shop, 'crm-1043', 'api-committed', { startsOn });
      await subscribe(shop, 'crm-1044', 'shared-reports', { startsOn });
      await subscribe(shop, 'crm-1049', 'api-by-size', { startsOn });
      await subscribe(shop, 'crm-1050', 'shared-reports-daily', { startsOn });
    },
  },
  {
    month: '2025-12',
    dayCount: 31,
    happens: async (shop) => {
      const { id: subscriptionId, version } = await subscriptionOf(shop, 'crm-1019');
      const pause = { subscriptionId, version, effective: 'period_end' } as const;
      await shop.useCases.subscriptions.pause.execute(shop.context, pause);
      await negotiate(shop, 'crm-1020', '11.00');
      await endSignOn(shop, 'crm-1002');
    },
  },
  {
    month: '2026-01',
    dayCount: 31,
    happens: async (shop) => {
      const invoice = await unpaidInvoice(shop, 'crm-1004');
      await pay(shop, invoice, Money.of(3000n, invoice.currency), '2026-01-31');
      await subscribe(shop, 'crm-1025', 'team-monthly', { startsOn: '2026-02-01' });
      await subscribe(shop, 'crm-1031', 'team-yearly', { startsOn: '2026-03-01' });
      await setGrace(shop);
    },
  },
];

const months = [...summer, ...autumnAndWinter];

/** Gives a customer seats for less than the plan says, from the new year on. */
const negotiate = (shop: DemoShop, customer: string, unitAmount: string): Promise<void> => {
  const priceId = priceOf(planOf(shop, 'business'), 'seats');
  const items = [{ priceId, override: { unitAmount } }];
  return change(shop, customer, { items, effective: { on: '2026-01-01' } });
};

/** Gives a customer single sign-on for half a year more. */
const endSignOn = (shop: DemoShop, customer: string): Promise<void> => {
  const priceId = priceOf(planOf(shop, 'business'), 'single-sign-on');
  const items = [{ priceId, endsOn: '2026-07-01' }];
  return change(shop, customer, { items, effective: 'now' });
};

/** Has each draft wait for three days from now on, before it is issued. */
const setGrace = async ({ useCases: { tenant }, context }: DemoShop): Promise<void> => {
  const { version } = await tenant.get.execute(context);
  const changes = { billing: { graceDays: 3 } };
  await tenant.update.execute(context, { version, changes });
};

/** Changes that lie ahead of today, and documents that wait. */
const planAhead = async (shop: DemoShop): Promise<void> => {
  const { subscriptions } = shop.useCases;
  const effective = 'period_end' as const;
  const more = { plan: 'business', of: { seats: '25' } };
  await change(shop, 'crm-1002', { effective }, more);
  await change(shop, 'crm-1007', { effective, planId: planOf(shop, 'team-yearly').id });
  const ending = await subscriptionOf(shop, 'crm-1026');
  const { id: subscriptionId, version } = ending;
  const reason = 'Moves to another product.';
  await subscriptions.cancel.execute(shop.context, { subscriptionId, version, effective, reason });
  await giveCredit(shop, 'crm-1013', 5000n, 'For a friend who subscribed, too.');
  const lines = [{ description: 'Import of old data, hours', quantity: '6.5', unitAmount: '110' }];
  await writeInvoice(shop, 'crm-1020', lines);
};
