import { moduleFixtures } from '../support/module-fixtures.ts';

const everything = { limit: 100, after: null };
const calls = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'count' } as const;

export const fixtures = moduleFixtures({
  openToUser: ['listMeters', 'getMeter', 'previewMeter'],
  withoutBody: ['listMeters', 'getMeter', 'archiveMeter'],
  bodies: {
    createMeter: () => ({ ...calls, code: 'more-calls' }),
    updateMeter: () => ({ name: 'Calls of the API' }),
    previewMeter: () => ({
      meter: { eventType: 'call', aggregation: 'count' },
      events: [{ data: {} }],
    }),
  },
  furnish: async (create) => {
    const meter = await create('/v1/meters', calls);
    return { meterId: meter.id };
  },
  tables: { meters: 'insert, select, update' },
  fill: (useCases, context) =>
    useCases.meters.create.execute(context, { ...calls, name: 'Shared calls' }),
  seen: async ({ meters }) => {
    const [meter] = await meters.list({ search: 'shared' }, everything);
    if (meter === undefined) throw new Error('There is no meter.');
    return meter;
  },
  stored: async ({ meters }, { id }) => {
    const meter = await meters.find(id);
    if (meter?.status !== 'active') throw new Error('The meter is not found.');
    return meter;
  },
  repositoryProbes: {
    meters: {
      find: (meters, { seen }) => meters.find(seen.id),
      findAll: (meters, { seen }) => meters.findAll([seen.id]),
      findShared: (meters, { seen }) => meters.findShared(seen.id),
      findLocked: (meters, { seen }) => meters.findLocked(seen.id),
      countingTypes: (meters, { seen }) => meters.countingTypes([seen.eventType]),
      save: (meters, { stored, now }) => meters.save(stored.change({ name: 'Taken' }, now)),
    },
  },
  queryProbes: {
    meters: {
      find: (meters, { seen }) => meters.find(seen.id),
      list: (meters, { seen }) => meters.list({ search: seen.name }, everything),
      countingTypes: (meters, { seen }) => meters.countingTypes([seen.eventType]),
    },
  },
});
