import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { keptSegments, unmatchedCodes } from '#domain/subscriptions/changes/apply-change.ts';
import type { ItemDelta, SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { buildId } from '../../../src/testing/builders.ts';
import {
  after,
  begunBy,
  change,
  days,
  delta,
  elsewhere,
  first,
  on,
  priceOf,
  seatItem,
  seats,
  second,
  segment,
  support,
  supportItem,
} from './segment-builders.ts';

describe('the segments that stay', () => {
  const made = change('2026-05-01');
  const segments = [
    segment('2026-03-10'),
    segment('2026-04-01'),
    segment('2026-05-01', { begunBy: begunBy(made) }),
    segment('2026-06-01'),
  ];
  const kept = (at: Mark | null, removed: readonly SubscriptionChange[] = []) =>
    days(keptSegments({ segments }, at, removed));

  test('are all before a change, and the one that begins with it', () => {
    expect(kept(on('2026-04-15'))).toEqual(['2026-03-10', '2026-04-01']);
    expect(kept(on('2026-04-01'))).toEqual(['2026-03-10', '2026-04-01']);
    expect(kept(on('2026-01-01'))).toEqual(['2026-03-10']);
    expect(kept(on('2026-07-01'))).toHaveLength(4);
  });

  test('are all before a change that is taken back', () => {
    expect(kept(null, [made])).toEqual(['2026-03-10', '2026-04-01']);
    expect(kept(null, [change('2026-04-01')])).toHaveLength(4);
    expect(kept(on('2026-04-15'), [made])).toEqual(['2026-03-10', '2026-04-01']);
  });
});

describe('a change of items', () => {
  test('keeps those that it does not name, and their ids', () => {
    const made = change('2026-04-01', { items: [delta(seats, { quantity: '5' })] });

    const { segments, takenBack } = after({ made: [made] });

    expect(days(segments)).toEqual(['2026-03-10', '2026-04-01']);
    expect(segments[1]?.items).toEqual([{ ...seatItem, quantity: '5' }, supportItem]);
    expect(segments[1]?.begunBy).toEqual(begunBy(made));
    expect(segments[1]?.planVersionId).toBe(first.id);
    expect(takenBack).toEqual([]);
  });

  test('keeps a quantity that it does not state, and adds one of a price that is new', () => {
    const added = delta(support);
    const made = change('2026-04-01', { items: [delta(seats), added] });

    const { segments } = after(
      { made: [made] },
      { segments: [segment('2026-03-10', { items: [seatItem] })] },
    );

    expect(segments[1]?.items).toEqual([
      seatItem,
      { id: added.itemId, priceId: support, quantity: '1' },
    ]);
  });

  test('takes items away, but not all, and none that is not there', () => {
    const without = (...prices: readonly ItemDelta['priceId'][]) =>
      change('2026-04-01', { items: prices.map((id) => delta(id, { isIncluded: false })) });

    expect(after({ made: [without(support)] }).segments[1]?.items).toEqual([seatItem]);
    const none = without(seats, support);
    expect(after({ made: [none] })).toMatchObject({ segments: [{}], takenBack: [none] });
    const unknown = change('2026-04-01', { items: [delta(seats), delta(buildId('price'))] });
    expect(after({ made: [unknown] })).toMatchObject({ segments: [{}], takenBack: [unknown] });
  });

  test('begins no earlier than what is agreed before, by its day either', () => {
    const early = { on: parseCalendarDate('2026-04-02'), at: on('2026-04-01').at };
    const before = [segment('2026-03-10'), segment('2026-04-01', { from: early })];
    const made = change('2026-04-01', { items: [delta(seats, { quantity: '5' })] });

    const { segments } = after({ made: [made] }, { segments: before });

    expect(segments.at(-1)?.from).toEqual(early);
  });
});

describe('a change of the plan', () => {
  test('carries items over by their codes, and adds what it names', () => {
    const [extra, carried, option] = ['extra', 'seats', 'option'].map((code) =>
      delta(priceOf(elsewhere, code), code === 'option' ? { isOnlyCarried: true } : {}),
    );
    if (!extra || !carried || !option) throw new Error('There are three.');
    const made = change('2026-04-01', {
      planId: elsewhere.planId,
      planVersionId: elsewhere.id,
      items: [extra, carried, option],
    });

    const { segments } = after({ made: [made] });

    expect(segments[1]).toMatchObject({
      planVersionId: elsewhere.id,
      plan: { planId: elsewhere.planId, planVersion: 1 },
      begunBy: begunBy(made, true),
      items: [
        { id: extra.itemId, priceId: extra.priceId, quantity: '1' },
        { id: seatItem.id, priceId: carried.priceId, quantity: '3' },
      ],
    });
    const named = { ...made, items: [{ ...carried, quantity: '9' }] };
    expect(after({ made: [named] }).segments[1]?.items).toEqual([
      { id: seatItem.id, priceId: carried.priceId, quantity: '9' },
    ]);
    const less = { ...made, items: [extra, { ...carried, isIncluded: false }] };
    expect(after({ made: [less] }).segments[1]?.items).toHaveLength(1);
  });

  test('to a version that lacks a price that is held does not fit', () => {
    const made = change('2026-04-01', {
      planVersionId: second.id,
      items: [delta(seats)],
    });
    const { items } = segment('2026-03-10');

    expect(after({ made: [made] }).takenBack).toEqual([made]);
    expect(unmatchedCodes(items, first, second)).toEqual(['support']);
    expect(unmatchedCodes([seatItem], first, second)).toEqual([]);
    expect(unmatchedCodes(items, first, elsewhere)).toEqual([]);
  });

  test('takes back later ones of the plan, and leaves those of quantities', () => {
    const moved = (day: string) =>
      change(day, {
        planId: elsewhere.planId,
        planVersionId: elsewhere.id,
        items: [delta(priceOf(elsewhere, 'seats'))],
      });
    const [made, earlier, same, later] = [
      moved('2026-05-01'),
      moved('2026-04-01'),
      moved('2026-05-01'),
      moved('2026-06-01'),
    ];
    const more = change('2026-07-01', {
      items: [delta(priceOf(elsewhere, 'seats'), { quantity: '7' })],
    });

    const { segments, takenBack } = after({
      scheduled: [earlier, same, later, more],
      made: [made],
    });

    expect(takenBack).toEqual([same, later]);
    expect(segments.map((each) => each.begunBy?.id)).toEqual([
      undefined,
      earlier.id,
      made.id,
      more.id,
    ]);
    expect(segments.at(-1)?.items[0]?.quantity).toBe('7');
    const quantity = change('2026-05-01', { items: [delta(seats, { quantity: '4' })] });
    expect(after({ scheduled: [later], made: [quantity] }).takenBack).toEqual([]);
  });
});

describe('a price that comes back', () => {
  const [seatPrice, supportPrice] = first.terms.prices;
  const backIn = (version: PlanVersion) => {
    const segments = [
      segment('2026-03-10', { planVersionId: version.id }),
      segment('2026-04-01', { planVersionId: version.id, items: [seatItem] }),
    ];
    const back = delta(support);
    const made = change('2026-05-01', { items: [back] });
    const rebuilt = after({ made: [made] }, { segments }, [version]);
    return { items: rebuilt.segments.at(-1)?.items.map(({ id }) => id), begun: back.itemId };
  };

  test('is the item that it was, where periods of it are paid', () => {
    expect(backIn(first).items).toEqual([seatItem.id, supportItem.id]);
  });

  test.each(['usage', 'one_time'])('is a new item, where its kind is %s', (kind) => {
    const prices = [seatPrice, { ...supportPrice, kind }];
    const version = { ...first, id: buildId('ver'), terms: { ...first.terms, prices } };

    const { items, begun } = backIn(version as PlanVersion);

    expect(items).toEqual([seatItem.id, begun]);
  });
});
