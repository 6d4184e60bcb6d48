import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';
import { requireBillable } from '#domain/subscriptions/changes/apply-change.ts';
import { refused } from '../refused.ts';
import {
  after,
  begunBy,
  change,
  delta,
  elsewhere,
  facts,
  first,
  on,
  priceOf,
  quantities,
  seatItem,
  seats,
  segment,
  supportItem,
  versionOf,
} from './segment-builders.ts';

describe('changes that lie ahead', () => {
  const more = (day: string, quantity: string, id?: string) =>
    change(day, {
      items: [delta(seats, { quantity })],
      ...(id !== undefined && { id: idFromUuid('chg', id) }),
    });

  test('follow a change that is made before them, in order of time, then of their ids', () => {
    const uuid = (nth: number) => `01900000-0000-7000-8000-00000000000${nth}`;
    const [one, two] = [more('2026-06-01', '1', uuid(1)), more('2026-06-01', '2', uuid(2))];
    const late = more('2026-07-01', '4', uuid(0));
    const made = more('2026-05-01', '9', uuid(9));

    const { segments } = after({ scheduled: [late, two, one], made: [made] });

    expect(segments.slice(1).map((each) => quantities(each)[0]?.[1])).toEqual(['9', '1', '2', '4']);
  });

  test('that are kept are not built again, and those that are removed are taken back', () => {
    const [stays, goes, follows] = [
      more('2026-04-01', '1'),
      more('2026-05-01', '2'),
      more('2026-06-01', '3'),
    ];
    const segments = [
      segment('2026-03-10'),
      ...[stays, goes, follows].map(({ effective, ...each }) =>
        segment(effective.on, { begunBy: begunBy({ effective, ...each }) }),
      ),
    ];

    const rebuilt = after({ scheduled: [stays, goes, follows], removed: [goes] }, { segments });

    expect(rebuilt.takenBack).toEqual([goes]);
    expect(rebuilt.segments.map((each) => each.begunBy?.id)).toEqual([
      undefined,
      stays.id,
      follows.id,
    ]);
  });
});

describe('pauses', () => {
  const pause = change('2026-04-01', { kind: 'pause' });
  const resume = change('2026-05-01', { kind: 'resume' });

  test('begin and end by segments of their own', () => {
    const { segments, takenBack } = after({ scheduled: [resume], made: [pause] });

    expect(segments.map(({ isPaused }) => isPaused)).toEqual([undefined, true, undefined]);
    expect(segments[1]?.begunBy).toEqual(begunBy(pause));
    expect(segments[2]).toMatchObject({
      begunBy: begunBy(resume),
      items: [seatItem, supportItem],
      plan: { anchorOn: facts().anchorOn },
    });
    expect(takenBack).toEqual([]);
  });

  test('do not begin in one another, nor end where there is none', () => {
    const again = change('2026-04-15', { kind: 'pause' });

    expect(after({ scheduled: [again], made: [pause] }).takenBack).toEqual([again]);
    expect(after({ made: [resume] }).takenBack).toEqual([resume]);
  });

  test('go on through a change, and end with another plan where it moved meanwhile', () => {
    const moved = change('2026-04-10', {
      planId: elsewhere.planId,
      planVersionId: elsewhere.id,
      items: [delta(priceOf(elsewhere, 'seats'))],
    });

    const { segments } = after({ scheduled: [moved, resume], made: [pause] });

    expect(segments.map(({ isPaused }) => isPaused)).toEqual([undefined, true, true, undefined]);
    expect(segments.at(-1)?.begunBy?.isOtherPlan).toBe(true);
  });

  test('keep the trial that is agreed to', () => {
    const trialEnd = on('2026-06-01');

    const { segments } = after(
      { made: [pause] },
      { segments: [segment('2026-03-10', { trialEnd })] },
    );

    expect(segments[1]?.trialEnd).toEqual(trialEnd);
    expect(after({ made: [pause] }).segments[1]).not.toHaveProperty('trialEnd');
  });
});

describe('a change is refused after which a period cannot be billed', () => {
  const made = change('2026-04-01');
  const huge = { ...seatItem, quantity: '900000000000000' };
  const check = (segments: readonly SubscriptionSegment[], changes = [made]) =>
    refused(() => requireBillable(segments, changes, versionOf));
  const [before, begins] = [
    segment('2026-03-10', { items: [huge] }),
    segment('2026-04-01', { items: [supportItem, huge], begunBy: begunBy(made) }),
  ];

  test('and only for what it agrees to itself', () => {
    expect(check([before, begins])).toEqual(['/items amount_out_of_range']);
    expect(check([before])).toEqual([]);
    expect(check([begins], [change('2026-04-01')])).toEqual([]);
    expect(check([{ ...begins, items: [seatItem] }])).toEqual([]);
    expect(check([begins], [change('2026-05-01'), made])).toEqual(['/items amount_out_of_range']);
  });

  test('by the price of each item', () => {
    const [seatPrice, supportPrice] = first.terms.prices;
    const prices = [{ ...seatPrice, kind: 'usage' }, supportPrice];
    const mixed = { ...first, terms: { ...first.terms, prices } } as PlanVersion;
    const checkEach = (...items: SubscriptionSegment['items']) =>
      refused(() => requireBillable([{ ...begins, items }], [made], () => mixed));

    expect(checkEach(huge, supportItem)).toEqual([]);
    expect(checkEach(seatItem, { ...supportItem, quantity: huge.quantity })).toEqual([
      '/items amount_out_of_range',
    ]);
  });

  test('and not for usage, of which nobody knows the quantity', () => {
    const [price] = first.terms.prices;
    const usage = { ...first, terms: { ...first.terms, prices: [{ ...price, kind: 'usage' }] } };

    expect(
      refused(() =>
        requireBillable([{ ...begins, items: [huge] }], [made], () => usage as PlanVersion),
      ),
    ).toEqual([]);
  });
});
