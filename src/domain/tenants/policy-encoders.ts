import type { Encoder, Fields, JsonObject } from '#domain/shared/snapshot.ts';
import { objectOf, plain } from '#domain/shared/snapshot.ts';
import type { BillingPolicy, PolicyField, StatedPolicy } from '#domain/tenants/billing-policy.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';

const fields = Object.keys(policyValues) as readonly PolicyField[];

/** How events show a policy. */
export const policyEncoder = objectOf<BillingPolicy>(
  Object.fromEntries(fields.map((field) => [field, plain])) as Fields<BillingPolicy>,
);

const statedNames = ['preset', ...fields] as const;

/** How events show what is stated of a policy: that, and nothing else. */
export const statedPolicyEncoder: Encoder<StatedPolicy, JsonObject> = {
  encode: (stated) =>
    Object.fromEntries(
      statedNames.flatMap((name) => {
        const value = stated[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  isEqual: (one, other) => statedNames.every((name) => one[name] === other[name]),
};
