import { refusal } from '#domain/shared/errors.ts';

/** There is no tenant whose chain it could be: nothing is verified, and nothing is intact. */
export class AuditChainNotFound extends refusal(
  'notFound',
  'audit_chain_not_found',
  'There is no such tenant, so there are no audit entries to verify.',
) {}
