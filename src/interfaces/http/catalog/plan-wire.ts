import { z } from 'zod';
import type { PlanView } from '#application/catalog/queries.ts';
import { planStatusFilters } from '#application/catalog/queries.ts';
import { planStatuses } from '#domain/catalog/plan.ts';
import { parseVersionNumber, versionNumberMax } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import {
  billedTimes,
  inTrialChoices,
  priceKinds,
  pricesMax,
  readPrices,
} from '#domain/catalog/price.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { Trial, trialDaysMax } from '#domain/shared/interval.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarLength } from '#domain/shared/time.ts';
import { featureInputsWire, featuresWire } from '#interfaces/http/catalog/feature-wire.ts';
import { periodTerms, periodTermsInput } from '#interfaces/http/catalog/period-terms-wire.ts';
import {
  cellWire,
  groupByWire,
  intervalWire,
  isProratedWire,
  maximumWire,
  metersShape,
  minimumWire,
  modelShape,
  priceIntervalWire,
  priceModelWire,
  tierWire,
} from '#interfaces/http/catalog/price-wire.ts';
import {
  codeWire,
  createdAtQuery,
  currencyWire,
  descriptionWire,
  idWire,
  instantWire,
  listWire,
  metadataWire,
  nameWire,
  pageQuery,
  searchWire,
  validatedBy,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How plans and their prices look on the wire.

export const trialDaysWire = validatedBy(z.int(), (days) => (Trial.ofDays(days), days), {
  minimum: 0,
  maximum: trialDaysMax,
  description: 'Days of use before the first charge.',
});

const common = {
  kind: z.enum(priceKinds).meta({
    description:
      '`recurring`: in each period; `usage`: for what a meter counted in a period; ' +
      '`one_time`: once, in advance, when the item begins.',
  }),
  model: priceModelWire.meta({
    description:
      'How it comes to its amount: `flat`, `per_unit`, `graduated`, `volume`, `stairstep` or ' +
      '`package`, and of usage also `graduated_percentage`, `percentage`, `dynamic` and ' +
      '`matrix`, and of several meters `capacity`.',
  }),
  billed: z.enum(billedTimes).meta({
    description:
      'Whether a period is charged at its start or end. Usage in advance is charged as its ' +
      'events come, and a level that is carried over at the start of each period, too.',
  }),
};

const alsoShape = {
  interval: priceIntervalWire,
  isOptional: z.boolean().optional().meta({
    description: 'Whether subscriptions have it only where they ask; false where absent.',
  }),
  isProrated: isProratedWire,
  inTrial: z
    .enum(inTrialChoices)
    .optional()
    .meta({ description: 'Whether it is charged in a trial; `free` where absent.' }),
  ...metersShape,
};

const priceInput = z
  .strictObject({
    id: idWire('price').optional().meta({ description: 'Of a price that the plan has already.' }),
    code: codeWire.optional().meta({
      description: 'Unique in the plan; made from the name where absent, and kept from then on.',
    }),
    name: nameWire,
    kind: common.kind.default('recurring'),
    model: common.model.default('flat'),
    billed: common.billed.optional().meta({
      description:
        '`in_advance` where absent, `in_arrears` of usage. Usage in advance has a meter of the ' +
        'aggregation `count`, `sum` or `unique` (`meter_unfit`).',
    }),
    ...alsoShape,
    groupBy: groupByWire,
    ...modelShape,
    minimum: minimumWire,
    maximum: maximumWire,
  })
  .meta({ id: 'PriceInput' });

// Events of earlier releases show prices without the fields that came later.
const price = z
  .strictObject({
    id: idWire('price'),
    name: z.string(),
    ...common,
    code: codeWire.optional(),
    ...alsoShape,
    meterIds: listWire(idWire('mtr')).nullish(),
    groupBy: listWire(z.string()).nullish(),
    amount: modelShape.amount,
    unitAmount: modelShape.unitAmount,
    tiers: listWire(tierWire).nullish(),
    packageSize: modelShape.packageSize,
    freeUnits: modelShape.freeUnits,
    rate: modelShape.rate,
    fixedAmount: modelShape.fixedAmount,
    freeEvents: modelShape.freeEvents,
    freeValue: modelShape.freeValue,
    perEventMinimum: modelShape.perEventMinimum,
    perEventMaximum: modelShape.perEventMaximum,
    amountProperty: modelShape.amountProperty,
    dimensions: listWire(z.string()).nullish(),
    cells: listWire(cellWire).nullish(),
    defaultUnitAmount: modelShape.defaultUnitAmount,
    chargesAtZero: modelShape.chargesAtZero,
    minimum: minimumWire,
    maximum: maximumWire,
  })
  .meta({ id: 'Price', description: 'One line of what a plan costs.' });

/** The number of a version in its plan. */
export const versionNumberWire = validatedBy(z.int(), parseVersionNumber, {
  minimum: 1,
  maximum: versionNumberMax,
  examples: [2],
});

interface Priced {
  readonly currency?: CurrencyCode | undefined;
  readonly interval?: CalendarLength | undefined;
  readonly prices?: readonly PriceInput[] | undefined;
}

// Prices hang on the currency and the interval of their plan, so the domain is asked about the
// whole of it; and beside other faults, so that one response lists all. Whose an id is, only the
// stored plan knows.
const tellPriceFaults = (plan: Priced, context: z.core.$RefinementCtx): void => {
  const told = new Set(context.issues.map(({ path = [] }) => path.join('/')));
  const currency = told.has('currency') ? undefined : plan.currency;
  const hasInterval = context.issues.every(({ path = [] }) => path[0] !== 'interval');
  const interval = hasInterval ? plan.interval : undefined;
  try {
    readPrices(plan.prices ?? [], { currency, interval }, () => true);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    for (const { pointer, code, detail } of error.faults) {
      const path = ['prices', ...pointer.split('/').slice(1)];
      if (told.has(path.join('/'))) continue;
      context.addIssue({ code: 'custom', message: detail, params: { code }, path });
    }
  }
};

// Input without the shape of a price cannot be checked further.
const pricesHaveShape = ({ value, issues }: z.core.ParsePayload): boolean => {
  const prices = (value as { readonly prices?: unknown } | null | undefined)?.prices;
  return Array.isArray(prices) && !issues.some(breaksShape) && prices.every(hasAmounts);
};

const breaksShape = ({ code, path = [] }: z.core.$ZodRawIssue): boolean => {
  if (path[0] !== 'prices' || code === 'custom' || code === 'unrecognized_keys') return false;
  return code !== 'invalid_value' || path.at(-1) === 'model';
};

const amountNames: ReadonlySet<string> = new Set(['amount', 'flatAmount', 'minimum', 'maximum']);

// An amount that could not be decoded stays as it came.
const hasAmounts = (given: object): boolean =>
  Object.entries(given).every(([name, value]: [string, unknown]) => {
    if (amountNames.has(name)) return value === null || value instanceof Money;
    return !Array.isArray(value) || value.every(hasAmounts);
  });

const statusInput = z.enum(['draft', 'active']);

const termsInput = {
  trialDays: trialDaysWire.optional(),
  prices: z.array(priceInput).max(pricesMax).optional(),
  ...periodTermsInput,
  features: featureInputsWire.optional(),
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
      'trial, prices and features are fixed: publish another version of it.',
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
      'The changes: absent stays. `prices` and `features` are replaced whole: a price with the ' +
      '`id` of one that is there is that price on other terms.',
  });

/** The terms of a plan, or of a version, on the wire. */
export const termsShape = {
  currency: currencyWire,
  interval: intervalWire,
  trialDays: trialDaysWire,
  prices: z.array(price),
  ...periodTerms,
  features: featuresWire,
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
