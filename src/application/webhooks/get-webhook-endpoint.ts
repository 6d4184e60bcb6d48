import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads } from '#application/webhooks/ports.ts';
import type { WebhookEndpointView } from '#application/webhooks/queries.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import { WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';

interface Dependencies {
  readonly reads: ReadAccess<WebhookReads>;
}

export interface GetWebhookEndpointInput {
  readonly endpointId: WebhookEndpointId;
}

export class GetWebhookEndpoint implements UseCase<GetWebhookEndpointInput, WebhookEndpointView> {
  readonly permission = 'webhooks:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookEndpointNotFound} */
  async execute(
    context: RequestContext,
    { endpointId }: GetWebhookEndpointInput,
  ): Promise<WebhookEndpointView> {
    const { reads } = this.#dependencies;
    const found = await reads.read(context, ({ webhookEndpoints }) =>
      webhookEndpoints.find(endpointId),
    );
    if (found === undefined) throw new WebhookEndpointNotFound();
    return found;
  }
}
