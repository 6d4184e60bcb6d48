import { refusal } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';

export class InvoiceNotFound extends refusal(
  'notFound',
  'invoice_not_found',
  'There is no such invoice.',
) {}

export class InvoiceLineNotFound extends refusal(
  'notFound',
  'invoice_line_not_found',
  'The invoice has no such line.',
) {}

export class InvoiceNotDraft extends refusal(
  'conflict',
  'invoice_not_draft',
  'The invoice is finalized already. What was issued does not change.',
) {}

export class InvoiceNotPayable extends refusal(
  'conflict',
  'invoice_not_payable',
  'Only a finalized invoice can be paid.',
) {}

export class InvoicePaid extends refusal(
  'conflict',
  'invoice_paid',
  'Nothing is left to pay on the invoice.',
) {}

export class SellerIncomplete extends refusal(
  'conflict',
  'seller_incomplete',
  'A live tenant issues invoices once its seller has a name, an address and a tax id.',
) {}

export class BillingIssueNotFound extends refusal(
  'notFound',
  'billing_issue_not_found',
  'There is no such billing issue.',
) {}

export class BillingIssueResolved extends refusal(
  'conflict',
  'billing_issue_resolved',
  'The billing issue is resolved already.',
) {}

export class BalanceTooLow extends refusal(
  'conflict',
  'balance_too_low',
  'The balance does not go below zero: take back no more than there is.',
) {}

/** Our own mistake: a number is given a second time. */
export class InvoiceNumberTaken extends InvariantViolation {
  constructor() {
    super('Another invoice of the tenant has this number.');
  }
}

/** Our own mistake: more is taken from a balance than there is. */
export class BalanceBelowZero extends InvariantViolation {
  constructor() {
    super('The balance of a customer never goes below zero.');
  }
}
