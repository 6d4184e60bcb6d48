/** The events of a meter that webhooks and the feed show. */
export const meterEventTypes = ['meter.created', 'meter.updated', 'meter.archived'] as const;
