import { z } from 'zod';
import { thresholdsMax } from '#domain/catalog/usage-thresholds.ts';
import { listWire, moneyWire } from '#interfaces/http/wire/wire.ts';

// How the terms of a plan look on the wire that are about all usage, or all lines, of a period.

/** The minimum commitment of a plan. */
const commitmentWire = moneyWire.nullish().meta({
  description:
    'The least that a period of the plan comes to, all its lines together; what is missing is a ' +
    'line of its own. Null or absent for none.',
});

const texts = {
  thresholds:
    'Usage in a period, before discount and tax, at which what was used so far is invoiced ' +
    'before the period ends. Null or absent for none.',
  amounts: 'Ascending. Several that are reached at once bring one invoice.',
  every:
    'Beyond the last of the amounts: an invoice each time that so much more was used. Null or ' +
    'absent for none.',
};

const thresholdsInputWire = z
  .strictObject({
    amounts: z.array(moneyWire).max(thresholdsMax).meta({ description: texts.amounts }),
    every: moneyWire.nullish().meta({ description: texts.every }),
  })
  .nullish()
  .meta({ description: texts.thresholds });

/** These terms as people write them. */
export const periodTermsInput = {
  minimumCommitment: commitmentWire,
  usageThresholds: thresholdsInputWire,
};

/** These terms of a plan or version. Events of earlier releases do not tell them. */
export const periodTerms = {
  minimumCommitment: commitmentWire,
  usageThresholds: z
    .strictObject({
      amounts: listWire(moneyWire).meta({ description: texts.amounts }),
      every: moneyWire.nullable().meta({ description: texts.every }),
    })
    .nullish()
    .meta({ description: texts.thresholds }),
};
