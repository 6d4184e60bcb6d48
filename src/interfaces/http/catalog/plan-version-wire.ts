import { z } from 'zod';
import type { PlanVersionView } from '#application/catalog/queries.ts';
import { planVersionStatuses } from '#domain/catalog/plan-version.ts';
import { termsOnWire, termsShape, versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import { idWire, instantWire, pageQuery, versionWire } from '#interfaces/http/wire/wire.ts';

// How the versions of plans look on the wire.

/** The number of a version in a path. */
export const versionNumberParam = z.codec(
  z
    .string()
    .max(20, { abort: true })
    .regex(/^[1-9]\d{0,8}$/, 'It must be a whole number from 1.')
    .meta({ description: 'The number of the version in its plan.', examples: ['2'] }),
  versionNumberWire,
  { decode: Number, encode: String },
);

/** A version of a plan on the wire. */
export const planVersionWire = z
  .strictObject({
    id: idWire('ver'),
    version: versionWire,
    planId: idWire('plan'),
    number: versionNumberWire.meta({ description: 'Of the plan, from 1.' }),
    status: z.enum(planVersionStatuses),
    ...termsShape,
    createdAt: instantWire,
    updatedAt: instantWire,
    publishedAt: instantWire.nullable().meta({ description: 'Null while it is a draft.' }),
  })
  .meta({
    id: 'PlanVersion',
    description: 'The terms of a plan: a draft, or published and fixed for ever.',
  });

export const planVersionListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(planVersionStatuses).optional().meta({ description: 'Where absent: both.' }),
});

export const planVersionOnWire = (version: PlanVersionView) => ({
  ...version,
  ...termsOnWire(version),
});
