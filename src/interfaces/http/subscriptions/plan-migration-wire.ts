import { z } from 'zod';
import type { MigratedSubscriptionView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import type {
  MigrationPreview,
  PreviewedMove,
} from '#application/subscriptions/plan-migrations/preview-migration.ts';
import {
  migrationOutcomes,
  migrationStatuses,
  namedSubscriptionsMax,
} from '#domain/subscriptions/plan-migration.ts';
import { versionNumberWire } from '#interfaces/http/catalog/plan-wire.ts';
import {
  previewOnWire as invoiceOnWire,
  previewWire,
} from '#interfaces/http/invoicing/invoice-preview-wire.ts';
import { effectiveWire } from '#interfaces/http/subscriptions/subscription-wire.ts';
import { quoteInput } from '#interfaces/http/wire/quote-wire.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  instantWire,
  listWire,
  pageQuery,
  pageWire,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

// How moves of many subscriptions to a version of their plan look on the wire.

const versionsMax = 1000;
const count = z.int().min(0);

const shape = {
  toVersion: versionNumberWire.meta({ description: 'A published version of the plan.' }),
  effective: effectiveWire.meta({ description: 'When each change takes effect.' }),
};

export const newMigrationWire = z
  .strictObject({
    ...shape,
    fromVersions: z
      .array(versionNumberWire)
      .max(versionsMax)
      .optional()
      .meta({ description: 'All other versions where absent.' }),
    subscriptionIds: z
      .array(idWire('sub'))
      .max(namedSubscriptionsMax)
      .optional()
      .meta({ description: 'Those to move; all of the plan where absent.' }),
    ...quoteInput,
  })
  .meta({ id: 'NewPlanMigration' });

const report = z
  .strictObject({
    moved: count,
    unchanged: count.meta({ description: 'They agree to the version anyway by then.' }),
    refused: count,
  })
  .nullable()
  .meta({ description: 'What became of the subscriptions; null while it is under way.' });

const described = {
  id: idWire('mig'),
  planId: idWire('plan'),
  toVersion: versionNumberWire,
  fromVersions: listWire(versionNumberWire)
    .nullable()
    .meta({ description: 'Null for all others.' }),
  effective: effectiveWire,
  status: z.enum(migrationStatuses),
  report,
  createdAt: instantWire,
  completedAt: instantWire.nullable().meta({ description: 'Null while it is under way.' }),
};

export const planMigrationWire = z
  .strictObject({
    ...described,
    progress: z
      .strictObject({ done: count, total: count })
      .meta({ description: 'In subscriptions.' }),
  })
  .meta({
    id: 'PlanMigration',
    description: 'A move of many subscriptions to a version of their plan.',
  });

/** A migration as events show it. */
export const planMigrationSnapshot = z
  .strictObject({ ...described, version: versionWire, total: count, updatedAt: instantWire })
  .meta({ id: 'PlanMigrationSnapshot' });

export const planMigrationListQuery = z.strictObject({ ...pageQuery, ...createdAtQuery });

const refusal = z
  .strictObject({
    code: z.string().meta({ examples: ['price_codes_unmatched'] }),
    detail: z.string(),
    priceCodes: listWire(z.string()).meta({
      description:
        'The prices that the version lacks, or counts otherwise than the subscription’s own ' +
        'amounts, where that is the reason.',
    }),
  })
  .nullable()
  .meta({ description: 'Why it cannot be moved; null where that is not so.' });

const migratedSubscriptionWire = z
  .strictObject({
    subscriptionId: idWire('sub'),
    outcome: z.enum(migrationOutcomes),
    changeId: idWire('chg').nullable().meta({ description: 'The change that moved it.' }),
    refusal,
    settledAt: instantWire.nullable().meta({ description: 'Null while it is pending.' }),
  })
  .meta({ id: 'MigratedSubscription' });

export const migratedSubscriptionsWire = pageWire(
  migratedSubscriptionWire,
  'MigratedSubscriptionPage',
);

export const migratedSubscriptionQuery = z.strictObject({
  ...pageQuery,
  outcome: z.enum(migrationOutcomes).optional().meta({ description: 'Where absent: all.' }),
});

export const migratedOnWire = ({ id: _id, ...subscription }: MigratedSubscriptionView) =>
  subscription;

const previewedMove = z
  .strictObject({
    subscriptionId: idWire('sub'),
    outcome: z.enum(['moved', 'unchanged', 'refused']),
    refusal,
    effectiveAt: instantWire.nullable().meta({ description: 'Null where it is not moved.' }),
    now: listWire(previewWire).meta({ description: 'What its change makes at once.' }),
    next: previewWire.nullable().meta({ description: 'The next one with lines of it.' }),
  })
  .meta({ id: 'PreviewedMove' });

export const migrationPreviewWire = pageWire(previewedMove, 'PlanMigrationMoves')
  .extend({
    quote: z.string().meta({ description: 'Hand it to the call: it moves just these, or none.' }),
    total: count.meta({ description: 'How many subscriptions it takes.' }),
  })
  .meta({
    id: 'PlanMigrationPreview',
    description: 'What a migration would do to each subscription. Nothing was written.',
  });

const moveOnWire = ({ id: _id, now, next, ...move }: PreviewedMove) => ({
  ...move,
  now: now.map(invoiceOnWire),
  next: next && invoiceOnWire(next),
});

export const migrationPreviewOnWire = ({ quote, total, ...page }: MigrationPreview) => ({
  ...asPage({ ...page, data: page.data.map(moveOnWire) }),
  quote,
  total,
});
