import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookRepositories } from '#application/webhooks/ports.ts';
import type { WebhookDeliveryView } from '#application/webhooks/queries.ts';
import { webhookDeliveryView } from '#application/webhooks/queries.ts';
import type { WebhookDeliveryId } from '#domain/shared/ids.ts';
import { WebhookDeliveryNotFound, WebhookEndpointDisabled } from '#domain/webhooks/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
}

export interface ResendWebhookDeliveryInput {
  readonly deliveryId: WebhookDeliveryId;
}

/** Sends a delivery once more, and begins its schedule anew. */
export class ResendWebhookDelivery
  implements UseCase<ResendWebhookDeliveryInput, WebhookDeliveryView>
{
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookDeliveryNotFound | WebhookEndpointDisabled | VersionMismatch} */
  async execute(
    context: RequestContext,
    { deliveryId }: ResendWebhookDeliveryInput,
  ): Promise<WebhookDeliveryView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ webhookDeliveries, webhookEndpoints }, { realNow }) => {
      const delivery = await webhookDeliveries.findLocked(deliveryId);
      if (delivery === undefined) throw new WebhookDeliveryNotFound();
      const endpoint = await webhookEndpoints.find(delivery.facts.endpointId);
      if (endpoint?.isEnabled !== true) throw new WebhookEndpointDisabled();
      return webhookDeliveryView(await webhookDeliveries.save(delivery.resend(realNow)));
    });
  }
}
