import type { RequestContext } from '#application/shared/context.ts';
import { systemContext } from '#application/shared/system-context.ts';
import type { TenantId } from '#domain/shared/ids.ts';

/** The operator may do everything in a tenant; the audit entries name the program. */
export const operatorContext = (tenantId: TenantId, requestId: string): RequestContext =>
  systemContext({ tenantId, requestId }, 'operator');
