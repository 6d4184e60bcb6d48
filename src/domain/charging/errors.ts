import { refusal } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';

export class CustomerBusy extends refusal(
  'conflict',
  'customer_busy',
  'Something else is changing what this customer owes. Repeat the request in a moment.',
) {
  override readonly isTemporary = true;
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
