import { DomainError } from '#domain/shared/errors.ts';

export class CustomerNotFound extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'customer_not_found';
  readonly kind = CustomerNotFound.kind;
  readonly code = CustomerNotFound.code;

  // The id stays out: an unknown customer and another tenant's must look alike to the last byte.
  constructor() {
    super('There is no such customer.');
  }
}

export class CustomerEmailTaken extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'customer_email_taken';
  readonly kind = CustomerEmailTaken.kind;
  readonly code = CustomerEmailTaken.code;

  constructor() {
    super('Another customer has this e-mail address, whatever its case.');
  }
}

export class CustomerExternalIdTaken extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'customer_external_id_taken';
  readonly kind = CustomerExternalIdTaken.kind;
  readonly code = CustomerExternalIdTaken.code;

  constructor() {
    super('Another customer has this external id.');
  }
}
