import { z } from 'zod';
import { billedTimes, inTrialChoices, priceKinds } from '#domain/catalog/price.ts';
import {
  groupByWire,
  isProratedWire,
  maximumWire,
  metersShape,
  minimumWire,
  modelShape,
  priceIntervalWire,
  priceModelWire,
  shownModelShape,
} from '#interfaces/http/catalog/price-wire.ts';
import { codeWire, idWire, listWire, nameWire } from '#interfaces/http/wire/wire.ts';

// How the prices of plans look on the wire.

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

/** A price of a plan, as people write it. */
export const priceInputWire = z
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

/**
 * A price of a plan. Events of earlier releases show prices without the fields that came later.
 */
export const priceWire = z
  .strictObject({
    id: idWire('price'),
    name: z.string(),
    ...common,
    code: codeWire.optional(),
    ...alsoShape,
    meterIds: listWire(idWire('mtr')).nullish(),
    groupBy: listWire(z.string()).nullish(),
    ...shownModelShape,
    minimum: minimumWire,
    maximum: maximumWire,
  })
  .meta({ id: 'Price', description: 'One line of what a plan costs.' });
