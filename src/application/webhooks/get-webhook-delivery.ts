import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads } from '#application/webhooks/ports.ts';
import type { WebhookDeliveryView } from '#application/webhooks/queries.ts';
import type { WebhookDeliveryId } from '#domain/shared/ids.ts';
import { WebhookDeliveryNotFound } from '#domain/webhooks/errors.ts';

interface Dependencies {
  readonly reads: ReadAccess<WebhookReads>;
}

export interface GetWebhookDeliveryInput {
  readonly deliveryId: WebhookDeliveryId;
}

export class GetWebhookDelivery implements UseCase<GetWebhookDeliveryInput, WebhookDeliveryView> {
  readonly permission = 'webhooks:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookDeliveryNotFound} */
  async execute(
    context: RequestContext,
    { deliveryId }: GetWebhookDeliveryInput,
  ): Promise<WebhookDeliveryView> {
    const { reads } = this.#dependencies;
    const found = await reads.read(context, ({ webhookDeliveries }) =>
      webhookDeliveries.find(deliveryId),
    );
    if (found === undefined) throw new WebhookDeliveryNotFound();
    return found;
  }
}
