/** The events of a tenant that webhooks and the feed show. */
export const tenantEventTypes = ['tenant.updated'] as const;
