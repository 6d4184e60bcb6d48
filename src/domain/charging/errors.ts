import { refusal } from '#domain/shared/errors.ts';

export class CustomerBusy extends refusal(
  'conflict',
  'customer_busy',
  'Something else is changing what this customer owes. Repeat the request in a moment.',
) {}
