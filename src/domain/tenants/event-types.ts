/** The events of a tenant that others are told of. */
export const tenantEventTypes = ['tenant.updated'] as const;
