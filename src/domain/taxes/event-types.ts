/** The events of a tax rate that webhooks and the feed show. */
export const taxRateEventTypes = [
  'tax_rate.created',
  'tax_rate.updated',
  'tax_rate.archived',
] as const;
