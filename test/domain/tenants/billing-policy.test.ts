import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  BillingPolicy,
  BillingPolicyInput,
  PolicyField,
  PolicyLevel,
  StatedPolicy,
} from '#domain/tenants/billing-policy.ts';
import {
  parseBillingPolicy,
  parseStatedPolicy,
  policyFieldsOf,
  policyValues,
  policyWith,
  presetNames,
  presets,
  standardPolicy,
} from '#domain/tenants/billing-policy.ts';
import { checkLaw } from '../../support/laws.ts';

const tenants = fc.record(
  Object.fromEntries(
    Object.entries(policyValues).map(([field, values]) => [field, fc.constantFrom(...values)]),
  ),
) as unknown as fc.Arbitrary<BillingPolicy>;

// No day rules: two of them may contradict each other, which is another test.
const agreements = fc.record(
  {
    preset: fc.constantFrom(...presetNames),
    ...Object.fromEntries(
      policyFieldsOf('agreement')
        .filter((field) => !field.startsWith('dayOf'))
        .map((field) => [field, fc.constantFrom(...policyValues[field])]),
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<StatedPolicy>;

const faults = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as { faults: { pointer: string; code: string }[] }).faults.map(
      ({ pointer, code }) => [pointer, code],
    );
  }
};

const read = (input: unknown, level?: PolicyLevel) =>
  parseBillingPolicy(input as BillingPolicyInput, standardPolicy, level);

describe('a billing policy', () => {
  test('is by default that every local day that the service ran is billed once', () => {
    expect(read({})).toEqual(standardPolicy);
    expect(standardPolicy).toMatchObject({
      countedBy: 'day',
      dayOfChange: 'new',
      dayOfEnd: 'billed',
    });
  });

  test.each(
    Object.entries(policyValues).flatMap(([field, values]) =>
      values.map((value) => [field, value] as const),
    ),
  )('takes %s %s', (field, value) => {
    expect(read({ [field]: value })).toEqual({ ...standardPolicy, [field]: value });
  });

  test('keeps what holds where a field is absent', () => {
    const base = { ...presets.kill_bill, rounding: 'down' } as const;

    expect(parseBillingPolicy({ cycle: 'keep' }, base)).toEqual({ ...base, cycle: 'keep' });
    expect(parseBillingPolicy({ cycle: undefined }, base)).toEqual(base);
  });

  test('takes a preset whole, and the fields beside it on top', () => {
    const base = { ...standardPolicy, rounding: 'down', zeroInvoices: 'issue' } as const;

    expect(parseBillingPolicy({ preset: 'lago' }, base)).toEqual(presets.lago);
    expect(parseBillingPolicy({ preset: 'lago', rounding: 'up' }, base)).toEqual({
      ...presets.lago,
      rounding: 'up',
    });
  });

  test.each([
    [{ countedBy: 'days' }, [['/countedBy', 'unknown_policy_value']]],
    [{ rounding: 'floor' }, [['/rounding', 'unknown_policy_value']]],
    [{ rounding: 'HALF_UP' }, [['/rounding', 'unknown_policy_value']]],
    [{ charge: null }, [['/charge', 'unknown_policy_value']]],
    [{ charge: 1 }, [['/charge', 'unknown_policy_value']]],
    [{ preset: 'stripe' }, [['/preset', 'unknown_preset']]],
    [{ preset: 'constructor' }, [['/preset', 'unknown_preset']]],
    [{ colour: 'red' }, [['/colour', 'unknown_field']]],
    [{ toString: 'red' }, [['/toString', 'unknown_field']]],
    [{ creditAs: 'credit_note' }, [['/creditAs', 'credit_notes_unavailable']]],
    [{ dayOfChange: 'old', dayOfEnd: 'free' }, [['/dayOfEnd', 'policy_contradiction']]],
    [{ preset: 'kill_bill', dayOfChange: 'old' }, [['/dayOfEnd', 'policy_contradiction']]],
    [
      { preset: 'x', colour: 'red', cycle: 'x', charge: 'none' },
      [
        ['/preset', 'unknown_preset'],
        ['/colour', 'unknown_field'],
        ['/cycle', 'unknown_policy_value'],
      ],
    ],
  ])('refuses %j, with every fault at once', (input, expected) => {
    expect(faults(() => read(input))).toEqual(expected);
  });

  test('allows the old agreement the day of a change where the day of an end is billed', () => {
    expect(read({ dayOfChange: 'old' }).dayOfChange).toBe('old');
    expect(read({ dayOfEnd: 'free' }).dayOfEnd).toBe('free');
    const base = { ...standardPolicy, dayOfChange: 'old' } as const;
    expect(faults(() => parseBillingPolicy({ dayOfEnd: 'free' }, base))).toEqual([
      ['/dayOfEnd', 'policy_contradiction'],
    ]);
  });
});

describe('who may state what', () => {
  const fixedFor = (level: PolicyLevel): readonly string[] =>
    Object.entries(policyValues).flatMap(([field, values]) => {
      const other = values.find((value) => value !== standardPolicy[field as 'cycle']);
      return Array.isArray(faults(() => read({ [field]: other }, level))) ? [field] : [];
    });

  test('a tenant states everything', () => {
    expect(fixedFor('tenant')).toEqual([]);
  });

  test('a plan or a subscription states all but what is one for the tenant', () => {
    expect(fixedFor('agreement')).toEqual(['taxRounding', 'inclusiveRounding', 'zeroInvoices']);
  });

  test('a change states what it alone does', () => {
    const allowed = ['cycle', 'decrease', 'creditAs', 'charge'];

    expect(fixedFor('change')).toEqual(
      Object.keys(policyValues).filter((field) => !allowed.includes(field)),
    );
  });

  test('to state again what holds is allowed to all', () => {
    expect(read({ ...standardPolicy }, 'change')).toEqual(standardPolicy);
    expect(faults(() => read({ countedBy: 'second' }, 'change'))).toEqual([
      ['/countedBy', 'policy_field_fixed'],
    ]);
    expect(faults(() => read({ cancelCredit: 'none' }, 'change'))).toEqual([
      ['/cancelCredit', 'policy_field_fixed'],
    ]);
  });

  test('a preset leaves alone what may not be stated', () => {
    const ofPlan = read({ preset: 'lago' }, 'agreement');
    const ofChange = read({ preset: 'month_30' }, 'change');

    expect(ofPlan).toEqual({ ...presets.lago, taxRounding: 'per_rate' });
    expect(ofChange).toEqual({ ...standardPolicy, cycle: 'same_day', creditAs: 'balance' });
  });
});

describe('a policy that is stated ahead', () => {
  const stated = (input: object) => faults(() => parseStatedPolicy(input));

  test('is what is stated, and none where nothing is', () => {
    const given = { preset: 'lago', cycle: 'restart' };

    expect(stated(given)).toEqual(given);
    expect(stated({ rounding: 'up', cycle: undefined })).toEqual({ rounding: 'up' });
    expect(stated({ preset: undefined })).toBeNull();
  });

  test.each([
    [{ taxRounding: 'per_rate' }, [['/taxRounding', 'policy_field_fixed']]],
    [{ preset: 'lago', zeroInvoices: 'skip' }, [['/zeroInvoices', 'policy_field_fixed']]],
    [
      { preset: 'best', cycle: 1 },
      [
        ['/preset', 'unknown_preset'],
        ['/cycle', 'unknown_policy_value'],
      ],
    ],
    [{ dayOfChange: 'old', dayOfEnd: 'free' }, [['/dayOfEnd', 'policy_contradiction']]],
    [{ preset: 'kill_bill', dayOfChange: 'old' }, [['/dayOfEnd', 'policy_contradiction']]],
  ])('refuses %j', (input, expected) => {
    expect(stated(input)).toEqual(expected);
  });

  test('may fit one policy, and contradict another', () => {
    const old = { ...standardPolicy, dayOfChange: 'old' } as const;
    const planned = parseStatedPolicy({ dayOfEnd: 'free' });

    expect(policyWith(standardPolicy, planned, 'agreement').dayOfEnd).toBe('free');
    expect(
      faults(() => parseBillingPolicy({}, policyWith(old, planned, 'agreement'), 'agreement')),
    ).toEqual([['/dayOfEnd', 'policy_contradiction']]);
  });

  test('lies between the tenant and the subscription: field by field the nearest wins', () => {
    checkLaw(
      fc.property(tenants, agreements, agreements, (tenant, planned, own) => {
        const plan = parseStatedPolicy(planned);
        const base = policyWith(tenant, plan, 'agreement');

        const policy = policyWith(base, parseStatedPolicy(own), 'agreement');

        const ofAgreement: readonly string[] = policyFieldsOf('agreement');
        for (const field of Object.keys(policyValues) as PolicyField[]) {
          const nearest = [own, planned]
            .filter(() => ofAgreement.includes(field))
            .flatMap(({ preset, ...fields }) => [fields[field], preset && presets[preset][field]])
            .find((value) => value !== undefined);
          expect([field, policy[field]]).toEqual([field, nearest ?? tenant[field]]);
        }
      }),
    );
  });
});

// Column by column, in the order of the fields.
test.each([
  ['standard', 'day new billed trial_end restart keep', 'next_invoice', 'per_rate'],
  ['lago', 'day new billed start keep of_new_plan', 'next_invoice', 'per_document'],
  ['kill_bill', 'day new free trial_end same_day of_new_plan', 'balance', 'per_rate'],
  ['month_30', 'month_30 new free trial_end same_day of_new_plan', 'balance', 'per_rate'],
  ['per_second', 'second new billed trial_end restart keep', 'next_invoice', 'per_rate'],
] as const)('the preset %s', (name, first, creditAs, taxRounding) => {
  const fields = Object.keys(policyValues) as (keyof typeof standardPolicy)[];

  expect(fields.map((field) => presets[name][field]).join(' ')).toBe(
    `${first} credit ${creditAs} immediately prorated half_up ${taxRounding} tax skip next_invoice`,
  );
  expect(presetNames).toContain(name);
});
