import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookRepositories } from '#application/webhooks/ports.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';
import { WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
}

export interface DeleteWebhookEndpointInput {
  readonly endpointId: WebhookEndpointId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes an endpoint and its deliveries. */
export class DeleteWebhookEndpoint implements UseCase<DeleteWebhookEndpointInput, void> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookEndpointNotFound | VersionMismatch} */
  async execute(
    context: RequestContext,
    { endpointId, version }: DeleteWebhookEndpointInput,
  ): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    await unitOfWork.run(context, async ({ webhookEndpoints }, { realNow }) => {
      const endpoint = requireVersion(
        await webhookEndpoints.findLocked(endpointId),
        version,
        WebhookEndpointNotFound,
      );
      await webhookEndpoints.delete(endpoint.delete(realNow));
    });
  }
}
