import type { OperationDocs } from '#interfaces/http/module.ts';
import { exampleId } from '#interfaces/http/module.ts';

/** The document's text about plans. */
export const planDocs: OperationDocs = {
  listPlans: {
    description: 'Lists the plans that are not archived, or those of a status.',
    query: { status: 'all' },
  },
  createPlan: {
    description: 'Stores a plan with its prices. It is a draft, or active where `status` says so.',
    body: {
      productId: exampleId('prod'),
      code: 'team-monthly',
      name: 'Team, monthly',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      trialDays: 14,
      prices: [{ name: 'Base', amount: { amount: 4900, currency: 'EUR' } }],
      features: [
        { code: 'single-sign-on', kind: 'boolean' },
        { code: 'support', kind: 'value', value: 'by phone' },
      ],
      billingPolicy: { countedBy: 'month_30', creditAs: 'balance' },
    },
  },
  getPlan: { description: 'Shows one plan, with its version as the `ETag`.' },
  updatePlan: {
    description: 'Changes a plan. Once it is active its terms are fixed: 409 `plan_terms_fixed`.',
    body: { name: 'Team' },
  },
  archivePlan: { description: 'Takes a plan off the list.' },
  restorePlan: { description: 'Puts an archived plan back, unless its code was taken meanwhile.' },
};
