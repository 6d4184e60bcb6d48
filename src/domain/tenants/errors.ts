import { DomainError } from '#domain/shared/errors.ts';

export class TenantNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'tenant_not_found';
  readonly kind = TenantNotFound.kind;
  readonly code = TenantNotFound.code;

  constructor() {
    super('There is no such tenant.');
  }
}
