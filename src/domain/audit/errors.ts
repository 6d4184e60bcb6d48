import { DomainError } from '#domain/shared/errors.ts';

/** There is no tenant whose chain it could be: nothing is verified, and nothing is intact. */
export class AuditChainNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'audit_chain_not_found';
  readonly kind = AuditChainNotFound.kind;
  readonly code = AuditChainNotFound.code;

  constructor() {
    super('There is no such tenant, so there are no audit entries to verify.');
  }
}
