import { ArchiveMeter } from '#application/metering/archive-meter.ts';
import type { CancelledUsage } from '#application/metering/cancel-usage.ts';
import { CancelUsage } from '#application/metering/cancel-usage.ts';
import { CreateMeter } from '#application/metering/create-meter.ts';
import { ListUsageEvents } from '#application/metering/list-usage-events.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import { PreviewMeter } from '#application/metering/preview-meter.ts';
import type { PricedMeterRepositories } from '#application/metering/priced-meters.ts';
import type { MeterFilter, MeteringReads } from '#application/metering/queries.ts';
import { QueryUsage } from '#application/metering/query-usage.ts';
import type { RecordedUsage } from '#application/metering/record-usage.ts';
import { RecordUsage } from '#application/metering/record-usage.ts';
import { UpdateMeter } from '#application/metering/update-meter.ts';
import { VerifyUsage } from '#application/metering/verify-usage.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import type { NextTurn } from '#application/shared/next-turn.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { MeterNotFound } from '#domain/metering/errors.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import { parseCode } from '#domain/shared/text.ts';

export interface GetMeterInput {
  readonly meterId: MeterId;
}

export type ListMetersInput = MeterFilter & ListRequest;

/** The use cases of meters. */
export const meterUseCases = (
  ports: Ports<MeteringRepositories & PricedMeterRepositories, MeteringReads>,
) => ({
  create: guarded(new CreateMeter(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'catalog:read',
      find: ({ meters }, { meterId }: GetMeterInput) => meters.find(meterId),
      notFound: MeterNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'catalog:read',
      prefix: 'mtr',
      parse: ({ search, code }: MeterFilter) =>
        checkAll({
          search: () => orUndefined(parseSearch)(search),
          code: () => orUndefined(parseCode)(code),
        }),
      list: ({ meters }, filter, slice) => meters.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateMeter(ports)),
  archive: guarded(new ArchiveMeter(ports)),
  preview: guarded(new PreviewMeter()),
});

export type MeterUseCases = ReturnType<typeof meterUseCases>;

/** The use cases of usage. */
export const usageUseCases = (
  ports: Ports<MeteringRepositories & Pick<TenantRepositories, 'tenants'>, MeteringReads> & {
    readonly usageRecorded: (recorded: RecordedUsage) => void;
    readonly usageCancelled: (cancelled: CancelledUsage) => void;
    readonly nextTurn: NextTurn;
  },
) => ({
  record: guarded(new RecordUsage(ports)),
  cancel: guarded(new CancelUsage(ports)),
  query: guarded(new QueryUsage(ports)),
  list: guarded(new ListUsageEvents(ports)),
  verify: guarded(new VerifyUsage(ports)),
});

export type UsageUseCases = ReturnType<typeof usageUseCases>;
