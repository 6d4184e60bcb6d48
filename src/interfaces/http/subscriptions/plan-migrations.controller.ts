import { z } from 'zod';
import type { PlanMigrationUseCases } from '#application/subscriptions/plan-migrations/migration-use-cases.ts';
import type { MigrationPreview } from '#application/subscriptions/plan-migrations/preview-migration.ts';
import {
  PlanNotFound,
  PlanVersionNotFound,
  PlanVersionNotPublished,
} from '#domain/catalog/errors.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { PlanMigrationNotFound, PlanNotOffered } from '#domain/subscriptions/errors.ts';
import type { planMigrationEventTypes } from '#domain/subscriptions/event-types.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { planMigrationDocs } from '#interfaces/http/subscriptions/plan-migration-docs.ts';
import {
  migratedOnWire,
  migratedSubscriptionQuery,
  migratedSubscriptionsWire,
  migrationPreviewOnWire,
  migrationPreviewWire,
  newMigrationWire,
  planMigrationListQuery,
  planMigrationSnapshot,
  planMigrationWire,
} from '#interfaces/http/subscriptions/plan-migration-wire.ts';
import { asPage, idWire, pageQuery, pageWire, withCreatedAt } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ planId: idWire('plan') });
const memberParams = params.extend({ migrationId: idWire('mig') });
const path = '/v1/plans/{planId}/migrations';
const member = `${path}/{migrationId}`;
const tag = 'Plans';

// Who asks waits no longer; a worker does the rest.
const withinMilliseconds = 2_000;

const subject = { prefix: 'mig', snapshot: planMigrationSnapshot } as const;

const refusals = [
  PlanNotFound,
  PlanNotOffered,
  PlanVersionNotFound,
  PlanVersionNotPublished,
  TestClockAdvancing,
];

/** Moves of many subscriptions to a version of their plan, over HTTP. */
export const planMigrationHttp: HttpModule<
  { readonly planMigrations: PlanMigrationUseCases },
  (typeof planMigrationEventTypes)[number]
> = {
  endpoints: ({ planMigrations }) => [
    previewEndpoint(planMigrations),
    startEndpoint(planMigrations),
    ...readEndpoints(planMigrations),
  ],
  operations: planMigrationDocs,
  events: {
    'plan.migration_started': ['Subscriptions began to move to a version', subject, 'made'],
    'plan.migration_completed': ['A migration of subscriptions is over', subject, 'changed'],
  },
};

const previewEndpoint = (planMigrations: PlanMigrationUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${path}/preview`,
    operationId: 'previewPlanMigration',
    summary: 'Show what moving subscriptions to a version would do',
    tag,
    permission: planMigrations.preview.permission,
    isPreview: true,
    params,
    query: z.strictObject(pageQuery),
    body: newMigrationWire,
    view: migrationPreviewWire,
    errors: refusals,
    handle: async ({ context, params: { planId }, query, body: { quote: _quote, ...input } }) =>
      migrationPreviewOnWire(
        await planMigrations.preview.execute(context, { ...input, ...query, planId }),
      ),
  });

const startEndpoint = (planMigrations: PlanMigrationUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path,
    operationId: 'startPlanMigration',
    summary: 'Move subscriptions to a version of their plan',
    tag,
    permission: planMigrations.start.permission,
    params,
    body: newMigrationWire,
    view: planMigrationWire,
    status: 202,
    isDone: ({ status }) => status === 'completed',
    errors: [...refusals, PreviewOutdated],
    handle: ({ context, params: { planId }, body }) =>
      tellingPreview(
        planMigrations.start.execute(context, { ...body, planId, withinMilliseconds }),
      ),
  });

/** Where the quote is outdated, the new preview is told. */
const tellingPreview = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof PreviewOutdated)) throw error;
    const preview = migrationPreviewOnWire(error.preview as MigrationPreview);
    throw new PreviewOutdated(z.encode(migrationPreviewWire, preview));
  }
};

const readEndpoints = (planMigrations: PlanMigrationUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listPlanMigrations',
    summary: 'List the migrations of a plan, newest first',
    tag,
    permission: planMigrations.list.permission,
    params,
    query: planMigrationListQuery,
    view: pageWire(planMigrationWire, 'PlanMigrationPage'),
    errors: [PlanNotFound],
    handle: async ({ context, params: { planId }, query }) =>
      asPage(await planMigrations.list.execute(context, { planId, ...withCreatedAt(query) })),
  }),
  endpoint({
    method: 'get',
    path: member,
    operationId: 'getPlanMigration',
    summary: 'Show how a migration stands',
    tag,
    permission: planMigrations.get.permission,
    params: memberParams,
    view: planMigrationWire,
    errors: [PlanMigrationNotFound],
    handle: ({ context, params: given }) => planMigrations.get.execute(context, given),
  }),
  endpoint({
    method: 'get',
    path: `${member}/subscriptions`,
    operationId: 'listMigratedSubscriptions',
    summary: 'List the subscriptions of a migration, newest first',
    tag,
    permission: planMigrations.subscriptions.permission,
    params: memberParams,
    query: migratedSubscriptionQuery,
    view: migratedSubscriptionsWire,
    errors: [PlanMigrationNotFound],
    handle: async ({ context, params: given, query }) => {
      const page = await planMigrations.subscriptions.execute(context, { ...given, ...query });
      return asPage({ ...page, data: page.data.map(migratedOnWire) });
    },
  }),
];
