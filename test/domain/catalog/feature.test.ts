import { describe, expect, it } from 'vitest';
import { PlanTermsFixed } from '#domain/catalog/errors.ts';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import { featuresMax, parseFeatures } from '#domain/catalog/feature.ts';
import { DraftPlanVersion } from '#domain/catalog/plan-version.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { activePlan, drawing, faultsOf, planInput, tuesday } from './builders.ts';

const meterId = idFromUuid('mtr', '01900000-0000-7000-8000-0000000000d1');
const versionId = idFromUuid('ver', '01900000-0000-7000-8000-0000000000c1');
const calls = { code: 'calls', kind: 'limit', meterId, limit: '1000.50' } as const;
const sso = { code: 'sso', kind: 'boolean' } as const;
const support = { code: 'support', kind: 'value', value: ' by phone ' } as const;

const faults = (given: readonly object[]) =>
  faultsOf(() => parseFeatures(given as readonly FeatureInput[]));

describe('features', () => {
  it('are read in their order, each with the fields of its kind', () => {
    const unlimited = { ...calls, code: 'all-calls', limit: null, interval: null, value: null };
    const daily = { ...calls, code: 'daily', interval: { unit: 'day', count: 7 } } as const;

    expect(parseFeatures([support, calls, sso, unlimited, daily])).toEqual([
      { code: 'support', kind: 'value', value: 'by phone' },
      { code: 'calls', kind: 'limit', meterId, limit: '1000.5', interval: null },
      { code: 'sso', kind: 'boolean' },
      { code: 'all-calls', kind: 'limit', meterId, limit: null, interval: null },
      { ...daily, limit: '1000.5' },
    ]);
  });

  it.each([
    ['two of one code', [sso, { ...support, code: 'sso' }], ['/1/code duplicate_code']],
    ['a code that is none', [{ ...sso, code: 'a b' }], ['/0/code invalid_code']],
    ['another kind', [{ ...sso, kind: 'switch' }], ['/0/kind invalid_choice']],
    [
      'a limit of nothing',
      [{ code: 'a', kind: 'limit' }],
      ['/0/meterId required', '/0/limit required'],
    ],
    ['a limit below zero', [{ ...calls, limit: '-1' }], ['/0/limit decimal_negative']],
    [
      'an interval of nothing',
      [{ ...calls, interval: { unit: 'day', count: 0 } }],
      ['/0/interval/count invalid_interval'],
    ],
    ['an id of something else', [{ ...calls, meterId: 'cus_1' }], ['/0/meterId invalid_id']],
    ['a value of nothing', [{ ...support, value: null }], ['/0/value required']],
    ['a value that shows nothing', [{ ...support, value: ' ' }], ['/0/value too_short']],
    [
      'fields of another kind',
      [
        { ...sso, limit: '1', value: 'x' },
        { ...calls, value: 'x' },
      ],
      ['/0/limit unknown_field', '/0/value unknown_field', '/1/value unknown_field'],
    ],
  ])('refuse %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  it('are so many at most', () => {
    const some = (length: number) =>
      Array.from({ length }, (_, nth) => ({ ...sso, code: `sso-${nth}` }));

    expect(parseFeatures(some(featuresMax))).toHaveLength(featuresMax);
    expect(faults(some(featuresMax + 1))).toEqual([' too_many']);
  });

  it('of an active plan are fixed, and may be said again', () => {
    const { features } = planInput({ features: [calls, sso] });
    const plan = activePlan({ features });

    const again = plan.change({ features }, tuesday);

    expect(again).toBe(plan);
    for (const other of [[sso, calls], [calls], [{ ...calls, limit: '1' }, sso], []]) {
      expect(() => plan.change({ features: other }, tuesday)).toThrow(PlanTermsFixed);
    }
  });

  it('of a version are those of the plan, unless others are given', () => {
    const plan = activePlan({ features: [sso] });
    const made = { id: versionId, number: 2, drawId: drawing(9) };
    const draftOf = (features?: readonly FeatureInput[]) =>
      DraftPlanVersion.create(plan, made, { features }, tuesday);

    const draft = draftOf();
    const changed = draft.change({ features: [support] }, drawing(9), tuesday);

    expect(draft.facts.terms.features).toEqual([sso]);
    expect(draft.change({ features: [sso] }, drawing(9), tuesday)).toBe(draft);
    expect(changed.facts.terms.features).toEqual([{ ...support, value: 'by phone' }]);
    expect(draftOf([]).facts.terms.features).toEqual([]);
    expect(changed.events.at(-1)?.after).toMatchObject({
      features: [{ code: 'support', kind: 'value', value: 'by phone' }],
    });
  });
});
