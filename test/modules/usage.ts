import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { UsageRollUps, UsageTallies } from '#application/metering/usage-tallies.ts';
import { rollUp } from '#domain/metering/open-roll-ups.ts';
import type { UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, later, parseCalendarDate } from '#domain/shared/time.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';
import { retryOf, sharedEvent, storeInvoiced, watchUsage } from '../isolation/usage-things.ts';
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

const changedOf = async (counts: UsageCounts, { seen }: { readonly seen: { id: CustomerId } }) => {
  const customer = { customerId: seen.id, subscriptionId: buildId('sub') };
  const range = { ...customer, type: 'call', from: null, to: tomorrow() };
  return (await counts.hasChanged(range, '0')) ? [seen.id] : [];
};

const { facts } = buildMeter();
const counting = countingOf(facts, []);

const talliedOf = (tallies: UsageTallies, { seen }: { readonly seen: { id: CustomerId } }) =>
  tallies.within({
    customerId: seen.id,
    subscriptions: null,
    counting,
    spans: [{ from: null, to: tomorrow() }],
  });

const other = { ...counting, eventType: 'nobody counts it' };

const addRollUp = (rollUps: UsageRollUps, customerId: CustomerId): Promise<void> => {
  const read = { type: other.eventType, source: 'api', id: 'shared', at: someday, data: {} };
  const rolled = rollUp(other, [{ ...read, customerId, subscriptionId: null }]);
  const recounted = { hours: [], events: [] };
  const work = { countings: [], after: 0n, through: 1n, recounted };
  return rollUps.add(work, new Map([[other, rolled]]));
};

const claimOf = (now: Instant) => ({ now, until: later(now, 60_000), limit: 10 });

export const fixtures = moduleFixtures({
  openToUser: ['queryUsage', 'listUsageEvents'],
  withoutBody: ['queryUsage', 'listUsageEvents'],
  bodies: {
    recordUsage: () => ({ events: [event] }),
    cancelUsage: () => ({ events: [{ id: event.id }], reason: 'Sent twice.' }),
  },
  furnish: async () => ({}),
  tables: {
    usage_events: 'insert, select',
    usage_heads: 'insert, select, update',
    usage_keys: 'delete, insert, select',
    usage_rollup_heads: 'delete, insert, select, update',
    usage_rollups: 'delete, insert, select, update',
    usage_watches: 'delete, insert, select, update',
    usage_watch_retries: 'delete, insert, select, update',
  },
  fill: async (useCases, context) => {
    const [customer] = (await useCases.customers.list.execute(context, {})).data;
    const data = { of: context.tenantId };
    const { customerExternalId: _, ...sent } = { ...event, data, customerId: customer?.id };
    const own = { ...sent, id: customer?.id, type: 'of its tenant' };
    await useCases.usage.record.execute(context, { events: [sent, own] });
    const counted = { eventType: context.tenantId, aggregation: 'count' } as const;
    await useCases.meters.create.execute(context, { code: 'own', name: 'Own', ...counted });
  },
  seen: async ({ customers }) => {
    const [found] = await customers.list({}, { limit: 1, after: null });
    if (found === undefined) throw new Error('There is no customer.');
    return found;
  },
  // Something that `forgetEnded` deletes: of a way in which no meter counts. And news to claim.
  stored: async (repositories, seen) => {
    await repositories.usageRollUps.next([other], 1);
    await addRollUp(repositories.usageRollUps, seen.id);
    await watchUsage(repositories, seen.id);
    return storeInvoiced(repositories, buildId('mtr'));
  },
  repositoryProbes: {
    usage: {
      append: (usage, { seen, now }) =>
        usage.append([sharedEvent(seen.id, now)], { receivedAt: now, expiresAt: tomorrow() }),
      // As if all that there is expired.
      keepNeeded: (usage) =>
        usage.keepNeeded({
          before: farAway,
          keptUntil: later(tomorrow(), 3 * 86_400_000),
          limit: 10,
        }),
      forgetEnded: (usage) => usage.forgetEnded(farAway, 10),
      intake: async (usage, { seen }) => {
        const named = { customerIds: [seen.id], externalIds: [], subscriptionIds: [] };
        const found = await usage.intake({ types: [event.type], ...named });
        return [...(found?.subjects.customers ?? []), ...(found?.meters ?? [])];
      },
      stored: async (usage, { seen, now }) => {
        const own = { ...sharedEvent(seen.id, now), id: seen.id };
        return [...(await usage.stored([own]))];
      },
      invoicedSpans: (usage, { stored }) => {
        const named = { customerIds: [stored.customerId], externalIds: [] };
        return usage.invoicedSpans({ ...named, from: instantOf(0), through: tomorrow() });
      },
    },
    usageCancellations: {
      find: (cancellations, { seen }) => cancellations.find([{ source: 'api', id: seen.id }]),
      add: (cancellations, { seen, now }) =>
        cancellations.add([{ source: 'api', id: seen.id }], { at: now, reason: null }),
      invoicedSince: (cancellations, { stored }) =>
        cancellations.invoicedSince({ customerIds: [stored.customerId], from: instantOf(0) }),
    },
    usageCounts: { within: countedOf, hasChanged: changedOf },
    usageTallies: { within: talliedOf },
    usageRollUps: {
      countings: (rollUps) => rollUps.countings(),
      next: async (rollUps) => rollUps.next(await rollUps.countings(), 100),
      events: async (rollUps) => {
        const countings = [{ ...counting, eventType: event.type }];
        const recounted = { hours: [], events: [] };
        return Array.fromAsync(rollUps.events({ countings, after: 0n, through: 100n, recounted }));
      },
      add: (rollUps, { seen }) => addRollUp(rollUps, seen.id),
      forgetEnded: (rollUps) => rollUps.forgetEnded(10),
    },
    usageWatches: {
      // Its own watch is there already, but nothing of it was watched: the end comes first.
      begin: async (watches) => {
        await watches.end();
        await watches.begin();
      },
      claim: (watches, { now }) => watches.claim(claimOf(now)),
      finish: (watches, { seen, now }) => {
        const failed = [retryOf(seen.id, now)];
        return watches.finish({ through: '1', retries: [], failed });
      },
      end: (watches) => watches.end(),
    },
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
    usageCounts: { within: countedOf, hasChanged: changedOf },
    usageTallies: { within: talliedOf },
    usageRollUps: {
      countings: (rollUps) => rollUps.countings(),
      customers: (rollUps) => rollUps.customers(null, 100),
      days: async (rollUps, { seen }) => {
        const found = await rollUps.days(seen.id, [other], null);
        return found?.counted.flatMap(({ days }) => days) ?? [];
      },
      events: async (rollUps, { seen }) => {
        const found: UsageToRollUp[] = [];
        const days = { customerId: seen.id, type: event.type, from: instantOf(0), to: tomorrow() };
        await rollUps.events(days, String(Number.MAX_SAFE_INTEGER), (some) => found.push(...some));
        return found;
      },
    },
    usageEvents: {
      list: async (events, { seen }) => {
        const slice = { limit: 10, after: null, before: undefined, lookedAtMax: 100 };
        const ofCustomer = await events.list({ customerId: seen.id }, slice);
        const newest = await events.list({ type: 'call' }, slice);
        const ofKey = await events.list({ source: 'api', id: 'shared' }, slice);
        return [ofCustomer, newest, ofKey].flatMap((found) => found.events);
      },
    },
  },
});
