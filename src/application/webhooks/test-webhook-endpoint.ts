import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookRepositories } from '#application/webhooks/ports.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import { WebhookEndpointDisabled, WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';
import { testEventType } from '#domain/webhooks/event-types.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
}

export interface TestWebhookEndpointInput {
  readonly endpointId: WebhookEndpointId;
}

/** A test event that is on its way. */
export interface TestedWebhookEndpoint {
  readonly endpointId: WebhookEndpointId;
  readonly eventType: string;
}

/**
 * Sends an endpoint a test event by the way that all events go: signed, by a worker, and noted as a
 * delivery, in which its owner sees its result.
 */
export class TestWebhookEndpoint
  implements UseCase<TestWebhookEndpointInput, TestedWebhookEndpoint>
{
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {WebhookEndpointNotFound | WebhookEndpointDisabled} */
  async execute(
    context: RequestContext,
    { endpointId }: TestWebhookEndpointInput,
  ): Promise<TestedWebhookEndpoint> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ webhookEndpoints }, { realNow }) => {
      const endpoint = await webhookEndpoints.findLocked(endpointId);
      if (endpoint === undefined) throw new WebhookEndpointNotFound();
      if (!endpoint.isEnabled) throw new WebhookEndpointDisabled();
      await webhookEndpoints.note(endpoint.test(realNow));
      return { endpointId, eventType: testEventType };
    });
  }
}
