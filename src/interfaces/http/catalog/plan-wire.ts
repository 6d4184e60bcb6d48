import { z } from 'zod';
import { planStatusFilters } from '#application/catalog/queries.ts';
import { planStatuses } from '#domain/catalog/plan.ts';
import { billedTimes, pricesMax } from '#domain/catalog/price.ts';
import {
  Interval,
  intervalCountMax,
  intervalUnits,
  Trial,
  trialDaysMax,
} from '#domain/shared/interval.ts';
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
  ruled,
  searchWire,
  versionWire,
} from '#interfaces/http/wire.ts';

// How plans and their prices look on the wire.

const intervalWire = ruled(
  z.strictObject({ unit: z.enum(intervalUnits), count: z.int() }),
  (given) => (Interval.every(given.count, given.unit), given),
  {
    id: 'Interval',
    description: `How often it recurs: at most ${Object.entries(intervalCountMax)
      .map(([unit, countMax]) => `${countMax} ${unit}s`)
      .join(', ')}.`,
  },
);

const trialDaysWire = ruled(z.int(), (days) => (Trial.ofDays(days), days), {
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
  .meta({
    id: 'PlanChanges',
    description:
      'What is absent stays; null clears. Once a plan is active, its currency, interval, trial and ' +
      'prices are fixed: archive it and create another with the same code.',
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
