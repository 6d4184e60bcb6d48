import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireSendable } from '#application/webhooks/create-webhook-endpoint.ts';
import type { WebhookRepositories, WebhookSender } from '#application/webhooks/ports.ts';
import type { WebhookEndpointView } from '#application/webhooks/queries.ts';
import { webhookEndpointView } from '#application/webhooks/queries.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';
import type { WebhookEndpointChanges } from '#domain/webhooks/webhook-endpoint.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly webhookSender: WebhookSender;
}

export interface UpdateWebhookEndpointInput {
  readonly endpointId: WebhookEndpointId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: WebhookEndpointChanges;
}

/** Changes the URL of an endpoint, its event types, and whether it is enabled. */
export class UpdateWebhookEndpoint
  implements UseCase<UpdateWebhookEndpointInput, WebhookEndpointView>
{
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookEndpointNotFound | VersionMismatch | InvalidValue} */
  async execute(
    context: RequestContext,
    { endpointId, version, changes }: UpdateWebhookEndpointInput,
  ): Promise<WebhookEndpointView> {
    const { unitOfWork, webhookSender } = this.#dependencies;

    return unitOfWork.run(context, async ({ webhookEndpoints }, { realNow }) => {
      const endpoint = requireVersion(
        await webhookEndpoints.findLocked(endpointId),
        version,
        WebhookEndpointNotFound,
      );

      const changed = endpoint.change(changes, realNow);
      if (changes.url !== undefined) requireSendable(webhookSender, changed);
      const isSame = changed === endpoint;
      return webhookEndpointView(isSame ? endpoint : await webhookEndpoints.save(changed));
    });
  }
}
