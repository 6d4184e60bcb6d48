import { DomainError, refusal } from '#domain/shared/errors.ts';
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
  'Only an invoice that was finalized, and not voided, can be paid.',
) {}

export class InvoicePaid extends refusal(
  'conflict',
  'invoice_paid',
  'Nothing is left to pay on the invoice.',
) {}

export class InvoiceNotIssued extends refusal(
  'conflict',
  'invoice_not_issued',
  'The invoice is a draft, of which nothing is owed yet. Change, finalize or delete it instead.',
) {}

export class InvoiceVoided extends refusal(
  'conflict',
  'invoice_voided',
  'The invoice was voided: nothing of it is owed any more.',
) {}

export class InvoiceUncollectible extends refusal(
  'conflict',
  'invoice_uncollectible',
  'The invoice is marked as uncollectible already.',
) {}

export class InvoiceHasPayments extends refusal(
  'conflict',
  'invoice_has_payments',
  'Money was received for the invoice, so it cannot be voided. Correct it by another invoice.',
) {}

export class InvoiceCredited extends refusal(
  'conflict',
  'invoice_credited',
  'Another invoice credits a part of this one. Void that one first, or void this one with reissue.',
) {}

export class BalanceSpent extends refusal(
  'conflict',
  'balance_spent',
  'The invoice moved an amount to the balance of the customer, and not all of it is left there. ' +
    'Void the invoices that spent it first.',
) {}

export class InvoiceHasCharges extends refusal(
  'conflict',
  'invoice_has_charges',
  'Charges of subscriptions stand on the draft, which would be lost. Finalize it, then void it.',
) {}

export class InvoiceWithoutLines extends refusal(
  'conflict',
  'invoice_without_lines',
  'Nothing stands on the draft. Add a line, or delete the draft.',
) {}

export class InvoiceLineNotManual extends refusal(
  'conflict',
  'invoice_line_not_manual',
  'A subscription was charged this line. Only lines that a person added change; add another one.',
) {}

export class TooManyInvoiceLines extends refusal(
  'conflict',
  'too_many_invoice_lines',
  'The draft has as many lines as a person may add. Make another invoice.',
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

/** Something moved since the preview was made: `preview` shows what the call would do now. */
export class PreviewOutdated extends DomainError {
  static readonly kind = 'conflict';
  static readonly code = 'preview_outdated';
  readonly kind = PreviewOutdated.kind;
  readonly code = PreviewOutdated.code;
  readonly preview: unknown;

  constructor(preview: unknown) {
    super('Something that the preview depends on has changed. Look at the new preview.', {
      preview,
    });
    this.preview = preview;
  }
}

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
