import { DomainError } from '#domain/shared/errors.ts';

/** Something we depend on is away. Nothing was done; the same call may go through in a moment. */
export class Unavailable extends DomainError {
  static readonly kind = 'unavailable';
  static readonly code = 'unavailable';
  readonly kind = Unavailable.kind;
  readonly code = Unavailable.code;

  constructor() {
    super('The service cannot answer right now: try again in a moment.');
  }
}
