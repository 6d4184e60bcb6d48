import { z } from 'zod';
import type { PlanView } from '#application/catalog/queries.ts';
import type { PlanUseCases } from '#application/catalog/use-cases.ts';
import {
  PlanAlreadyActive,
  PlanArchived,
  PlanCodeTaken,
  PlanNotArchived,
  PlanNotFound,
  PlanTermsFixed,
  PlanWithoutPrice,
} from '#domain/catalog/errors.ts';
import type { planEventTypes } from '#domain/catalog/event-types.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { planDocs } from '#interfaces/http/catalog/plan-docs.ts';
import {
  newPlanWire,
  planChangesWire,
  planListQuery,
  planWire,
  termsOnWire,
} from '#interfaces/http/catalog/plan-wire.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { asPage, idWire, pageWire, withCreatedAt } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ planId: idWire('plan') });
const path = '/v1/plans';
const tag = 'Plans';

const subject = { prefix: 'plan', snapshot: planWire } as const;

/** Plans over HTTP. */
export const planHttp: HttpModule<
  { readonly plans: PlanUseCases },
  (typeof planEventTypes)[number]
> = {
  endpoints: (useCases) => [
    ...collectionEndpoints(useCases.plans),
    ...memberEndpoints(useCases.plans),
    ...archiveEndpoints(useCases.plans),
  ],
  operations: planDocs,
  events: {
    'plan.created': ['A plan was created', subject, 'made'],
    'plan.updated': ['A plan was changed', subject, 'changed'],
    'plan.activated': ['A draft was put on offer', subject, 'changed'],
    'plan.archived': ['A plan was archived', subject, 'changed'],
    'plan.restored': ['An archived plan was restored', subject, 'changed'],
  },
};

const collectionEndpoints = (plans: PlanUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listPlans',
    summary: 'List plans, newest first',
    tag,
    permission: plans.list.permission,
    query: planListQuery,
    view: pageWire(planWire, 'PlanPage'),
    handle: async ({ context, query }) => {
      const page = await plans.list.execute(context, withCreatedAt(query));
      return asPage({ ...page, data: page.data.map(toWire) });
    },
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createPlan',
    summary: 'Create a plan',
    tag,
    permission: plans.create.permission,
    body: newPlanWire,
    view: planWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: [PlanCodeTaken, PlanWithoutPrice],
    handle: async ({ context, body }) => toWire(await plans.create.execute(context, body)),
  }),
];

const memberEndpoints = (plans: PlanUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{planId}`,
    operationId: 'getPlan',
    summary: 'Show a plan, archived or not',
    tag,
    permission: plans.get.permission,
    params,
    view: planWire,
    etag: 'of-all',
    errors: [PlanNotFound],
    handle: async ({ context, params: { planId } }) =>
      toWire(await plans.get.execute(context, { planId })),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{planId}`,
    operationId: 'updatePlan',
    summary: 'Change a plan',
    tag,
    permission: plans.update.permission,
    params,
    body: planChangesWire,
    view: planWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [
      PlanNotFound,
      VersionMismatch,
      PlanArchived,
      PlanAlreadyActive,
      PlanTermsFixed,
      PlanWithoutPrice,
      PlanCodeTaken,
    ],
    handle: async ({ context, params: { planId }, version, body: changes }) =>
      toWire(await plans.update.execute(context, { planId, version, changes })),
  }),
];

const archiveEndpoints = (plans: PlanUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'delete',
    path: `${path}/{planId}`,
    operationId: 'archivePlan',
    summary: 'Archive a plan',
    description: 'It stays readable by its id and in `?status=archived`; its code is free again.',
    tag,
    permission: plans.archive.permission,
    params,
    ifMatch: true,
    errors: [PlanNotFound, VersionMismatch, PlanArchived],
    handle: async ({ context, params: { planId }, version }) => {
      await plans.archive.execute(context, { planId, version });
    },
  }),
  endpoint({
    method: 'post',
    path: `${path}/{planId}/restore`,
    operationId: 'restorePlan',
    summary: 'Restore an archived plan',
    tag,
    permission: plans.restore.permission,
    params,
    view: planWire,
    etag: 'of-all',
    errors: [PlanNotFound, PlanNotArchived, PlanCodeTaken],
    handle: async ({ context, params: { planId } }) =>
      toWire(await plans.restore.execute(context, { planId })),
  }),
];

const toWire = (plan: PlanView) => ({ ...plan, ...termsOnWire(plan) });
