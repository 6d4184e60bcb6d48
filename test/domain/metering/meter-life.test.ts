import { describe, expect, test } from 'vitest';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { ActiveMeter, ArchivedMeter, meterOf, unitLengthMax } from '#domain/metering/meter.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { nextDay, someday } from '../../../src/testing/builders.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { refused } from '../refused.ts';

const traffic = {
  code: 'traffic',
  name: 'Traffic',
  unit: 'GB',
  eventType: 'sent',
  aggregation: 'sum',
  property: 'bytes',
  groupBy: ['region', 'zone'],
  filters: [
    { property: 'network', equals: 'public' },
    { property: 'sku', in: ['a', 'b'] },
  ],
  isCarriedOver: true,
  removal: { property: 'op', value: 'undo' },
  rounding: { mode: 'half_up', decimals: 2 },
} as const;

/** A meter as it is read from a storage: no event of it waits. */
const stored = (facts: Partial<MeterFacts> = {}): ActiveMeter =>
  new ActiveMeter({ ...buildMeter(traffic).facts, version: 3, ...facts, archivedAt: null });

describe('a meter', () => {
  test('is new: it has no version yet, and its event shows it as it will be stored', () => {
    const { facts, events, status } = buildMeter(traffic);

    expect(status).toBe('active');
    expect(facts).toEqual({
      ...traffic,
      id: facts.id,
      version: 0,
      createdAt: someday,
      updatedAt: someday,
      archivedAt: null,
    });
    const at = formatInstant(someday);
    expect(events).toEqual([
      {
        type: 'meter.created',
        subjectId: facts.id,
        occurredAt: someday,
        before: null,
        after: {
          ...traffic,
          id: facts.id,
          version: 1,
          status: 'active',
          createdAt: at,
          updatedAt: at,
          archivedAt: null,
        },
      },
    ]);
  });

  test('has no unit where none is given, and one of bounded length', () => {
    expect(buildMeter().facts.unit).toBeNull();
    expect(buildMeter({ unit: null }).facts.unit).toBeNull();
    expect(buildMeter({ unit: 'x'.repeat(unitLengthMax) }).facts.unit).toHaveLength(40);
    expect(refused(() => buildMeter({ unit: 'x'.repeat(41), code: ' ', name: '' }))).toEqual([
      '/code invalid_code',
      '/name too_short',
      '/unit too_long',
    ]);
  });

  test('that is changed tells what it was and what it is', () => {
    const meter = stored();

    const changed = meter.change({ name: ' Sent ', unit: null }, nextDay);

    expect(changed.facts).toEqual({ ...meter.facts, name: 'Sent', unit: null, updatedAt: nextDay });
    expect(changed.events).toEqual([
      {
        type: 'meter.updated',
        subjectId: meter.facts.id,
        occurredAt: nextDay,
        before: expect.objectContaining({ name: 'Traffic', unit: 'GB', version: 3 }),
        after: expect.objectContaining({
          name: 'Sent',
          unit: null,
          version: 4,
          updatedAt: formatInstant(nextDay),
        }),
      },
    ]);
  });

  test('changes one thing alone, and keeps the other', () => {
    expect(stored().change({ name: 'Sent' }, nextDay).facts).toMatchObject({ unit: 'GB' });
    expect(stored().change({ unit: 'TB' }, nextDay).facts).toMatchObject({
      name: 'Traffic',
      unit: 'TB',
    });
  });

  test('stays as it is where everything is stated again, in whatever order', () => {
    const meter = stored();

    expect(meter.change({}, nextDay)).toBe(meter);
    expect(meter.change({ name: undefined, unit: undefined }, nextDay)).toBe(meter);
    expect(meter.change(traffic, nextDay)).toBe(meter);
    const removal = { value: 'undo', property: 'op' };
    expect(meter.change({ removal, name: 'Traffic' }, nextDay)).toBe(meter);
  });

  test.each<[string, object]>([
    ['the order of its groups', { groupBy: ['zone', 'region'] }],
    ['a value of a filter', { filters: [traffic.filters[0], { property: 'sku', in: ['a'] }] }],
    ['a filter less', { filters: [traffic.filters[0]] }],
    ['the value that takes away', { removal: { property: 'op', value: 'no' } }],
    ['no removal', { removal: null }],
    ['the decimals of its rounding', { rounding: { mode: 'half_up', decimals: 3 } }],
    ['no rounding', { rounding: null }],
    ['no level', { isCarriedOver: false }],
  ])('is fixed in how it counts: %s', (_what, changes) => {
    expect(refused(() => stored().change({ name: 'Sent', ...changes }, nextDay))).toEqual([
      'meter_fixed',
    ]);
  });

  test('of the rules of another day may still change its name', () => {
    const meter = stored({ code: '?', groupBy: ['a', 'a'] });

    expect(meter.change({ name: 'Sent' }, nextDay).facts).toMatchObject({ code: '?' });
    expect(refused(() => meter.change({ code: '?' }, nextDay))).toEqual(['/code invalid_code']);
  });

  test('that is archived has its time, and tells both states', () => {
    const meter = stored();

    const archived = meter.archive(nextDay);

    expect(archived.facts).toEqual({ ...meter.facts, updatedAt: nextDay, archivedAt: nextDay });
    expect(archived.events).toEqual([
      {
        type: 'meter.archived',
        subjectId: meter.facts.id,
        occurredAt: nextDay,
        before: expect.objectContaining({ status: 'active', archivedAt: null, version: 3 }),
        after: expect.objectContaining({
          status: 'archived',
          archivedAt: formatInstant(nextDay),
          updatedAt: formatInstant(nextDay),
          version: 4,
        }),
      },
    ]);
  });

  test('keeps what it did before it is stored', () => {
    const archived = buildMeter().change({ name: 'Sent' }, nextDay).archive(nextDay);

    expect(archived.events.map(({ type, before }) => [type, before?.['version'] ?? null])).toEqual([
      ['meter.created', null],
      ['meter.updated', 1],
      ['meter.archived', 1],
    ]);
  });

  test('is in the state that its facts tell, and has no events when it is read', () => {
    const { facts } = buildMeter();
    const active = meterOf(facts);
    const archived = meterOf({ ...facts, archivedAt: nextDay });

    expect(active).toBeInstanceOf(ActiveMeter);
    expect(archived).toBeInstanceOf(ArchivedMeter);
    expect([active.status, archived.status]).toEqual(['active', 'archived']);
    expect(archived.facts).toEqual({ ...facts, archivedAt: nextDay });
    expect([active.events, archived.events]).toEqual([[], []]);
  });
});
