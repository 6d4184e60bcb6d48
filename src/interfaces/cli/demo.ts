import type { BillingUseCases } from '#application/billing-use-cases.ts';

export const fillDemo = async (_useCases: BillingUseCases): Promise<string> => '';
