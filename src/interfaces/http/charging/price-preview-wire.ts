import { z } from 'zod';
import { billedTimes, inTrialChoices, priceKinds } from '#domain/catalog/price.ts';
import { pricedEventsMax } from '#domain/catalog/pricing/basis.ts';
import { levelsMax } from '#domain/charging/level-time.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import {
  decimalWire,
  groupByWire,
  maximumWire,
  metersShape,
  metersWire,
  minimumWire,
  modelShape,
  priceIntervalWire,
  priceModelWire,
  propertiesWire,
} from '#interfaces/http/catalog/price-wire.ts';
import { momentWire } from '#interfaces/http/metering/usage-wire.ts';
import {
  codeWire,
  currencyWire,
  dateWire,
  idWire,
  moneyWire,
  nameWire,
  timeZoneWire,
} from '#interfaces/http/wire/wire.ts';

// How previews of prices look on the wire.

const previewedPrice = z
  .strictObject({
    id: idWire('price').optional(),
    code: codeWire.optional(),
    name: nameWire.optional(),
    kind: z.enum(priceKinds).optional(),
    model: priceModelWire.optional().meta({ description: '`flat` where absent.' }),
    billed: z.enum(billedTimes).optional(),
    interval: priceIntervalWire,
    isOptional: z.boolean().optional(),
    isProrated: z.boolean().optional(),
    inTrial: z.enum(inTrialChoices).optional(),
    ...metersShape,
    groupBy: groupByWire,
    ...modelShape,
    minimum: minimumWire,
    maximum: maximumWire,
  })
  .meta({
    id: 'PreviewedPrice',
    description:
      'A price as plans have it. Its amount follows from the fields of its model, its minimum ' +
      'and its maximum; `billed` and `isProrated` count for `levels`, too. The others change ' +
      'nothing here.',
  });

const eventWire = z
  .strictObject({
    value: decimalWire.optional().meta({ description: 'How much of it; 1 where absent.' }),
    amount: decimalWire
      .optional()
      .meta({ description: 'The amount that it carries, in major units, of a `dynamic` price.' }),
    properties: propertiesWire(50).optional(),
  })
  .meta({ id: 'PricedEvent' });

const levelWire = z
  .strictObject({
    from: momentWire.meta({
      description: 'The instant, or the day, from which it is so, within the period.',
    }),
    quantity: decimalWire,
  })
  .meta({ id: 'PreviewedLevel', description: 'How much there is from a moment on.' });

/** Levels, and all that says for how long each was held. */
const levelsShape = {
  levels: z
    .array(levelWire)
    .max(levelsMax)
    .optional()
    .meta({
      description:
        'Of a price of the kind `usage` that is prorated by time or billed in advance, instead ' +
        'of a quantity: its levels in the order of time, each held until the next one, the ' +
        'last one until the period ends. Before the first there is nothing.',
      examples: [
        [
          { from: '2026-06-01', quantity: '2' },
          { from: '2026-06-16', quantity: '5' },
        ],
      ],
    }),
  period: z
    .strictObject({ start: dateWire, end: dateWire })
    .optional()
    .meta({
      description: 'Of `levels`: the period of the price, without its end. It is required then.',
      examples: [{ start: '2026-06-01', end: '2026-07-01' }],
    }),
  timeZone: timeZoneWire
    .optional()
    .meta({ description: 'Of `levels`: where the days begin; UTC where absent.' }),
  countedBy: z.enum(policyValues.countedBy).optional().meta({
    description:
      'Of `levels`: how time is measured, as billing policies say it; `day` where absent.',
  }),
};

export const pricePreviewInput = z
  .strictObject({
    currency: currencyWire,
    price: previewedPrice,
    quantity: decimalWire.optional().meta({
      description:
        'How many, in a whole period; 1 of a `flat` price where absent. Of a ' +
        '`graduated_percentage` the value, in major units.',
    }),
    events: z
      .array(eventWire)
      .max(pricedEventsMax)
      .optional()
      .meta({ description: 'Of `percentage`, `dynamic` and `matrix`, in the order of time.' }),
    quantities: metersWire.optional().meta({ description: 'Of `capacity`: by meter.' }),
    ...levelsShape,
  })
  .meta({ id: 'PricePreviewRequest' });

export const pricePreviewWire = z
  .strictObject({
    exact: z.string().meta({
      description: 'In major units, not rounded: a decimal or, where none ends, a fraction.',
      examples: ['22', '10/3'],
    }),
    amount: moneyWire.meta({ description: 'Rounded half up.' }),
    steps: z.array(
      z
        .strictObject({
          text: z.string().meta({ examples: ['100 × EUR 0.10, the units up to 100'] }),
          quantity: z.string().optional(),
          unitAmount: z.string().optional(),
          amount: z.string(),
        })
        .meta({ id: 'PriceStep', description: 'One step, its numbers in major units.' }),
    ),
  })
  .meta({ id: 'PricePreview', description: 'What a price comes to, and how.' });
