import { z } from 'zod';
import type { FeatureInput } from '#domain/catalog/feature.ts';
import {
  featureKinds,
  featuresMax,
  featureValueLengthMax,
  parseFeatures,
} from '#domain/catalog/feature.ts';
import { decimalLengthMax, decimalPattern } from '#domain/shared/decimal.ts';
import { intervalUnits } from '#domain/shared/interval.ts';
import { codePattern, textLimits } from '#domain/shared/text.ts';
import { intervalWire } from '#interfaces/http/catalog/price-wire.ts';
import { boundedText } from '#interfaces/http/request/bounded.ts';
import { idWire, listWire, validatedBy } from '#interfaces/http/wire/wire.ts';

// How the features of plans look on the wire. Which fields one may have depends on its kind, so the
// domain is asked about all of them.

const kind = z.enum(featureKinds).meta({
  description:
    '`boolean`: it is there; `limit`: use of a meter, up to a limit in each period; `value`: a ' +
    'text that says how much or which.',
});

const texts = {
  code: {
    maxLength: textLimits.code,
    pattern: codePattern,
    description: 'Says which feature it is, in all plans.',
    examples: ['api-calls'],
  },
  limit: {
    maxLength: decimalLengthMax,
    pattern: decimalPattern,
    description: 'Of a `limit`: a decimal; null for as much as one likes.',
    examples: ['1000'],
  },
  interval:
    'Of a `limit`: how often it begins anew, in periods that the subscription is aligned to; as ' +
    'the plan where absent.',
  value: {
    maxLength: featureValueLengthMax,
    description: 'Of a `value`.',
    examples: ['by phone'],
  },
} as const;

const featureInput = z
  .strictObject({
    code: boundedText(textLimits.code).meta(texts.code),
    kind,
    meterId: boundedText(32).nullish().meta({ description: 'Of a `limit`: what counts its use.' }),
    limit: boundedText(decimalLengthMax).nullish().meta(texts.limit),
    interval: z
      .strictObject({ unit: z.enum(intervalUnits), count: z.int() })
      .nullish()
      .meta({ description: texts.interval }),
    value: boundedText(featureValueLengthMax).nullish().meta(texts.value),
  })
  .meta({ id: 'FeatureInput', description: 'What a plan gives beside what it costs.' });

/** The features of a plan as they are given. */
export const featureInputsWire = validatedBy<FeatureInput[], FeatureInput[]>(
  z.array(featureInput).max(featuresMax),
  (features) => (parseFeatures(features), features),
  { description: 'What it gives, by codes that are unique in the plan. None where absent.' },
);

const feature = z
  .strictObject({
    code: z.string().meta(texts.code),
    kind,
    meterId: idWire('mtr').nullish(),
    limit: z.string().nullish().meta(texts.limit),
    interval: intervalWire.nullish().meta({ description: texts.interval }),
    value: z.string().nullish().meta(texts.value),
  })
  .meta({ id: 'Feature', description: 'What a plan gives beside what it costs.' });

/** The features of a plan as they are shown. */
export const featuresWire = listWire(feature)
  .optional()
  .meta({ description: 'What it gives. Events of earlier releases do not tell it.' });
