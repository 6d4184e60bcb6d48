import { z } from 'zod';
import { policyValues, presetNames } from '#domain/tenants/billing-policy.ts';

// How money is counted, as it is given and as it is shown. Values are judged by the domain, which
// knows what each place may state.

const words = {
  countedBy: 'How a part of a period is measured.',
  dayOfChange: 'Whether the day of a change belongs to what is new, or to what was before.',
  dayOfEnd: 'Whether the last day is billed.',
  alignFrom: 'Where the first period begins when there is a trial.',
  cycle: 'What another plan does to the periods.',
  trialOnChange: 'Whether a trial goes on when the plan changes.',
  decrease: 'Whether less of something is credited, or stays paid until the period ends.',
  creditAs: 'Where a settlement below zero goes.',
  charge: 'When a settlement above zero is invoiced.',
  cancelCredit: 'What a cancellation gives back of what was paid in advance.',
  rounding: 'How an amount is rounded to minor units.',
  taxRounding: 'Over what a tax is summed before it is rounded. Of the tenant.',
  inclusiveRounding: 'Which side of a price that includes tax is rounded. Of the tenant.',
  zeroInvoices: 'Whether an invoice of nothing but zeros is issued. Of the tenant.',
  lateUsage: 'Whether usage of a period that is invoiced is charged later, or refused.',
} as const satisfies { readonly [Name in keyof typeof policyValues]: string };

const texts = { preset: 'The policy that the fields beside it complete.' };

type Field = keyof typeof policyValues;

const fieldNames = Object.keys(policyValues) as readonly Field[];

/** `credit_note` is a value of the contract that is refused, with a reason, until there are any. */
const inputValues = (field: Field): readonly string[] =>
  field === 'creditAs' ? [...policyValues[field], 'credit_note'] : policyValues[field];

const shapeOf = <Wire extends z.ZodType>(wireOf: (field: Field) => Wire) =>
  Object.fromEntries(
    fieldNames.map((field) => [field, wireOf(field).meta({ description: words[field] })]),
  ) as { readonly [Name in Field]: Wire };

export const billingPolicyInputWire = z
  .strictObject({
    preset: z.enum(presetNames).optional().meta({ description: texts.preset }),
    ...shapeOf((field) => z.enum(inputValues(field)).optional()),
  })
  .meta({
    id: 'BillingPolicyInput',
    description: 'How money is counted. What is absent is as it is where this is stated.',
  });

/** As it is stated: nothing but what is stated. */
export const statedPolicyWire = z
  .strictObject({
    preset: z.enum(presetNames).optional().meta({ description: texts.preset }),
    ...shapeOf((field) => z.enum(policyValues[field]).optional()),
  })
  .meta({
    id: 'StatedBillingPolicy',
    description: 'How money is counted, as far as it is stated here.',
  });

export const billingPolicyWire = z
  .strictObject(shapeOf((field) => z.enum(policyValues[field])))
  .meta({ id: 'BillingPolicy', description: 'How money is counted.' });
