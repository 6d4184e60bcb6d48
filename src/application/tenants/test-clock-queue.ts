import type { BackgroundContexts } from '#application/shared/jobs.ts';
import { queue } from '#application/shared/jobs.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AdvanceTestClockInput } from '#application/tenants/advance-test-clock.ts';
import type { TestClockView } from '#application/tenants/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A test clock that is to be taken where it was sent. */
export interface DueAdvance {
  readonly tenantId: TenantId;
  /** When the job was handed out. */
  readonly handedOutAt: Instant;
}

/** A job as it is stored: the id as a UUID. */
export interface AdvanceData {
  readonly tenantId: string;
}

/** The use cases that work on its jobs. */
export interface AdvanceWork extends BackgroundContexts {
  readonly testClocks: { readonly advance: UseCase<AdvanceTestClockInput, TestClockView> };
}

// Well below the time after which a job counts as lost with its worker.
const turn = { withinMilliseconds: 5_000 };

/**
 * Advances of test clocks. A worker takes a clock on for some seconds at a time, and whoever was
 * killed meanwhile is followed soon. Each such turn counts as a failure, and an advance of years
 * takes many.
 */
export const testClockQueue = queue({
  name: 'test-clock',
  handler: 'advance',
  options: { retryLimit: 500, retryDelay: 2, expireInSeconds: 15 },
  slotsMax: 4,
  dueOf: ({ tenantId }: AdvanceData, handedOutAt): DueAdvance => ({
    tenantId: idFromUuid('ten', tenantId),
    handedOutAt,
  }),
  handlerOf:
    ({ testClocks, contextOf }: AdvanceWork) =>
    async ({ tenantId, handedOutAt: notBefore }) => {
      const { status } = await testClocks.advance.execute(contextOf(tenantId), turn);
      return status === 'ready' ? 'done' : { notBefore };
    },
});
