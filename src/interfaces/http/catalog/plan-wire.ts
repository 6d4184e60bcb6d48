import { z } from 'zod';
import type { PlanView } from '#application/catalog/queries.ts';
import { planStatusFilters } from '#application/catalog/queries.ts';
import { planStatuses } from '#domain/catalog/plan.ts';
import { parseVersionNumber, versionNumberMax } from '#domain/catalog/plan-version.ts';
import { pricesMax } from '#domain/catalog/price.ts';
import { Trial, trialDaysMax } from '#domain/shared/interval.ts';
import { featureInputsWire, featuresWire } from '#interfaces/http/catalog/feature-wire.ts';
import { periodTerms, periodTermsInput } from '#interfaces/http/catalog/period-terms-wire.ts';
import { priceInputWire, priceWire } from '#interfaces/http/catalog/plan-price-wire.ts';
import { pricesHaveShape, tellPriceFaults } from '#interfaces/http/catalog/price-faults.ts';
import { intervalWire } from '#interfaces/http/catalog/price-wire.ts';
import {
  billingPolicyInputWire,
  statedPolicyWire,
} from '#interfaces/http/wire/billing-policy-wire.ts';
import {
  codeWire,
  createdAtQuery,
  currencyWire,
  descriptionWire,
  idWire,
  instantWire,
  metadataWire,
  nameWire,
  pageQuery,
  searchWire,
  validatedBy,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How plans look on the wire.

export const trialDaysWire = validatedBy(z.int(), (days) => (Trial.ofDays(days), days), {
  minimum: 0,
  maximum: trialDaysMax,
  description: 'Days of use before the first charge.',
});

/** The number of a version in its plan. */
export const versionNumberWire = validatedBy(z.int(), parseVersionNumber, {
  minimum: 1,
  maximum: versionNumberMax,
  examples: [2],
});

const statusInput = z.enum(['draft', 'active']);

const policyText =
  'On top of the tenant’s policy, for the subscriptions that are made on these terms: they may ' +
  'state their own on top of it, and keep what they began with. Null or absent for none.';

const termsInput = {
  trialDays: trialDaysWire.optional(),
  prices: z.array(priceInputWire).max(pricesMax).optional(),
  ...periodTermsInput,
  features: featureInputsWire.optional(),
  billingPolicy: billingPolicyInputWire.nullish().meta({ description: policyText }),
};

const optionalInput = {
  description: descriptionWire.nullish(),
  ...termsInput,
  metadata: metadataWire.optional(),
};

export const newPlanWire = z
  .strictObject({
    productId: idWire('prod'),
    code: codeWire,
    name: nameWire,
    currency: currencyWire,
    interval: intervalWire,
    ...optionalInput,
    status: statusInput.optional().meta({ description: '`active` where absent.' }),
  })
  .superRefine(tellPriceFaults, { when: pricesHaveShape })
  .meta({ id: 'NewPlan' });

export const planChangesWire = z
  .strictObject({
    code: codeWire.optional(),
    name: nameWire.optional(),
    currency: currencyWire.optional(),
    interval: intervalWire.optional(),
    ...optionalInput,
    status: statusInput.optional().meta({ description: '`active` puts a draft on offer.' }),
  })
  .superRefine(tellPriceFaults, { when: pricesHaveShape })
  .meta({
    id: 'PlanChanges',
    description:
      'The changes: absent stays; null clears. Once a plan is active, its currency, interval, ' +
      'trial, prices, features and billing policy are fixed: publish another version of it.',
  });

/** Terms of a version of a plan: those of another one, with changes. */
export const termsChangesWire = z
  .strictObject({
    currency: currencyWire.optional(),
    interval: intervalWire.optional(),
    ...termsInput,
  })
  .superRefine(tellPriceFaults, { when: pricesHaveShape })
  .meta({
    id: 'PlanTermsChanges',
    description:
      'The changes: absent stays. `prices`, `features` and `billingPolicy` are replaced whole: a ' +
      'price with the `id` of one that is there is that price on other terms.',
  });

/** The terms of a plan, or of a version, on the wire. */
export const termsShape = {
  currency: currencyWire,
  interval: intervalWire,
  trialDays: trialDaysWire,
  prices: z.array(priceWire),
  ...periodTerms,
  features: featuresWire,
  // Events of earlier releases do not tell it.
  billingPolicy: statedPolicyWire.nullish().meta({ description: policyText }),
};

export const planWire = z
  .strictObject({
    id: idWire('plan'),
    version: versionWire,
    productId: idWire('prod'),
    code: codeWire,
    name: z.string(),
    description: z.string().nullable(),
    ...termsShape,
    status: z.enum(planStatuses),
    publishedVersion: versionNumberWire.nullable().optional().meta({
      description:
        'The version whose terms these are; null before the first. Events do not tell it.',
    }),
    metadata: metadataWire,
    createdAt: instantWire,
    updatedAt: instantWire,
    archivedAt: instantWire.nullable(),
  })
  .meta({ id: 'Plan', description: 'One way to pay for a product.' });

// The wire wants what it may write to; a view is for reading only.
export const termsOnWire = ({ interval, prices }: Pick<PlanView, 'interval' | 'prices'>) => ({
  interval: { ...interval },
  prices: [...prices],
});

export const planListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(planStatusFilters).optional().meta({ description: 'Where absent: not archived.' }),
  productId: idWire('prod').optional(),
  code: codeWire.optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});
