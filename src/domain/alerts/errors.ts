import { refusal } from '#domain/shared/errors.ts';

// The id stays out: an unknown alert and another tenant's must look alike to the last byte.
export class UsageAlertNotFound extends refusal(
  'notFound',
  'usage_alert_not_found',
  'There is no such usage alert.',
) {}

export class UsageAlertCodeTaken extends refusal(
  'conflict',
  'usage_alert_code_taken',
  'Another usage alert has this code.',
) {}

export class TooManyUsageAlerts extends refusal(
  'conflict',
  'too_many_usage_alerts',
  'The tenant has as many usage alerts as it may. Delete one that is not needed any more.',
) {}
