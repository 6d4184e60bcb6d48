import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { instantOf } from '#domain/shared/time.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { failureIn, reachedIn } from '../isolation/usage-things.ts';
import { moduleFixtures } from '../support/module-fixtures.ts';

const everything = { limit: 100, after: null };
const farAway = instantOf(Date.UTC(2200, 0));
const spending = {
  name: 'Spending',
  measure: 'amount',
  currency: 'EUR',
  thresholds: ['100', '250'],
} as const;

export const fixtures = moduleFixtures({
  openToUser: ['listUsageAlerts', 'getUsageAlert'],
  withoutBody: ['listUsageAlerts', 'getUsageAlert', 'deleteUsageAlert'],
  bodies: {
    createUsageAlert: () => spending,
    updateUsageAlert: () => ({ name: 'Spent' }),
  },
  furnish: async (create) => {
    const alert = await create('/v1/usage-alerts', spending);
    return { alertId: alert.id };
  },
  tables: {
    usage_alerts: 'delete, insert, select, update',
    usage_alerts_failed: 'delete, insert, select, update',
    usage_alerts_reached: 'delete, insert, select',
  },
  fill: (useCases, context) =>
    useCases.usageAlerts.create.execute(context, { ...spending, name: 'Shared alert' }),
  seen: async ({ usageAlerts }) => {
    const [alert] = await usageAlerts.list({ search: 'shared' }, everything);
    if (alert === undefined) throw new Error('There is no usage alert.');
    return alert;
  },
  stored: async ({ usageAlerts }, { id }) => {
    const alert = await usageAlerts.find(id);
    if (alert === undefined) throw new Error('The usage alert is not found.');
    // Reached for the first time, so that it is found; the rest is left to be reached.
    await usageAlerts.reach(reachedIn(alert.facts, buildId('cus'), someday).slice(0, 1));
    const failures = [failureIn(alert.facts, buildId('cus'), someday)];
    await usageAlerts.noteFailures({ customerIds: [], read: [], failures });
    // The other tenant has one alert: a count of two is of this one.
    const second = { ...spending, name: 'Second' };
    await usageAlerts.save(UsageAlert.create(buildId('alr'), second, someday));
    return alert;
  },
  repositoryProbes: {
    usageAlerts: {
      find: (alerts, { seen }) => alerts.find(seen.id),
      save: (alerts, { stored, now }) => alerts.save(stored.change({ name: 'Taken' }, now)),
      delete: (alerts, { stored, now }) => alerts.delete(stored.delete(now)),
      anyId: (alerts) => alerts.anyId(),
      count: async (alerts, { seen }) => ((await alerts.count()) > 1 ? seen.id : undefined),
      lookingAt: (alerts) => alerts.lookingAt([]),
      reach: (alerts, { stored, now }) =>
        alerts.reach(reachedIn(stored.facts, buildId('cus'), now)),
      noteFailures: (alerts, { stored, now }) =>
        alerts.noteFailures({
          customerIds: [],
          read: [],
          failures: [failureIn(stored.facts, buildId('cus'), now)],
        }),
      forgetReached: (alerts) => alerts.forgetReached(farAway, 10),
    },
  },
  queryProbes: {
    usageAlerts: {
      find: (alerts, { seen }) => alerts.find(seen.id),
      list: (alerts, { seen }) => alerts.list({ search: seen.name }, everything),
      reached: (alerts, { seen }) => alerts.reached(seen.id, 10),
      failures: (alerts, { seen }) => alerts.failures(seen.id, 10),
    },
  },
});
