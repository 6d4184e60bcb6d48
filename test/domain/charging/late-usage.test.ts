import { describe, expect, test } from 'vitest';
import { countedCharges, lateCharges } from '#domain/charging/counted-usage.ts';
import { emptyPart, withFormerParts } from '#domain/charging/usage-parts.ts';
import { explain } from '#domain/charging/words.ts';
import { euros } from '../../../src/testing/billing-builders.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { byRegion, counting, june, part, perUnit, shown, waiting } from './usage-builders.ts';

describe('lines for late usage', () => {
  const issued = countedCharges(
    waiting(june, { credited: euros(5n) }),
    counting(byRegion, [part('eu', 2n), part('us', 3n)]),
  );
  const [eu, us] = issued;

  test('correct the last line of their group, by what it comes to now', () => {
    const parts = [part('eu', 6n), part('us', 1n)];

    const late = lateCharges(counting(byRegion, parts, issued));

    expect(shown(late)).toEqual(['Calls (region: "eu"): 6, 40', 'Calls (region: "us"): 1, -20']);
    expect(late.map(({ corrects }) => corrects)).toEqual([eu?.id, us?.id]);
    expect(late.map(({ cause, credited }) => [cause, credited.minor])).toEqual([
      ['late', 0n],
      ['late', 0n],
    ]);
    const again = lateCharges(counting(byRegion, [part('eu', 7n)], [...issued, ...late]));
    expect(again.map(({ corrects, amount }) => [corrects, amount.minor])).toEqual([
      [late[0]?.id, 10n],
    ]);
  });

  test('correct no line twice, in whatever order those of one instant come', () => {
    const lateBy = (quantity: bigint, before: typeof issued) =>
      lateCharges({
        ...counting(byRegion, [part('eu', quantity)], before),
        idOf: () => buildId('line'),
      });
    const first = lateBy(6n, issued);
    const second = lateBy(7n, [...issued, ...first]);

    const third = lateBy(8n, [...issued, ...second, ...first]);

    expect(third.map(({ corrects, amount }) => [corrects, amount.minor])).toEqual([
      [second[0]?.id, 10n],
    ]);
  });

  test('of a new group correct the last line of the period', () => {
    const late = lateCharges(counting(byRegion, [part('asia', 1n)], issued));

    expect(shown(late)).toEqual(['Calls (region: "asia"): 1, 10']);
    expect(late[0]?.corrects).toBe(us?.id);
  });

  test('are none where nothing changed, or nothing was charged before', () => {
    const parts = [part('eu', 2n), part('us', 3n)];

    expect(lateCharges(counting(byRegion, parts, issued))).toEqual([]);
    expect(lateCharges(counting(byRegion, parts))).toEqual([]);
  });

  test('of a group whose events were all cancelled give back what it came to', () => {
    const parts = withFormerParts(byRegion, [part('eu', 2n)], issued);

    expect(parts).toEqual([part('eu', 2n), emptyPart(byRegion, { region: 'us' })]);
    expect(shown(lateCharges(counting(byRegion, parts, issued)))).toEqual([
      'Calls (region: "us"): 0, -30',
    ]);
    expect(withFormerParts(perUnit, [part(null, 1n)], issued)).toEqual([part(null, 1n)]);
  });

  test('of a minimum are told as less that is missing', () => {
    const bounded = { ...byRegion, minimum: '100' };
    const before = countedCharges(waiting(june), counting(bounded, [part('eu', 2n)]));

    const late = lateCharges(counting(bounded, [part('eu', 6n)], before));

    expect(shown(late)).toEqual(['Calls (region: "eu"): 6, 40', 'Calls (minimum): 1, -40']);
    const bound = late.at(-1);
    expect(bound && explain(bounded, bound.derivation).map(({ text }) => text)).toEqual([
      'EUR 0.60 for all groups together',
      'EUR 1.00, the minimum',
      'EUR 1.00, rounded half up from 1',
      'EUR 0.40 missing to it',
      'EUR 0.40 less than EUR 0.80, which was charged before',
    ]);
  });
});
