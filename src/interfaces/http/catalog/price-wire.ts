import { z } from 'zod';
import {
  cellsMax,
  dimensionsMax,
  freeEventsMax,
  modelNames,
  propertyLengthMax,
} from '#domain/catalog/pricing/parse-model.ts';
import { metersMax, tiersMax } from '#domain/catalog/pricing/parse-tiers.ts';
import { groupByMax } from '#domain/catalog/usage-price.ts';
import { decimalLengthMax, decimalPattern, parseDecimal } from '#domain/shared/decimal.ts';
import { Interval, intervalCountMax, intervalUnits } from '#domain/shared/interval.ts';
import { textLimits } from '#domain/shared/text.ts';
import { boundedRecord, boundedText } from '#interfaces/http/request/bounded.ts';
import {
  idWire,
  listWire,
  moneyWire,
  validatedBy,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// How prices look on the wire: in plans, and in previews. Which fields a price may have depends on
// its model, so the domain is asked about the whole of it.

/** A decimal, from 0 to 10^15, with at most 12 digits after the point. */
export const decimalWire = validatedText(decimalLengthMax, parseDecimal, {
  pattern: decimalPattern,
  examples: ['0.0025'],
});

export const intervalWire = validatedBy(
  z.strictObject({ unit: z.enum(intervalUnits), count: z.int() }),
  (given) => (Interval.every(given.count, given.unit), given),
  {
    id: 'Interval',
    description: `How often it recurs: at most ${Object.entries(intervalCountMax)
      .map(([unit, countMax]) => `${countMax} ${unit}s`)
      .join(', ')}.`,
  },
);

export const propertiesWire = (fieldsMax: number) =>
  boundedRecord(fieldsMax, boundedText(propertyLengthMax), boundedText(propertyLengthMax));

export const metersWire = boundedRecord(
  metersMax,
  boundedText(textLimits.code),
  boundedText(decimalLengthMax),
).meta({ description: 'Decimals by the codes of meters.', examples: [{ seats: '100' }] });

/** A tier, in and out. */
const tierWire = z
  .strictObject({
    upTo: z.union([decimalWire, metersWire]).nullable().meta({
      description:
        'Up to and with so many; by meter in a `capacity` price. Null in the last tier alone.',
    }),
    unitAmount: decimalWire.nullish().meta({ description: 'Of `graduated` and `volume`.' }),
    flatAmount: moneyWire.nullish(),
    rate: decimalWire.nullish().meta({ description: 'Of `graduated_percentage`.' }),
    packageSize: decimalWire.nullish().meta({ description: 'Of `package`.' }),
    amount: moneyWire.nullish().meta({ description: 'Of one `package`.' }),
  })
  .meta({
    id: 'PriceTier',
    description: 'A part of the quantity, from the bound of the tier before to its own.',
  });

/** A cell of a matrix, in and out. */
const cellWire = z
  .strictObject({
    when: propertiesWire(dimensionsMax).meta({
      description: 'A value for each dimension.',
      examples: [{ region: 'eu' }],
    }),
    unitAmount: decimalWire,
  })
  .meta({ id: 'MatrixCell' });

/** The fields of the models. Each model has some of them. */
export const modelShape = {
  amount: moneyWire.nullish().meta({ description: 'Of `flat`, and of one `package`.' }),
  unitAmount: decimalWire
    .nullish()
    .meta({ description: 'Of `per_unit`: in major units, 12 digits after the point at most.' }),
  tiers: z
    .array(tierWire)
    .max(tiersMax)
    .nullish()
    .meta({
      description:
        'Of `graduated`, `volume`, `stairstep`, `capacity`, `graduated_percentage` and, instead ' +
        'of one size, of `package`: in ascending order, the last one without a bound.',
    }),
  packageSize: decimalWire.nullish().meta({ description: 'Of `package`: units in one.' }),
  freeUnits: decimalWire
    .nullish()
    .meta({ description: 'Of `package` without tiers: units before the first package.' }),
  rate: decimalWire.nullish().meta({ description: 'Of `percentage`: `0.015` is 1.5 %.' }),
  fixedAmount: decimalWire
    .nullish()
    .meta({ description: 'Of `percentage`: for each paid event, in major units.' }),
  freeEvents: z.int().min(0).max(freeEventsMax).nullish().meta({ description: 'Of `percentage`.' }),
  freeValue: decimalWire.nullish().meta({ description: 'Of `percentage`.' }),
  perEventMinimum: decimalWire.nullish().meta({ description: 'Of `percentage`.' }),
  perEventMaximum: decimalWire.nullish().meta({ description: 'Of `percentage`.' }),
  amountProperty: boundedText(propertyLengthMax)
    .nullish()
    .meta({ description: 'Of `dynamic`: the property of an event that has its amount.' }),
  dimensions: z
    .array(boundedText(propertyLengthMax))
    .max(dimensionsMax)
    .nullish()
    .meta({ description: 'Of `matrix`: properties of events.' }),
  cells: z.array(cellWire).max(cellsMax).nullish().meta({ description: 'Of `matrix`.' }),
  defaultUnitAmount: decimalWire
    .nullish()
    .meta({ description: 'Of `matrix`: for what no cell takes, which costs nothing without it.' }),
  chargesAtZero: z
    .boolean()
    .nullish()
    .meta({
      description:
        'Of tiers and packages: whether zero units owe the first flat amount or package; false ' +
        'where absent.',
    }),
};

/** The fields of the models, as responses show them. */
export const shownModelShape = {
  ...modelShape,
  tiers: listWire(tierWire).nullish(),
  dimensions: listWire(z.string()).nullish(),
  cells: listWire(cellWire).nullish(),
};

/** How often one price recurs. */
export const priceIntervalWire = intervalWire.nullish().meta({
  description:
    'Where it does not recur as often as the plan: one of the two is a whole number of the other.',
});

export const priceModelWire = z.enum(modelNames);

export const minimumWire = moneyWire
  .nullish()
  .meta({ description: 'The least that it comes to in a period.' });
export const maximumWire = moneyWire
  .nullish()
  .meta({ description: 'The most that it comes to in a period.' });

/** The properties of events that a price of usage has lines by. */
export const groupByWire = z.array(boundedText(propertyLengthMax)).max(groupByMax).nullish().meta({
  description: 'Of a price of usage: the properties of events by whose values it has lines.',
});

/** The meter of a price of usage, or several of a capacity price. */
export const metersShape = {
  meterId: idWire('mtr').nullish().meta({ description: 'Of a price of usage: what counts it.' }),
  meterIds: z.array(idWire('mtr')).max(metersMax).nullish().meta({
    description:
      'Of a `capacity` price: the meters that its tiers bound by their codes, instead of one.',
  }),
};

export const isProratedWire = z
  .boolean()
  .optional()
  .meta({
    description:
      'Whether a part of a period costs a part; true where absent. Of usage, whether the level ' +
      'of the meter costs as long as it is held (`per_unit`, `graduated`); false where absent.',
  });
