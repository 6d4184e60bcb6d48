import { DomainError, refusal } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';

export class CustomerBusy extends refusal(
  'conflict',
  'customer_busy',
  'Something else is changing what this customer owes. Repeat the request in a moment.',
) {
  override readonly isTemporary = true;
}

/** A price with groups or cells came to more of them than an invoice takes. */
export class TooManyGroups extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'too_many_groups';
  readonly kind = TooManyGroups.kind;
  readonly code = TooManyGroups.code;
  readonly price: string;

  /** @param price its name, as the line would have it */
  constructor(price: string, groups: number) {
    super(
      'Usage of a price has more groups in a period than the 10,000 that are charged. Cancel the ' +
        'events of groups that should not be there, then try again.',
      { price, groups },
    );
    this.price = price;
  }
}

/** Our own mistake: what was charged already is charged again. */
export class ChargeExists extends InvariantViolation {
  constructor() {
    super('A charge with this identity exists: nothing is charged twice.');
  }
}

/** Our own mistake: more of a charge is credited than it came to, or less than nothing. */
export class CreditOutOfBounds extends InvariantViolation {
  constructor() {
    super('What is credited of a charge lies between zero and its amount.');
  }
}
