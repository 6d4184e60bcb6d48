import type { WebhookEndpointRepository } from '#application/webhooks/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type {
  DeletedWebhookEndpoint,
  DisabledReason,
  SealedSecret,
  WebhookEndpointFacts,
} from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { webhookSecretPurpose } from '#infrastructure/security/sealed-webhook-secrets.ts';
import { deleteRow, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';
import type { WebhookEndpointRow } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';
import { webhookEndpointTable } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';

// Others wait for this statement; what the next one reads is what they left.
const lock = {
  name: 'webhook_endpoints.lock',
  text: 'select id from webhook_endpoints where tenant_id = $1 and id = $2 for no key update',
};

// All but the version: it counts what the owner changed.
const note = {
  name: 'webhook_endpoints.note',
  text: `update webhook_endpoints
    set status = $3, disabled_reason = $4, failing_since = $5, updated_at = $6
    where tenant_id = $1 and id = $2`,
};

/** Endpoints in PostgreSQL. Their secrets come and go sealed; none is opened here to be read. */
export class TypeOrmWebhookEndpointRepository implements WebhookEndpointRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined> {
    const { manager, tenantId } = this.#transaction;
    const id = uuidOf(endpointId);
    const row = await manager.findOneBy(webhookEndpointTable, { tenantId, id });
    return row === null ? undefined : toEndpoint(row);
  }

  async findLocked(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined> {
    const { client, tenantId } = this.#transaction;
    await client.query({ ...lock, values: [tenantId, uuidOf(endpointId)] });
    return this.find(endpointId);
  }

  async note(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { client, tenantId, events } = this.#transaction;
    const { id, disabledReason, failingSince, updatedAt } = endpoint.facts;
    const values = [
      tenantId,
      uuidOf(id),
      statusOf(disabledReason),
      disabledReason,
      failingSince === null ? null : new Date(failingSince),
      new Date(updatedAt),
    ];
    const { rowCount } = await client.query({ ...note, values });
    if (rowCount !== 1) throw new VersionMismatch();
    events.record(endpoint);
    return new WebhookEndpoint(endpoint.facts);
  }

  async save(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { events } = this.#transaction;
    const { facts } = endpoint;
    const stored = new WebhookEndpoint({ ...facts, version: facts.version + 1 });
    await storeRow(this.#transaction, webhookEndpointTable, this.#toRow(stored));
    events.record(endpoint);
    return stored;
  }

  async delete(endpoint: DeletedWebhookEndpoint): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = endpoint;
    await deleteRow(this.#transaction, webhookEndpointTable, {
      tenantId,
      id: uuidOf(endpoint.id),
      version,
    });
    events.record(endpoint);
  }

  #toRow({ facts }: WebhookEndpoint): WebhookEndpointRow {
    const { tenantId, sealer } = this.#transaction;
    const { secret, previousSecret, disabledReason, failingSince, ...row } = facts;
    const purpose = webhookSecretPurpose({
      tenantId: idFromUuid('ten', tenantId),
      endpointId: facts.id,
    });
    return {
      ...row,
      tenantId,
      id: uuidOf(facts.id),
      status: statusOf(disabledReason),
      disabledReason,
      failingSince: failingSince === null ? null : new Date(failingSince),
      // So that a key that is to go is needed no more.
      sealedSecret: sealer.renew(secret, purpose),
      sealedPreviousSecret:
        previousSecret === null ? null : sealer.renew(previousSecret.secret, purpose),
      previousSecretEndsAt: previousSecret === null ? null : new Date(previousSecret.endsAt),
      createdAt: new Date(facts.createdAt),
      updatedAt: new Date(facts.updatedAt),
    };
  }
}

const statusOf = (disabledReason: DisabledReason | null): WebhookEndpointRow['status'] =>
  disabledReason === null ? 'enabled' : 'disabled';

const toEndpoint = (row: WebhookEndpointRow): WebhookEndpoint => {
  const { sealedPreviousSecret: previous, previousSecretEndsAt: endsAt } = row;
  return new WebhookEndpoint({
    ...toEndpointFacts(row),
    secret: row.sealedSecret as SealedSecret,
    previousSecret:
      previous === null || endsAt === null
        ? null
        : { secret: previous as SealedSecret, endsAt: instantOf(endsAt.getTime()) },
  });
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
