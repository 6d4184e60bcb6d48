import { describe, expect, test } from 'vitest';
import { countedCharges, lateCharges } from '#domain/charging/counted-usage.ts';
import { emptyPart } from '#domain/charging/usage-parts.ts';
import { euros } from '../../../src/testing/billing-builders.ts';
import { byRegion, counting, firstHalf, june, part, waiting } from './usage-builders.ts';

describe('the groups of a price in a period', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, at) => part(`r${at}`, 1n));
  const refusal = (count: number) => ({
    code: 'too_many_groups',
    kind: 'conflict',
    isTemporary: false,
    details: { price: 'Calls', groups: count },
  });

  test('are 10,000 at most, as each is a line', () => {
    const bounded = { ...byRegion, minimum: '1' };

    expect(countedCharges(waiting(june), counting(byRegion, groups(10_000)))).toHaveLength(10_000);
    expect(countedCharges(waiting(june), counting(bounded, groups(10_000)))).toHaveLength(10_000);
    expect(() => countedCharges(waiting(june), counting(byRegion, groups(10_001)))).toThrow(
      expect.objectContaining(refusal(10_001)),
    );
  });

  test('are 10,000 at most with those that come late', () => {
    const issued = countedCharges(waiting(june), counting(byRegion, groups(2)));
    const late = (count: number) => lateCharges(counting(byRegion, groups(count), issued));

    expect(late(10_000)).toHaveLength(9_998);
    expect(() => late(10_001)).toThrow(expect.objectContaining(refusal(10_001)));
  });

  test('are none of those whose events were all cancelled: so there is a remedy', () => {
    const former = { ...emptyPart(byRegion, { region: 'gone' }) };
    const parts = [...groups(10_000), former];
    const first = countedCharges(waiting(firstHalf), counting(byRegion, [part('gone', 2n)]));

    const lines = countedCharges(waiting(june), counting(byRegion, parts, first));

    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)?.amount).toEqual(euros(-20n));
  });

  test('are none of a level of which there was nothing: giving it up is a remedy, too', () => {
    const idle = { ...part('idle', 0n), events: 2, isUnheld: true } as const;
    const flat = { model: 'graduated', chargesAtZero: true } as const;
    const tiers = [{ upTo: null, unitAmount: '1', flatAmount: '5' }];
    const costly = { ...byRegion, ...flat, tiers } as typeof byRegion;
    const first = countedCharges(waiting(firstHalf), counting(byRegion, [part('idle', 2n)]));
    const linesOf = (count: number, terms = byRegion, earlier = [...first].slice(1)) =>
      countedCharges(waiting(june), counting(terms, [...groups(count), idle], earlier)).length;

    expect(linesOf(10_000)).toBe(10_000);
    expect(linesOf(0)).toBe(1);
    expect(linesOf(1)).toBe(1);
    expect(linesOf(1, costly)).toBe(2);
    expect(linesOf(1, byRegion, [...first])).toBe(2);
  });
});
