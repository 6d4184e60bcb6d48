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
const tenantsOf = async ({ operations }: Opened): Promise<readonly TenantId[]> => {
  const ids: TenantId[] = [];
  let cursor: string | undefined;
  do {
    const page = await operations.listTenants.execute(operatorRequest(), { limit: 100, cursor });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
};

/**
 * Asks something of a tenant, or of all where none is given, one after the other.
 * @throws {TenantNotFound}
 */
export const ofEachTenant = async <Found extends object>(
  opened: Opened,
  tenant: TenantId | undefined,
  find: (tenantId: TenantId) => Promise<Found>,
): Promise<readonly OfTenant<Found>[]> => {
  if (tenant !== undefined) await operatorIn(opened, tenant);
  const tenantIds = tenant === undefined ? await tenantsOf(opened) : [tenant];
  const all = [];
  for (const tenantId of tenantIds) all.push({ tenantId, ...(await find(tenantId)) });
  return all;
};

export type OfTenant<Found> = Found & { readonly tenantId: TenantId };
