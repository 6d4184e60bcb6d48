import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';

/** The operator may do everything in a tenant; the audit entries name the program. */
export const operatorContext = (tenantId: TenantId, requestId: string): RequestContext => ({
  requestId,
  tenantId,
  actor: { kind: 'system', name: 'operator' },
  permissions: new Set(permissions),
});
