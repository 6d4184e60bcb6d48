import type { WebhookEndpointRepository } from '#application/webhooks/ports.ts';
import type { TenantId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type {
  DeletedWebhookEndpoint,
  WebhookEndpointFacts,
} from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';
import { removeRow, storeRow } from '#infrastructure/typeorm/versioned-rows.ts';
import type { WebhookEndpointRow } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';
import { webhookEndpointTable } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';

// A bound, so that no list is without one; an event for more than these is for another design.
const endpointsMax = 1000;

/** Endpoints in PostgreSQL, their secrets sealed. */
export class TypeOrmWebhookEndpointRepository implements WebhookEndpointRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined> {
    const { manager, tenantId } = this.#transaction;
    const id = uuidOf(endpointId);
    const row = await manager.findOneBy(webhookEndpointTable, { tenantId, id });
    return row === null ? undefined : this.#toEndpoint(row);
  }

  async enabled(): Promise<readonly WebhookEndpoint[]> {
    const { manager, tenantId } = this.#transaction;
    const rows = await manager.find(webhookEndpointTable, {
      where: { tenantId, status: 'enabled' },
      order: { id: 'ASC' },
      take: endpointsMax,
    });
    return rows.map((row) => this.#toEndpoint(row));
  }

  async save(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { events } = this.#transaction;
    const { facts } = endpoint;
    const stored = new WebhookEndpoint({ ...facts, version: facts.version + 1 });
    await storeRow(this.#transaction, webhookEndpointTable, this.#toRow(stored));
    events.record(endpoint);
    return stored;
  }

  async remove(endpoint: DeletedWebhookEndpoint): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = endpoint;
    await removeRow(this.#transaction, webhookEndpointTable, {
      tenantId,
      id: uuidOf(endpoint.id),
      version,
    });
    events.record(endpoint);
  }

  #toRow({ facts }: WebhookEndpoint): WebhookEndpointRow {
    const { tenantId, sealer } = this.#transaction;
    const { secret, previousSecret, disabledReason, failingSince, ...row } = facts;
    const purpose = purposeOf(tenantId, facts.id);
    return {
      ...row,
      tenantId,
      id: uuidOf(facts.id),
      status: disabledReason === null ? 'enabled' : 'disabled',
      disabledReason,
      failingSince: failingSince === null ? null : new Date(failingSince),
      sealedSecret: sealer.seal(secret, purpose),
      sealedPreviousSecret:
        previousSecret === null ? null : sealer.seal(previousSecret.secret, purpose),
      previousSecretEndsAt: previousSecret === null ? null : new Date(previousSecret.endsAt),
      createdAt: new Date(facts.createdAt),
      updatedAt: new Date(facts.updatedAt),
    };
  }

  #toEndpoint(row: WebhookEndpointRow): WebhookEndpoint {
    const { sealer } = this.#transaction;
    const { sealedPreviousSecret: previous, previousSecretEndsAt: endsAt } = row;
    const view = toEndpointFacts(row);
    const purpose = purposeOf(row.tenantId, view.id);
    return new WebhookEndpoint({
      ...view,
      secret: sealer.open(row.sealedSecret, purpose),
      previousSecret:
        previous === null || endsAt === null
          ? null
          : { secret: sealer.open(previous, purpose), endsAt: instantOf(endsAt.getTime()) },
    });
  }
}

const purposeOf = (tenantId: string, endpointId: WebhookEndpointId): string => {
  const tenant: TenantId = idFromUuid('ten', tenantId);
  return `webhook-secret/${tenant}/${endpointId}`;
};

/** All of an endpoint but its secrets. */
export const toEndpointFacts = (
  row: Omit<WebhookEndpointRow, 'sealedSecret' | 'sealedPreviousSecret' | 'previousSecretEndsAt'>,
): Omit<WebhookEndpointFacts, 'secret' | 'previousSecret'> => ({
  id: idFromUuid('whk', row.id),
  version: row.version,
  url: row.url,
  description: row.description,
  eventTypes: row.eventTypes,
  disabledReason: row.disabledReason,
  failingSince: row.failingSince === null ? null : instantOf(row.failingSince.getTime()),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
});
