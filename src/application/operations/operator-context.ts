import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';

/** Who runs the installation may do everything in a tenant; the audit entries say that they did. */
export const operatorContext = (tenantId: TenantId, requestId: string): RequestContext => ({
  requestId,
  tenantId,
  actor: { kind: 'system', name: 'operator' },
  permissions: new Set(permissions),
});
