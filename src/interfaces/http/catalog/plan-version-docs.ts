import type { OperationDocs } from '#interfaces/http/module.ts';

const path = { number: '2' };
const dearer = [{ name: 'Base', amount: { amount: 5900, currency: 'EUR' } }];

/** The document's text about versions of plans. */
export const planVersionDocs: OperationDocs = {
  listPlanVersions: {
    description: 'Lists the versions of a plan: what is published, and drafts.',
    query: { status: 'published' },
  },
  createPlanVersion: {
    description:
      'Makes a draft from the newest published version of an active plan, with the changes that ' +
      'are given. Nobody can subscribe to it before it is published.',
    body: {
      prices: dearer,
      features: [{ code: 'single-sign-on', kind: 'boolean' }],
      billingPolicy: { preset: 'lago', cycle: 'restart' },
    },
  },
  getPlanVersion: {
    description: 'Shows one version of a plan, with its own `version` as `ETag`.',
    path,
  },
  updatePlanVersion: {
    description: 'Changes a draft. A published version never changes.',
    path,
    body: { trialDays: 30, billingPolicy: null },
  },
  deletePlanVersion: {
    description: 'Deletes a draft. Its number is free for another one.',
    path,
  },
  publishPlanVersion: {
    description:
      'Fixes the terms of a draft and puts the plan on offer on them. Subscriptions stay on the ' +
      'version that they agreed to, until they are changed to another.',
    path,
  },
};
