import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { IssuedWebhookEndpoint } from '#application/webhooks/create-webhook-endpoint.ts';
import type { WebhookRepositories, WebhookSecrets } from '#application/webhooks/ports.ts';
import { webhookEndpointView } from '#application/webhooks/queries.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import { WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly webhookSecrets: WebhookSecrets;
}

export interface RotateWebhookSecretInput {
  readonly endpointId: WebhookEndpointId;
}

/** Gives an endpoint another signing secret; for a day both sign. */
export class RotateWebhookSecret
  implements UseCase<RotateWebhookSecretInput, IssuedWebhookEndpoint>
{
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookEndpointNotFound | VersionMismatch} */
  async execute(
    context: RequestContext,
    { endpointId }: RotateWebhookSecretInput,
  ): Promise<IssuedWebhookEndpoint> {
    const { unitOfWork, webhookSecrets } = this.#dependencies;
    const { secret, sealed } = webhookSecrets.issue({ tenantId: context.tenantId, endpointId });

    return unitOfWork.run(context, async ({ webhookEndpoints }, { realNow }) => {
      const endpoint = await webhookEndpoints.findLocked(endpointId);
      if (endpoint === undefined) throw new WebhookEndpointNotFound();
      const rotated = await webhookEndpoints.save(endpoint.rotateSecret(sealed, realNow));
      return { endpoint: webhookEndpointView(rotated), secret };
    });
  }
}
