import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads } from '#application/webhooks/ports.ts';
import type { WebhookEndpointView } from '#application/webhooks/queries.ts';

interface Dependencies {
  readonly reads: ReadAccess<WebhookReads>;
}

/** Lists the tenant's webhook endpoints, newest first. */
export class ListWebhookEndpoints implements UseCase<PageRequest, Page<WebhookEndpointView>> {
  readonly permission = 'webhooks:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} for a bad limit or cursor. */
  async execute(context: RequestContext, request: PageRequest): Promise<Page<WebhookEndpointView>> {
    const { reads } = this.#dependencies;
    const key = { prefix: 'whk', of: ({ id }: WebhookEndpointView) => id } as const;
    return readPage(request, key, (slice) =>
      reads.read(context, ({ webhookEndpoints }) => webhookEndpoints.list(slice)),
    );
  }
}
