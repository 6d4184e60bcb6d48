import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Rounding } from '#domain/shared/rate.ts';

/**
 * How a part of a period is measured.
 * - `day`: by its local days.
 * - `second`: by its seconds.
 * - `month_30`: by days of months that all have 30. Only of periods of months and years.
 * - `none`: not at all; each period touched is owed whole.
 */
export type CountedBy = 'day' | 'second' | 'month_30' | 'none';

/** Roundings of the magnitude: a credit is rounded as its charge is. */
export type ChargeRounding = Exclude<Rounding, 'floor' | 'ceiling'>;

/** The conventions by which a tenant bills: data, so that no convention is built in. */
export interface BillingPolicy {
  /** How a part of a period is measured. */
  readonly countedBy: CountedBy;
  /** To which agreement the day of a change belongs. It and the next matter only by days. */
  readonly dayOfChange: 'new' | 'old';
  /** Whether the last day of a subscription, or before a pause, is charged. */
  readonly dayOfEnd: 'billed' | 'free';
  /** The start of the first period where there is a trial: the trial's start or its end. */
  readonly alignFrom: 'start' | 'trial_end';
  /**
   * A change of plan affects the periods. `keep`: they stay. `restart`: where the interval is
   * another, they begin anew that day. `same_day`: they begin on the last date with the same day.
   */
  readonly cycle: 'keep' | 'restart' | 'same_day';
  /** Whether a trial goes on when the plan changes, or is the new plan's. */
  readonly trialOnChange: 'keep' | 'of_new_plan';
  /** Less of something is credited, or stays paid until the period ends. */
  readonly decrease: 'credit' | 'keep_paid';
  /** Where a settlement below zero goes. */
  readonly creditAs: 'next_invoice' | 'balance';
  /** When a settlement above zero is invoiced. */
  readonly charge: 'immediately' | 'next_invoice' | 'none';
  /** How much of what was paid in advance a cancellation gives back. */
  readonly cancelCredit: 'prorated' | 'none' | 'full';
  /** How the amount of a line is rounded to minor units. */
  readonly rounding: ChargeRounding;
  /** Over what a tax is summed before it is rounded. */
  readonly taxRounding: 'per_line' | 'per_rate' | 'per_document';
  /** Which side of a price that includes tax is rounded; the other is the difference. */
  readonly inclusiveRounding: 'tax' | 'net';
  /** Whether an invoice without a line that is not zero is issued. */
  readonly zeroInvoices: 'issue' | 'skip';
  /** Whether usage that comes after its period was invoiced is charged later, or refused. */
  readonly lateUsage: 'next_invoice' | 'refuse';
}

export type PolicyField = keyof BillingPolicy;

/** Every value that a field may have. */
export const policyValues: { readonly [Name in PolicyField]: readonly BillingPolicy[Name][] } = {
  countedBy: ['day', 'second', 'month_30', 'none'],
  dayOfChange: ['new', 'old'],
  dayOfEnd: ['billed', 'free'],
  alignFrom: ['start', 'trial_end'],
  cycle: ['keep', 'restart', 'same_day'],
  trialOnChange: ['keep', 'of_new_plan'],
  decrease: ['credit', 'keep_paid'],
  creditAs: ['next_invoice', 'balance'],
  charge: ['immediately', 'next_invoice', 'none'],
  cancelCredit: ['prorated', 'none', 'full'],
  rounding: ['half_up', 'half_even', 'half_down', 'up', 'down'],
  taxRounding: ['per_line', 'per_rate', 'per_document'],
  inclusiveRounding: ['tax', 'net'],
  zeroInvoices: ['issue', 'skip'],
  lateUsage: ['next_invoice', 'refuse'],
};

/** Every local day that the service ran is billed once. */
export const standardPolicy: BillingPolicy = {
  countedBy: 'day',
  dayOfChange: 'new',
  dayOfEnd: 'billed',
  alignFrom: 'trial_end',
  cycle: 'restart',
  trialOnChange: 'keep',
  decrease: 'credit',
  creditAs: 'next_invoice',
  charge: 'immediately',
  cancelCredit: 'prorated',
  rounding: 'half_up',
  taxRounding: 'per_rate',
  inclusiveRounding: 'tax',
  zeroInvoices: 'skip',
  lateUsage: 'next_invoice',
};

const killBill: BillingPolicy = {
  ...standardPolicy,
  dayOfEnd: 'free',
  cycle: 'same_day',
  trialOnChange: 'of_new_plan',
  creditAs: 'balance',
};

/** Policies by name: ours, and those of engines that tenants may come from. */
export const presets = {
  standard: standardPolicy,
  // Lago itself credits by credit notes. Until those exist, what is credited waits for an invoice.
  lago: {
    ...standardPolicy,
    alignFrom: 'start',
    cycle: 'keep',
    trialOnChange: 'of_new_plan',
    taxRounding: 'per_document',
  },
  kill_bill: killBill,
  month_30: { ...killBill, countedBy: 'month_30' },
  // The day rules do not matter by seconds; they are those of the standard.
  per_second: { ...standardPolicy, countedBy: 'second' },
} as const satisfies Readonly<Record<string, BillingPolicy>>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as readonly PresetName[];

/**
 * Who states a policy: the `tenant` for all; an `agreement`, which is a plan or a subscription, for
 * itself; a `change` of a subscription for what it alone does.
 */
export type PolicyLevel = 'tenant' | 'agreement' | 'change';

/**
 * Down to which level a field may be stated. What an agreement was made under is frozen with it, so
 * that one subscription is measured in one way. A cancellation says itself what it credits.
 */
const statedDownTo: { readonly [Name in PolicyField]: PolicyLevel } = {
  countedBy: 'agreement',
  dayOfChange: 'agreement',
  dayOfEnd: 'agreement',
  alignFrom: 'agreement',
  cycle: 'change',
  trialOnChange: 'agreement',
  decrease: 'change',
  creditAs: 'change',
  charge: 'change',
  cancelCredit: 'agreement',
  rounding: 'agreement',
  taxRounding: 'tenant',
  inclusiveRounding: 'tenant',
  zeroInvoices: 'tenant',
  lateUsage: 'agreement',
};

/** A policy as people write it, before anything was checked: what is absent is as it was. */
export type BillingPolicyInput = {
  /** The policy that the stated fields complete; where absent, the one that holds already. */
  readonly preset?: string | undefined;
} & { readonly [Name in PolicyField]?: string | undefined };

/**
 * A policy as an agreement states it: a preset, fields that complete it, or both. What is absent is
 * as it is in the policy that it is put on top of.
 */
export type StatedPolicy = { readonly preset?: PresetName } & Partial<BillingPolicy>;

/**
 * Reads a policy on top of `base`, which holds where nothing is stated. A preset replaces all that
 * this level may state; to state again what holds already is allowed at every level.
 * @throws {InvalidValue} `unknown_field`, `unknown_preset`, `unknown_policy_value`,
 *   `credit_notes_unavailable`, `policy_field_fixed`, each with its pointer and all at once; and
 *   `policy_contradiction` where a day would belong to an agreement that has already ended.
 */
export const parseBillingPolicy = (
  input: BillingPolicyInput,
  base: BillingPolicy,
  level: PolicyLevel = 'tenant',
): BillingPolicy => {
  const preset = presetNames.find((name) => name === input.preset);
  const below = policyWith(base, preset === undefined ? null : { preset }, level);
  const policy = policyWith(base, readStated(input, { below, level }), level);
  refuseContradiction(policy);
  return policy;
};

/**
 * Reads a policy that is stated ahead of the agreements that will be made under it, on top of
 * whatever holds then; null where nothing is stated.
 * @throws {InvalidValue} as `parseBillingPolicy`. A field of the tenant is refused whatever its
 *   value; `policy_contradiction` tells of nothing but what is stated.
 */
export const parseStatedPolicy = (input: BillingPolicyInput): StatedPolicy | null => {
  const stated = readStated(input, { below: {}, level: 'agreement' });
  if (Object.keys(stated).length === 0) return null;
  refuseContradiction({ ...(stated.preset && presets[stated.preset]), ...stated });
  return stated;
};

/**
 * The policy that a level states on top of `base`: its preset replaces all that it may state, its
 * fields replace those. Whether they contradict what is left of `base` is not judged here.
 */
export const policyWith = (
  base: BillingPolicy,
  stated: StatedPolicy | null,
  level: PolicyLevel,
): BillingPolicy => {
  const { preset, ...given }: StatedPolicy = stated ?? {};
  return { ...(preset === undefined ? base : atLevel(base, presets[preset], level)), ...given };
};

const fields = Object.keys(policyValues) as readonly PolicyField[];
const levels: readonly PolicyLevel[] = ['tenant', 'agreement', 'change'];

const mayState = (level: PolicyLevel, field: PolicyField): boolean =>
  levels.indexOf(level) <= levels.indexOf(statedDownTo[field]);

/** The fields that may be stated at a level. */
export const policyFieldsOf = (level: PolicyLevel): readonly PolicyField[] =>
  fields.filter((field) => mayState(level, field));

/** `policy` in what the level may state, `base` in the rest. */
const atLevel = (base: BillingPolicy, policy: BillingPolicy, level: PolicyLevel): BillingPolicy => {
  const fixed = fields.filter((field) => !mayState(level, field));
  return { ...policy, ...Object.fromEntries(fixed.map((field) => [field, base[field]])) };
};

/** The context of a stated field: what holds where it is not stated, if known, and the level. */
interface Standing {
  readonly below: Partial<BillingPolicy>;
  readonly level: PolicyLevel;
}

const readStated = (input: BillingPolicyInput, standing: Standing): StatedPolicy => {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return checkAll(
    Object.fromEntries(
      given.map(([name, value]) => [name, () => parseStated(name, value, standing)]),
    ),
  );
};

const parseStated = (name: string, value: string | undefined, standing: Standing): string => {
  if (name === 'preset') return parseChoice('unknown_preset', presetNames, value);
  const field = fields.find((known) => known === name);
  if (field !== undefined) return parseField(field, value, standing);
  throw InvalidValue.because(
    'unknown_field',
    `A billing policy has no such field, but preset, ${fields.join(', ')}.`,
  );
};

const parseField = (field: PolicyField, value: string | undefined, { below, level }: Standing) => {
  if (field === 'creditAs' && value === 'credit_note') {
    throw InvalidValue.because(
      'credit_notes_unavailable',
      'There are no credit notes yet: take next_invoice or balance.',
    );
  }
  const choice = parseChoice('unknown_policy_value', policyValues[field], value);
  if (choice === below[field] || mayState(level, field)) return choice;
  throw InvalidValue.because(
    'policy_field_fixed',
    statedDownTo[field] === 'tenant'
      ? 'It is one for all that the tenant bills: state it in the billing policy of the tenant.'
      : 'A subscription keeps what it began with: state it when one begins, in its plan or before.',
  );
};

const parseChoice = (code: string, choices: readonly string[], value: string | undefined) => {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw InvalidValue.because(code, `It must be one of ${choices.join(', ')}.`);
};

// The day of a change would be the old agreement's, although that ended before the day began.
const refuseContradiction = ({ dayOfChange, dayOfEnd }: Partial<BillingPolicy>): void => {
  if (dayOfChange !== 'old' || dayOfEnd !== 'free') return;
  throw InvalidValue.because(
    'policy_contradiction',
    'Where the day of a change is the old agreement’s, the day of an end is billed: take ' +
      'dayOfChange new, or dayOfEnd billed.',
    '/dayOfEnd',
  );
};
