import { z } from 'zod';
import { entitlementRefusals } from '#application/subscriptions/entitlements.ts';
import { featureKinds } from '#domain/catalog/feature.ts';
import { decimalLengthMax, decimalPattern, parseDecimal } from '#domain/shared/decimal.ts';
import {
  codeWire,
  idWire,
  instantWire,
  listWire,
  validatedText,
} from '#interfaces/http/wire/wire.ts';

// How the features that customers have look on the wire.

const period = z
  .strictObject({
    start: z.string().meta({ examples: ['2026-11-01'] }),
    end: z.string().meta({ examples: ['2026-12-01'], description: 'Exclusive.' }),
    startsAt: instantWire,
    endsAt: instantWire,
  })
  .meta({
    description:
      'Of a `limit`: the period in which it was used. Where several subscriptions give it for ' +
      'several periods, the one that ends first.',
  });

const extent = {
  value: z.string().nullable().meta({ description: 'Of a `value`.' }),
  meterId: idWire('mtr').nullable().meta({ description: 'Of a `limit`: what counts its use.' }),
  used: z
    .string()
    .nullable()
    .meta({ description: 'Of a `limit`: a decimal or a fraction.', examples: ['250'] }),
  limit: z
    .string()
    .nullable()
    .meta({
      description: 'Of a `limit`: of all subscriptions together; null for as much as one likes.',
      examples: ['1000'],
    }),
  remaining: z
    .string()
    .nullable()
    .meta({ description: 'Not below zero; null where `limit` is.', examples: ['750'] }),
  period: period.nullable(),
  subscriptionIds: listWire(idWire('sub')).meta({
    description: 'The subscriptions that give it, the newest first.',
  }),
};

export const entitlementsWire = z
  .strictObject({
    data: listWire(
      z
        .strictObject({ feature: codeWire, kind: z.enum(featureKinds), ...extent })
        .meta({ id: 'Entitlement', description: 'A feature that a customer has.' }),
    ),
  })
  .meta({ id: 'Entitlements', description: 'The features that a customer has, by their codes.' });

export const checkInput = z
  .strictObject({
    feature: codeWire.meta({ description: 'The code of a feature.', examples: ['api-calls'] }),
    quantity: validatedText(decimalLengthMax, parseDecimal, {
      pattern: decimalPattern,
      examples: ['5'],
    })
      .optional()
      .meta({ description: 'Of a `limit`: how much is to be used; 1 where absent.' }),
  })
  .meta({ id: 'EntitlementCheck' });

export const checkedWire = z
  .strictObject({
    feature: codeWire,
    isAllowed: z.boolean(),
    reason: z
      .enum(entitlementRefusals)
      .nullable()
      .meta({
        description:
          'Why not: no plan has such a feature, the customer has no subscription that runs, none ' +
          'of them includes it, or it would be more than the limit. Null where it is allowed.',
      }),
    detail: z.string().nullable().meta({ description: 'The reason, for people.' }),
    kind: z
      .enum(featureKinds)
      .nullable()
      .meta({ description: 'Null where the customer does not have it.' }),
    ...extent,
  })
  .meta({
    id: 'CheckedEntitlement',
    description: 'Whether a customer may use a feature now, so much of it.',
  });
