import { CreateUsageAlert } from '#application/alerts/create-usage-alert.ts';
import { DeleteUsageAlert } from '#application/alerts/delete-usage-alert.ts';
import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageAlertFilter, UsageAlertReads } from '#application/alerts/queries.ts';
import { UpdateUsageAlert } from '#application/alerts/update-usage-alert.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import { UsageAlertNotFound } from '#domain/alerts/errors.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import { parseCode } from '#domain/shared/text.ts';

export interface GetUsageAlertInput {
  readonly alertId: UsageAlertId;
}

export type ListUsageAlertsInput = UsageAlertFilter & ListRequest;

/** How much is shown of what was reached, and of failures. */
const shownMax = 100;

/** The use cases of usage alerts. */
export const usageAlertUseCases = (ports: Ports<UsageAlertRepositories, UsageAlertReads>) => ({
  create: guarded(new CreateUsageAlert(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'usage:read',
      find: async ({ usageAlerts }, { alertId }: GetUsageAlertInput) => {
        const alert = await usageAlerts.find(alertId);
        if (alert === undefined) return undefined;
        const reached = await usageAlerts.reached(alertId, shownMax);
        const failures = await usageAlerts.failures(alertId, shownMax);
        return { ...alert, reached, failures };
      },
      notFound: UsageAlertNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'usage:read',
      prefix: 'alr',
      parse: ({ search, code, ...filter }: UsageAlertFilter) => ({
        ...filter,
        ...checkAll({
          search: () => orUndefined(parseSearch)(search),
          code: () => orUndefined(parseCode)(code),
        }),
      }),
      list: ({ usageAlerts }, filter, slice) => usageAlerts.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateUsageAlert(ports)),
  delete: guarded(new DeleteUsageAlert(ports)),
});

export type UsageAlertUseCases = ReturnType<typeof usageAlertUseCases>;
