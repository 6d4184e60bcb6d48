import type { RequestContext } from '#application/shared/context.ts';
import type { Ports, ReadAccess } from '#application/shared/ports.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';

// Of some hundred bytes each.
const knownMax = 100_000;

/**
 * Runs and reads whose context says the tenant's mode. Where a context does not, as that of a
 * worker, it is read, once in the life of the process: a mode never changes. So runs in live
 * tenants ask for no clock.
 */
export const withKnownModes = <Repositories, Queries extends TenantReads>({
  unitOfWork,
  reads,
}: Ports<Repositories, Queries>): Ports<Repositories, Queries> => {
  const contextOf = rememberingModes(reads);
  return {
    unitOfWork: {
      run: async (context, work) => unitOfWork.run(await contextOf(context), work),
    },
    reads: {
      // Who shows a credential holds no right until it is proved, and costs one look for that.
      read: async (context, work) =>
        reads.read(context.permissions.size === 0 ? context : await contextOf(context), work),
    },
  };
};

const rememberingModes = (reads: ReadAccess<TenantReads>) => {
  const known = new Map<TenantId, TenantMode>();
  const look = async (context: RequestContext): Promise<TenantMode | undefined> => {
    const tenant = await reads.read(context, ({ tenants }) => tenants.find());
    if (tenant === undefined) return undefined;
    const [oldest] = known.size < knownMax ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(tenant.id, tenant.mode);
    return tenant.mode;
  };
  return async (context: RequestContext): Promise<RequestContext> => {
    if (context.mode !== undefined) return context;
    const mode = known.get(context.tenantId) ?? (await look(context));
    return mode === undefined ? context : { ...context, mode };
  };
};
