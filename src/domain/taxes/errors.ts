import { refusal } from '#domain/shared/errors.ts';

// The id stays out: an unknown rate and another tenant's must look alike to the last byte.
export class TaxRateNotFound extends refusal(
  'notFound',
  'tax_rate_not_found',
  'There is no such tax rate.',
) {}

export class TaxRateArchived extends refusal(
  'conflict',
  'tax_rate_archived',
  'The tax rate is archived: it does not change any more.',
) {}

/** Invoices name it by its id: what they say of it must stay true. */
export class TaxRateFixed extends refusal(
  'conflict',
  'tax_rate_fixed',
  'What a tax rate comes to, and whether prices include it, is fixed: create another, put it ' +
    'where this one stands, and archive this one.',
) {}
