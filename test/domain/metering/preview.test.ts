import { describe, expect, test } from 'vitest';
import type { MeterPreviewInput } from '#domain/metering/preview.ts';
import { previewMeter, sampleEventsMax } from '#domain/metering/preview.ts';
import { instantOf } from '#domain/shared/time.ts';
import { refused } from '../refused.ts';

const meter = {
  eventType: 'sent',
  aggregation: 'sum',
  property: 'bytes',
  groupBy: ['region'],
  removal: { property: 'op', value: 'undo' },
} as const;
const counted = { isCounted: true, isRemoval: false, code: null, detail: null };

describe('the preview of a meter', () => {
  test('counts samples in all and by groups, and says of each what it counts', () => {
    const events = [
      { data: { bytes: 5, region: 'eu' } },
      { data: { bytes: 7 } },
      { data: { bytes: 2, region: 'eu', op: 'undo' } },
      { type: 'other', data: { bytes: 9 } },
      { data: { bytes: 'many' } },
    ];

    const preview = previewMeter({ meter, events });

    expect(preview.quantity).toBe('10');
    expect(preview.groups).toEqual([
      { group: { region: 'eu' }, quantity: '3' },
      { group: { region: null }, quantity: '7' },
    ]);
    expect(preview.events).toEqual([
      { ...counted, value: '5', group: { region: 'eu' } },
      { ...counted, value: '7', group: { region: null } },
      { ...counted, value: '2', group: { region: 'eu' }, isRemoval: true },
      {
        isCounted: false,
        value: null,
        isRemoval: false,
        group: null,
        code: 'other_type',
        detail: 'The meter counts events of the type "sent".',
      },
      {
        isCounted: false,
        value: null,
        isRemoval: false,
        group: null,
        code: 'invalid_decimal',
        detail: '"bytes" is no decimal with up to 12 digits after the point.',
      },
    ]);
  });

  test('has no groups where the meter has none', () => {
    const { groupBy: _, ...plain } = meter;

    const preview = previewMeter({ meter: plain, events: [{ data: { bytes: 5 } }] });

    expect(preview).toEqual({
      quantity: '5',
      groups: [],
      events: [{ ...counted, value: '5', group: null }],
    });
  });

  test('counts what lies in its period, from its beginning to before its end', () => {
    const events = [9, 10, 19, 20].map((time) => ({
      time: instantOf(time),
      data: { bytes: time },
    }));
    const codes = (input: Partial<MeterPreviewInput>) =>
      previewMeter({ meter, events, ...input }).events.map(({ code }) => code);
    const out = 'outside_period';

    expect(codes({ from: instantOf(10), to: instantOf(20) })).toEqual([out, null, null, out]);
    expect(codes({ from: instantOf(10) })).toEqual([out, null, null, null]);
    expect(codes({ to: instantOf(20) })).toEqual([null, null, null, out]);
    const carried = { ...meter, isCarriedOver: true };
    expect(codes({ meter: carried, from: instantOf(10), to: instantOf(20) })).toEqual([
      null,
      null,
      null,
      out,
    ]);
  });

  test('takes an event without a time for one right after the one before it', () => {
    const latest = { eventType: 'sent', aggregation: 'latest', property: 'v' } as const;
    const at = (time: number | undefined, v: number) => ({
      ...(time !== undefined && { time: instantOf(time) }),
      data: { v },
    });

    const { quantity } = previewMeter({
      meter: latest,
      events: [at(undefined, 1), at(50, 2), at(undefined, 3), at(20, 4)],
    });
    const early = previewMeter({
      meter: latest,
      events: [at(undefined, 1), at(50, 2)],
      from: instantOf(50),
    });

    expect(quantity).toBe('3');
    expect(early.events.map(({ code }) => code)).toEqual([null, null]);
  });

  test('takes the last of many events without a time for the latest', () => {
    const latest = { eventType: 'sent', aggregation: 'latest', property: 'v' } as const;
    const events = Array.from({ length: 12 }, (_, v) => ({ data: { v } }));

    expect(previewMeter({ meter: latest, events }).quantity).toBe('11');
  });

  test('is refused with every fault at once', () => {
    const events = Array.from({ length: sampleEventsMax + 1 }, () => ({ data: {} }));
    const input: MeterPreviewInput = {
      meter: { ...meter, eventType: '' },
      events,
      from: instantOf(5),
      to: instantOf(5),
    };

    expect(refused(() => previewMeter(input))).toEqual([
      '/meter/eventType too_short',
      '/events too_many',
      '/to period_without_length',
    ]);
    expect(sampleEventsMax).toBe(100);
    expect(previewMeter({ meter, events: events.slice(1) }).events).toHaveLength(100);
  });

  test('of a weighted sum needs a period', () => {
    const weighted = { ...meter, aggregation: 'weighted_sum' } as const;
    const faults = (given: Partial<MeterPreviewInput>) =>
      refused(() => previewMeter({ meter: weighted, events: [], ...given }));

    expect(faults({})).toEqual(['/to required']);
    expect(faults({ from: instantOf(0) })).toEqual(['/to required']);
    expect(faults({ to: instantOf(9) })).toEqual(['/to required']);
    expect(faults({ from: instantOf(0), to: instantOf(9) })).toEqual([]);
  });
});
