import { DomainError } from '#domain/shared/errors.ts';

/**
 * Something we depend on is away, and the same call may go through in a moment. When the connection
 * broke during a commit, nobody knows whether it was done.
 */
export class Unavailable extends DomainError {
  static readonly kind = 'unavailable';
  static readonly code = 'unavailable';
  readonly kind = Unavailable.kind;
  readonly code = Unavailable.code;

  /** @param cause what happened, for our log only */
  constructor(cause?: unknown) {
    super('The service cannot answer right now: try again in a moment.');
    if (cause !== undefined) this.cause = cause;
  }
}
