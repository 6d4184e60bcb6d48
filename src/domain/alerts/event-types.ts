/** The events of a usage alert that webhooks and the feed show. */
export const usageAlertEventTypes = [
  'usage_alert.created',
  'usage_alert.updated',
  'usage_alert.deleted',
  'usage_alert.reached',
] as const;
