import { describe, expect, test } from 'vitest';
import type { Lane } from '#application/shared/job-slots.ts';
import { JobSlots, laneKey, laneOf } from '#application/shared/job-slots.ts';

const many = 1000;
const lane = (tenantId: string, endpointId = 'one') => ({ tenantId, endpointId, due: many });

/** How many each lane holds once it was served until nothing more begins; nothing ever ends. */
const heldBy = (slots: JobSlots, ...lanes: readonly (Lane & { due: number })[]) => {
  const held = new Map<string, number>();
  for (;;) {
    const [next] = slots.allot(lanes);
    if (next === undefined) return [...held.values()];
    slots.take(next.lane);
    held.set(laneKey(next.lane), (held.get(laneKey(next.lane)) ?? 0) + 1);
  }
};

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

describe('slots', () => {
  test.each([1, 2, 5, 40])('leave some for others where %i tenants never end', (tenants) => {
    const slots = new JobSlots(50);
    const lanes = Array.from({ length: tenants }, (_, number) => lane(`tenant-${number}`));

    const held = heldBy(slots, ...lanes);

    expect(held).toHaveLength(tenants);
    expect(slots.free).toBeGreaterThan(0);
    expect(slots.allot([lane('another')])[0]?.count).toBeGreaterThan(0);
  });

  test.each([1, 2, 5, 20])('leave some for an endpoint beside %i that never end', (endpoints) => {
    const slots = new JobSlots(50);
    const lanes = Array.from({ length: endpoints }, (_, number) => lane('tenant', `${number}`));

    const held = heldBy(slots, ...lanes);

    expect(sum(held)).toBeLessThanOrEqual(25);
    expect(slots.allot([lane('tenant', 'another')])[0]?.count).toBeGreaterThan(0);
    expect(slots.allot([lane('another')])[0]?.count).toBeGreaterThan(0);
  });

  test('leave half to others however many endpoints of one tenant never end', () => {
    const slots = new JobSlots(50);
    const lanes = Array.from({ length: 500 }, (_, number) => lane('tenant', `${number}`));

    expect(sum(heldBy(slots, ...lanes))).toBe(25);
    expect(slots.allot([lane('another')])[0]?.count).toBeGreaterThan(0);
  });

  test('go to who holds least, in turn', () => {
    const slots = new JobSlots(12);
    slots.take(lane('busy'));
    slots.take(lane('busy'));

    const counts = slots.allot([lane('busy'), lane('idle'), { ...lane('small'), due: 1 }]);

    expect(
      Object.fromEntries(counts.map(({ lane: { tenantId }, count }) => [tenantId, count])),
    ).toEqual({ busy: 1, idle: 3, small: 1 });
  });

  test('come back when jobs end', () => {
    const slots = new JobSlots(3);
    heldBy(slots, lane('one'), lane('two'), lane('three'));
    expect(slots.allot([lane('four')])).toEqual([]);

    slots.release(lane('one'));

    expect(slots.allot([lane('four')])).toMatchObject([{ count: 1 }]);
  });
});

test('a lane is written as one text and read again', () => {
  const { tenantId, endpointId } = lane('tenant', 'endpoint');

  expect(laneOf(laneKey({ tenantId, endpointId }))).toEqual({ tenantId, endpointId });
});
