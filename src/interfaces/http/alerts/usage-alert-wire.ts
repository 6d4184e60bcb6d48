import { z } from 'zod';
import { alertMeasures, thresholdsMax } from '#domain/alerts/usage-alert.ts';
import { decimalLengthMax, decimalPattern, parsePositiveDecimal } from '#domain/shared/decimal.ts';
import {
  codeWire,
  createdAtQuery,
  currencyWire,
  dateWire,
  idWire,
  instantWire,
  listWire,
  nameWire,
  pageQuery,
  searchWire,
  validatedText,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How usage alerts look on the wire, as they are given and as they are shown.

const thresholdInput = validatedText(decimalLengthMax, parsePositiveDecimal, {
  pattern: decimalPattern,
  examples: ['1000'],
});

const thresholdsInput = z
  .array(thresholdInput)
  .max(thresholdsMax)
  .meta({
    description: `1 to ${thresholdsMax} decimals, each more than the one before.`,
  });

const everyInput = thresholdInput.nullable().optional().meta({
  description: 'Beyond the last threshold there is one again and again, so much apart.',
});

const measureWire = z.enum(alertMeasures).meta({
  description: 'What is measured: what a meter counts, or what usage comes to.',
});

export const newUsageAlertWire = z
  .strictObject({
    code: codeWire.nullable().optional(),
    name: nameWire,
    customerId: idWire('cus')
      .nullable()
      .optional()
      .meta({ description: 'Where it is absent, and no subscription named: of all customers.' }),
    subscriptionId: idWire('sub').nullable().optional(),
    measure: measureWire,
    meterId: idWire('mtr').nullable().optional().meta({ description: 'Of a quantity.' }),
    currency: currencyWire.nullable().optional().meta({ description: 'Of an amount.' }),
    priceCode: codeWire
      .nullable()
      .optional()
      .meta({ description: 'Of an amount: of this price alone, where it is given.' }),
    thresholds: thresholdsInput,
    every: everyInput,
  })
  .meta({ id: 'NewUsageAlert' });

export const usageAlertChangesWire = z
  .strictObject({
    code: codeWire.nullable().optional(),
    name: nameWire.optional(),
    thresholds: thresholdsInput.optional(),
    every: everyInput,
  })
  .meta({
    id: 'UsageAlertChanges',
    description: 'The changes: absent stays; null clears. What an alert looks at is fixed.',
  });

const decimalText = z.string().meta({ examples: ['1000'] });

const facts = {
  id: idWire('alr'),
  version: versionWire,
  code: z.string().nullable().meta({ description: 'Unique in the tenant.' }),
  name: z.string(),
  customerId: idWire('cus').nullable().meta({ description: 'Null where it looks at everybody.' }),
  subscriptionId: idWire('sub').nullable(),
  measure: measureWire,
  meterId: idWire('mtr').nullable(),
  currency: currencyWire.nullable(),
  priceCode: z.string().nullable(),
  thresholds: listWire(decimalText),
  every: decimalText.nullable(),
  createdAt: instantWire,
  updatedAt: instantWire,
};

/** A usage alert on the wire, and as events show it. */
export const usageAlertWire = z
  .strictObject(facts)
  .meta({ id: 'UsageAlert', description: 'Tells when usage in a period reaches thresholds.' });

const place = {
  customerId: idWire('cus'),
  subscriptionId: idWire('sub')
    .nullable()
    .meta({ description: 'Null where it is all usage of a customer without a subscription.' }),
  period: z
    .strictObject({
      start: dateWire,
      end: dateWire,
      startsAt: instantWire,
      endsAt: instantWire,
    })
    .meta({ id: 'UsageAlertPeriod', description: 'In which usage counts. The end is exclusive.' }),
};

const reached = {
  ...place,
  threshold: decimalText,
  value: z.string().meta({
    description: 'What was used when it was noticed: a decimal, or a fraction: `10/3`.',
    examples: ['1002'],
  }),
  reachedAt: instantWire,
};

const failureWire = z
  .strictObject({
    ...place,
    code: z.string().meta({ examples: ['too_many_groups'] }),
    detail: z.string().meta({ examples: ['Usage of a price has more groups than are charged.'] }),
    failedAt: instantWire,
  })
  .meta({
    id: 'UsageAlertFailure',
    description:
      'Usage that cannot be computed: nobody is told of its thresholds in this period, until a ' +
      'look finds that it can be computed again.',
  });

export const usageAlertDetailWire = z
  .strictObject({
    ...facts,
    reached: listWire(z.strictObject(reached).meta({ id: 'ReachedThreshold' })).meta({
      description: 'The last 100 thresholds that were reached, the newest first.',
    }),
    failures: listWire(failureWire).meta({
      description: 'Up to 100, the newest first. Other usage is looked at all the same.',
    }),
  })
  .meta({
    id: 'UsageAlertDetail',
    description: 'A usage alert, with what was reached, and failures.',
  });

/** A threshold that was reached, as its event shows it. */
export const usageAlertReachedWire = z
  .strictObject({
    alertId: idWire('alr'),
    code: z.string().nullable(),
    name: z.string(),
    meterId: idWire('mtr').nullable(),
    currency: currencyWire.nullable(),
    priceCode: z.string().nullable(),
    ...reached,
  })
  .meta({ id: 'UsageAlertReached', description: 'Usage that reached a threshold in a period.' });

export const usageAlertListQuery = z.strictObject({
  ...pageQuery,
  customerId: idWire('cus').optional(),
  subscriptionId: idWire('sub').optional(),
  meterId: idWire('mtr').optional(),
  code: codeWire.optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});
