import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { instantOf, later, parseCalendarDate } from '#domain/shared/time.ts';
import { buildId } from '../../src/testing/builders.ts';
import { moduleFixtures } from '../support/module-fixtures.ts';

const event = { id: 'shared', type: 'call', customerExternalId: 'acme-1', data: {} };

const tomorrow = () => instantOf(Date.now() + 86_400_000);
const farAway = parseCalendarDate('9999-01-01');

// Positions are those of each tenant: only the events tell whose they are.
const countedOf = async (counts: UsageCounts, { seen }: { readonly seen: { id: CustomerId } }) => {
  const customer = { customerId: seen.id, subscriptionId: buildId('sub') };
  const range = { ...customer, type: 'call', from: null, to: tomorrow() };
  return (await counts.within(range, null)).events;
};

export const fixtures = moduleFixtures({
  openToUser: ['queryUsage'],
  withoutBody: ['queryUsage'],
  bodies: { recordUsage: () => ({ events: [event] }) },
  furnish: async () => ({}),
  tables: {
    usage_events: 'insert, select',
    usage_heads: 'insert, select, update',
    usage_keys: 'delete, insert, select',
  },
  fill: async (useCases, context) => {
    const [customer] = (await useCases.customers.list.execute(context, {})).data;
    const data = { of: context.tenantId };
    const { customerExternalId: _, ...sent } = { ...event, data, customerId: customer?.id };
    await useCases.usage.record.execute(context, { events: [sent] });
  },
  seen: async ({ customers }) => {
    const [found] = await customers.list({}, { limit: 1, after: null });
    if (found === undefined) throw new Error('There is no customer.');
    return found;
  },
  stored: async (_repositories, seen) => seen,
  repositoryProbes: {
    usage: {
      append: (usage, { seen, now }) =>
        usage.append(
          [
            {
              id: 'shared',
              source: 'api',
              type: 'call',
              at: now,
              isTimed: false,
              customerId: seen.id,
              subscriptionId: null,
              data: '{}',
            },
          ],
          { receivedAt: now, expiresAt: tomorrow() },
        ),
      // As if all that there is expired.
      keepNeeded: (usage) =>
        usage.keepNeeded({
          before: farAway,
          keptUntil: later(tomorrow(), 3 * 86_400_000),
          limit: 10,
        }),
      forgetEnded: (usage) => usage.forgetEnded(farAway, 10),
      subjects: async (usage, { seen }) => {
        const named = { customerIds: [seen.id], externalIds: [], subscriptionIds: [] };
        const { customers, byExternalId } = await usage.subjects(named);
        return [...customers, ...byExternalId.values()];
      },
    },
    usageCounts: { within: countedOf },
  },
  queryProbes: {
    usage: {
      zonesOf: async (usage, { seen }) => {
        const zones = await usage.zonesOf({ customerId: seen.id, subscriptionId: null });
        return zones === undefined ? [] : [seen.id];
      },
      within: (usage, { seen }) =>
        usage.within({
          customerId: seen.id,
          type: 'call',
          subscriptionId: null,
          from: null,
          to: tomorrow(),
        }),
    },
    usageCounts: { within: countedOf },
  },
});
