import { policyFieldsOf } from '#domain/tenants/billing-policy.ts';
import type { StatedBillingPolicy } from '../wire/types.ts';
import type { FormValues } from './form-values.ts';
import { text } from './typed-fields.ts';

/** The fields that a plan or a subscription may state otherwise than its tenant. */
export const statedFields = policyFieldsOf('agreement');

const stated = ['preset', ...statedFields] as const;
type StatedName = (typeof stated)[number];

/** The stated decisions of a policy, as values of a form; an empty one is as it was. */
export const statedPolicyValues = (policy: StatedBillingPolicy | null | undefined): FormValues =>
  Object.fromEntries(stated.map((name) => [`billingPolicy.${name}`, policy?.[name] ?? '']));

/** The chosen decisions of a policy, as the API takes them; null where none was. */
export const statedPolicyBody = (values: FormValues): StatedBillingPolicy | null => {
  const chosen = stated
    .map((name): readonly [StatedName, string] => [name, text(values, `billingPolicy.${name}`)])
    .filter(([, value]) => value !== '');
  return chosen.length === 0 ? null : Object.fromEntries(chosen);
};

/** The field of a fault of the server: that of the preset shows all of the policy. */
export const policyFieldOf = (path: string): string =>
  /^billingPolicy(\.|$)/.test(path) ? 'billingPolicy.preset' : path;
