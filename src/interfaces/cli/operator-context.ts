import { randomUUID } from 'node:crypto';
import type { RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { permissions } from '#domain/shared/permissions.ts';
import type { Opened } from '#interfaces/cli/opened.ts';

/** Who runs the installation may do everything in a tenant; the audit entries say that they did. */
export const operatorContext = (tenantId: TenantId): RequestContext => ({
  requestId: `cli-${randomUUID()}`,
  tenantId,
  actor: { kind: 'system', name: 'operator' },
  permissions: new Set(permissions),
});

/**
 * The operator in a tenant that exists.
 * @throws {TenantNotFound}
 */
export const operatorIn = async (
  { useCases }: Opened,
  tenantId: TenantId,
): Promise<RequestContext> => {
  const context = operatorContext(tenantId);
  await useCases.tenant.get.execute(context);
  return context;
};
