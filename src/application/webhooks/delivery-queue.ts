import type { BackgroundContexts, JobOutcome } from '#application/shared/jobs.ts';
import { queue } from '#application/shared/jobs.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

/** A delivery whose next attempt is due. */
export interface DueDelivery {
  readonly tenantId: TenantId;
  readonly deliveryId: WebhookDeliveryId;
  /** When the attempt is due that the job was made for; null in jobs of earlier releases. */
  readonly dueAt: Instant | null;
  /** When the job was handed out, by the one clock that decides what is due. */
  readonly handedOutAt: Instant;
}

/** A job as it is stored: ids as UUIDs, and times in milliseconds since 1970. */
export interface DeliveryData {
  readonly tenantId: string;
  readonly deliveryId: string;
  /** When its attempt is due; missing in jobs of earlier releases. */
  readonly dueAt?: number;
}

/** The use cases that work on its jobs. */
export interface DeliveryWork extends BackgroundContexts {
  readonly background: {
    readonly attemptDelivery: UseCase<Omit<DueDelivery, 'tenantId'>, JobOutcome>;
  };
}

/**
 * Attempts at webhooks. Each is a job of its own; what comes after it is decided by the delivery's
 * schedule.
 */
export const deliveryQueue = queue({
  name: 'webhook-delivery',
  handler: 'delivery',
  options: {
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 45,
  },
  slotsMax: 50,
  dueOf: ({ tenantId, deliveryId, dueAt }: DeliveryData, handedOutAt): DueDelivery => ({
    tenantId: idFromUuid('ten', tenantId),
    deliveryId: idFromUuid('dlv', deliveryId),
    dueAt: dueAt === undefined ? null : instantOf(dueAt),
    handedOutAt,
  }),
  handlerOf:
    ({ background, contextOf }: DeliveryWork) =>
    ({ tenantId, ...due }) =>
      background.attemptDelivery.execute(contextOf(tenantId), due),
});
