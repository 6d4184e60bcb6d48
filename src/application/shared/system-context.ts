import type { RequestContext } from '#application/shared/context.ts';
import { permissions } from '#domain/shared/permissions.ts';

/**
 * A program of ours acts in a tenant, and may do everything there.
 * @param name the actor in the audit entries
 */
export const systemContext = (
  { requestId, tenantId, mode }: Pick<RequestContext, 'requestId' | 'tenantId' | 'mode'>,
  name: string,
): RequestContext => ({
  requestId,
  tenantId,
  ...(mode && { mode }),
  actor: { kind: 'system', name },
  permissions: everyPermission,
});

const everyPermission = new Set(permissions);
