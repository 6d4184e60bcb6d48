import { randomUUID } from 'node:crypto';
import { operatorContext } from '#application/operations/operator-context.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Opened } from '#interfaces/cli/opened.ts';

/** A request of the command line that is about no tenant. */
export const operatorRequest = (): AnonymousContext => ({ requestId: `cli-${randomUUID()}` });

/** The operator in a tenant, whether it exists or not. */
export const operatorOf = (tenantId: TenantId): RequestContext =>
  operatorContext(tenantId, operatorRequest().requestId);

/**
 * The operator in a tenant that exists.
 * @throws {TenantNotFound}
 */
export const operatorIn = async (
  { useCases }: Opened,
  tenantId: TenantId,
): Promise<RequestContext> => {
  const context = operatorOf(tenantId);
  await useCases.tenant.get.execute(context);
  return context;
};

/** All tenants of the installation, newest first. */
export const tenantsOf = async ({ operations }: Opened): Promise<readonly TenantId[]> => {
  const ids: TenantId[] = [];
  let cursor: string | undefined;
  do {
    const page = await operations.listTenants.execute(operatorRequest(), { limit: 100, cursor });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
};
