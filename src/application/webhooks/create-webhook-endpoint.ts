import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type {
  WebhookRepositories,
  WebhookSecrets,
  WebhookSender,
} from '#application/webhooks/ports.ts';
import type { WebhookEndpointView } from '#application/webhooks/queries.ts';
import { webhookEndpointView } from '#application/webhooks/queries.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { WebhookEndpointInput } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<WebhookRepositories>;
  readonly webhookSender: WebhookSender;
  readonly webhookSecrets: WebhookSecrets;
}

/** An endpoint and its signing secret, which is shown only this once. */
export interface IssuedWebhookEndpoint {
  readonly endpoint: WebhookEndpointView;
  readonly secret: string;
}

/** Creates an endpoint, which receives events from now on. */
export class CreateWebhookEndpoint implements UseCase<WebhookEndpointInput, IssuedWebhookEndpoint> {
  readonly permission = 'webhooks:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} */
  async execute(
    context: RequestContext,
    input: WebhookEndpointInput,
  ): Promise<IssuedWebhookEndpoint> {
    const { unitOfWork, webhookSender, webhookSecrets } = this.#dependencies;

    return unitOfWork.run(context, async ({ webhookEndpoints }, { realNow, nextId }) => {
      const endpointId = nextId('whk');
      const { secret, sealed } = webhookSecrets.issue({ tenantId: context.tenantId, endpointId });
      const endpoint = WebhookEndpoint.create(endpointId, input, sealed, realNow);
      requireSendable(webhookSender, endpoint);
      return { endpoint: webhookEndpointView(await webhookEndpoints.save(endpoint)), secret };
    });
  }
}

/** @throws {InvalidValue} `refused_url` where nothing could ever be sent to it. */
export const requireSendable = (sender: WebhookSender, { facts }: WebhookEndpoint): void => {
  const refusal = sender.refusal(facts.url);
  if (refusal !== undefined) throw InvalidValue.because('refused_url', refusal, '/url');
};
