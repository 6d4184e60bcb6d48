import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { WebhookReads } from '#application/webhooks/ports.ts';
import type { WebhookDeliveryFilter, WebhookDeliveryView } from '#application/webhooks/queries.ts';

interface Dependencies {
  readonly reads: ReadAccess<WebhookReads>;
}

export type ListWebhookDeliveriesInput = WebhookDeliveryFilter & PageRequest;

/** Lists deliveries with what came of them, newest first. */
export class ListWebhookDeliveries
  implements UseCase<ListWebhookDeliveriesInput, Page<WebhookDeliveryView>>
{
  readonly permission = 'webhooks:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} for a bad limit or cursor. */
  async execute(
    context: RequestContext,
    { limit, cursor, ...filter }: ListWebhookDeliveriesInput,
  ): Promise<Page<WebhookDeliveryView>> {
    const { reads } = this.#dependencies;
    const key = { prefix: 'dlv', of: ({ id }: WebhookDeliveryView) => id } as const;
    return readPage({ limit, cursor }, key, (slice) =>
      reads.read(context, ({ webhookDeliveries }) => webhookDeliveries.list(filter, slice)),
    );
  }
}
