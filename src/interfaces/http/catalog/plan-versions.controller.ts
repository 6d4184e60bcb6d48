import { z } from 'zod';
import type { PlanVersionUseCases } from '#application/catalog/use-cases.ts';
import {
  PlanArchived,
  PlanNotActive,
  PlanNotFound,
  PlanVersionNotFound,
  PlanVersionPublished,
  PlanVersionSuperseded,
  PlanWithoutPrice,
} from '#domain/catalog/errors.ts';
import type { planVersionEventTypes } from '#domain/catalog/event-types.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { planVersionDocs } from '#interfaces/http/catalog/plan-version-docs.ts';
import {
  planVersionListQuery,
  planVersionOnWire,
  planVersionWire,
  versionNumberParam,
} from '#interfaces/http/catalog/plan-version-wire.ts';
import { termsChangesWire } from '#interfaces/http/catalog/plan-wire.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { asPage, idWire, pageWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ planId: idWire('plan') });
const memberParams = params.extend({ number: versionNumberParam });
const path = '/v1/plans/{planId}/versions';
const member = `${path}/{number}`;
const tag = 'Plans';

const subject = { prefix: 'ver', snapshot: planVersionWire } as const;

/** The refusals of every write: versions belong to a plan that is on offer. */
const planRefusals = [PlanNotFound, PlanNotActive, PlanArchived] as const;
const draftRefusals = [
  ...planRefusals,
  PlanVersionNotFound,
  VersionMismatch,
  PlanVersionPublished,
] as const;

/** Versions of plans over HTTP. */
export const planVersionHttp: HttpModule<
  { readonly planVersions: PlanVersionUseCases },
  (typeof planVersionEventTypes)[number]
> = {
  endpoints: ({ planVersions }) => [
    ...collectionEndpoints(planVersions),
    ...memberEndpoints(planVersions),
    publishEndpoint(planVersions),
  ],
  operations: planVersionDocs,
  events: {
    'plan.version_created': ['A draft of a version was made', subject, 'made'],
    'plan.version_updated': ['A draft of a version was changed', subject, 'changed'],
    'plan.version_deleted': ['A draft of a version was deleted', subject, 'gone'],
    'plan.version_published': ['A version of a plan was published', subject, 'changed'],
  },
};

const collectionEndpoints = (planVersions: PlanVersionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listPlanVersions',
    summary: 'List the versions of a plan, newest first',
    tag,
    permission: planVersions.list.permission,
    params,
    query: planVersionListQuery,
    view: pageWire(planVersionWire, 'PlanVersionPage'),
    errors: [PlanNotFound],
    handle: async ({ context, params: { planId }, query }) => {
      const page = await planVersions.list.execute(context, { planId, ...query });
      return asPage({ ...page, data: page.data.map(planVersionOnWire) });
    },
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createPlanVersion',
    summary: 'Make a draft of another version',
    tag,
    permission: planVersions.create.permission,
    params,
    body: termsChangesWire,
    view: planVersionWire,
    status: 201,
    etag: 'of-all',
    errors: planRefusals,
    handle: async ({ context, params: { planId }, body: changes }) =>
      planVersionOnWire(await planVersions.create.execute(context, { planId, changes })),
  }),
];

const memberEndpoints = (planVersions: PlanVersionUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: member,
    operationId: 'getPlanVersion',
    summary: 'Show a version of a plan',
    tag,
    permission: planVersions.get.permission,
    params: memberParams,
    view: planVersionWire,
    etag: 'of-all',
    errors: [PlanVersionNotFound],
    handle: async ({ context, params: given }) =>
      planVersionOnWire(await planVersions.get.execute(context, given)),
  }),
  endpoint({
    method: 'patch',
    path: member,
    operationId: 'updatePlanVersion',
    summary: 'Change a draft of a version',
    tag,
    permission: planVersions.update.permission,
    params: memberParams,
    body: termsChangesWire,
    view: planVersionWire,
    etag: 'of-all',
    ifMatch: true,
    errors: draftRefusals,
    handle: async ({ context, params: given, version, body: changes }) =>
      planVersionOnWire(await planVersions.update.execute(context, { ...given, version, changes })),
  }),
  endpoint({
    method: 'delete',
    path: member,
    operationId: 'deletePlanVersion',
    summary: 'Delete a draft of a version',
    tag,
    permission: planVersions.delete.permission,
    params: memberParams,
    ifMatch: true,
    errors: draftRefusals,
    handle: ({ context, params: given, version }) =>
      planVersions.delete.execute(context, { ...given, version }),
  }),
];

const publishEndpoint = (planVersions: PlanVersionUseCases): Endpoint =>
  endpoint({
    method: 'post',
    path: `${member}/publish`,
    operationId: 'publishPlanVersion',
    summary: 'Publish a version of a plan',
    tag,
    permission: planVersions.publish.permission,
    params: memberParams,
    view: planVersionWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [...draftRefusals, PlanVersionSuperseded, PlanWithoutPrice],
    handle: async ({ context, params: given, version }) =>
      planVersionOnWire(await planVersions.publish.execute(context, { ...given, version })),
  });
