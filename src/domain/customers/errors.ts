import { refusal } from '#domain/shared/errors.ts';

// The id stays out: an unknown customer and another tenant's must look alike to the last byte.
export class CustomerNotFound extends refusal(
  'notFound',
  'customer_not_found',
  'There is no such customer.',
) {}

export class CustomerEmailTaken extends refusal(
  'conflict',
  'customer_email_taken',
  'Another customer has this e-mail address, whatever its case.',
) {}

export class CustomerExternalIdTaken extends refusal(
  'conflict',
  'customer_external_id_taken',
  'Another customer has this external id.',
) {}

export class CustomerInUse extends refusal(
  'conflict',
  'customer_in_use',
  'The customer has subscriptions or invoices, which stay: it cannot be deleted.',
) {}

export class CustomerCurrencyMismatch extends refusal(
  'conflict',
  'currency_mismatch',
  'The customer is billed in another currency.',
) {}
