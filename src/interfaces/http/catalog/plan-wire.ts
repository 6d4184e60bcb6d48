import { z } from 'zod';
import { planStatusFilters } from '#application/catalog/queries.ts';
import { planStatuses } from '#domain/catalog/plan.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { billedTimes, pricesMax, readPrices } from '#domain/catalog/price.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import {
  Interval,
  intervalCountMax,
  intervalUnits,
  Trial,
  trialDaysMax,
} from '#domain/shared/interval.ts';
import { Money } from '#domain/shared/money.ts';
import {
  codeWire,
  createdAtQuery,
  currencyWire,
  descriptionWire,
  idWire,
  instantWire,
  metadataWire,
  moneyWire,
  nameWire,
  pageQuery,
  searchWire,
  validatedBy,
  versionWire,
} from '#interfaces/http/wire.ts';

// How plans and their prices look on the wire.

const intervalWire = validatedBy(
  z.strictObject({ unit: z.enum(intervalUnits), count: z.int() }),
  (given) => (Interval.every(given.count, given.unit), given),
  {
    id: 'Interval',
    description: `How often it recurs: at most ${Object.entries(intervalCountMax)
      .map(([unit, countMax]) => `${countMax} ${unit}s`)
      .join(', ')}.`,
  },
);

const trialDaysWire = validatedBy(z.int(), (days) => (Trial.ofDays(days), days), {
  minimum: 0,
  maximum: trialDaysMax,
  description: 'Days of use before the first charge.',
});

const priceShape = {
  name: nameWire,
  kind: z.literal('recurring'),
  model: z.literal('flat'),
  amount: moneyWire,
  billed: z
    .enum(billedTimes)
    .meta({ description: 'Whether a period is charged at its start or end.' }),
};

const priceInput = z
  .strictObject({
    id: idWire('price').optional().meta({ description: 'Of a price that the plan has already.' }),
    ...priceShape,
    kind: priceShape.kind.default('recurring'),
    model: priceShape.model.default('flat'),
    billed: priceShape.billed.default('in_advance'),
  })
  .meta({ id: 'PriceInput' });

const price = z
  .strictObject({ id: idWire('price'), ...priceShape, name: z.string() })
  .meta({ id: 'Price', description: 'One line of what a plan costs.' });

interface Priced {
  readonly currency?: CurrencyCode | undefined;
  readonly prices?: readonly PriceInput[] | undefined;
}

// Prices hang on the currency of their plan, so the domain is asked about the whole of it; and
// beside other faults, so that one response lists all. Whose an id is, only the stored plan knows.
const tellPriceFaults = (plan: Priced, context: z.core.$RefinementCtx): void => {
  const told = new Set(context.issues.map(({ path = [] }) => path.join('/')));
  const currency = told.has('currency') ? undefined : plan.currency;
  try {
    readPrices(plan.prices ?? [], currency, () => true);
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
const pricesHaveShape = ({ value }: { readonly value: unknown }): boolean => {
  const prices = (value as { readonly prices?: unknown } | null | undefined)?.prices;
  return Array.isArray(prices) && prices.every(isPriceShaped);
};

const isPriceShaped = (given: Partial<PriceInput> | null): boolean =>
  typeof given?.name === 'string' && given.amount instanceof Money;

const statusInput = z.enum(['draft', 'active']);

const optionalInput = {
  description: descriptionWire.nullish(),
  trialDays: trialDaysWire.optional(),
  prices: z.array(priceInput).max(pricesMax).optional(),
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
      'trial and prices are fixed: archive it and create another with the same code.',
  });

export const planWire = z
  .strictObject({
    id: idWire('plan'),
    version: versionWire,
    productId: idWire('prod'),
    code: codeWire,
    name: z.string(),
    description: z.string().nullable(),
    currency: currencyWire,
    interval: intervalWire,
    trialDays: trialDaysWire,
    prices: z.array(price),
    status: z.enum(planStatuses),
    metadata: metadataWire,
    createdAt: instantWire,
    updatedAt: instantWire,
    archivedAt: instantWire.nullable(),
  })
  .meta({ id: 'Plan', description: 'One way to pay for a product.' });

export const planListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(planStatusFilters).optional().meta({ description: 'Where absent: not archived.' }),
  productId: idWire('prod').optional(),
  code: codeWire.optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});
