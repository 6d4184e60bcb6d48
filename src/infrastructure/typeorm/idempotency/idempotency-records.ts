import type { Pool } from 'pg';
import type { IdempotencyRecords, IdempotencyRequest } from '#application/shared/idempotency.ts';
import {
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
  idempotencyHours,
  ReplayedResponse,
} from '#application/shared/idempotency.ts';
import type { Outcome } from '#application/shared/outcome.ts';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
import type { Clock } from '#application/shared/ports.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { TenantReader, tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';

/** The purpose of the fingerprints of requests: see `Sealer.fingerprint`. */
const fingerprints = 'idempotency-fingerprints';

interface RecordRow {
  readonly fingerprint: Buffer | null;
  readonly sealed_answer: string | null;
}

interface LockedRecordRow extends RecordRow {
  readonly is_free: boolean;
}

const find = tenantScoped(
  `select k.fingerprint, k.sealed_answer from idempotency_keys k
    where k.tenant_id = scope.tenant_id and k.key_hash = $2 and k.expires_at > $3`,
  'idempotency_keys.find',
);

const hourMilliseconds = 3_600_000;

const insert = `insert into idempotency_keys
    (tenant_id, key_hash, fingerprint, sealed_answer, expires_at)
  values ($1, $2, $3, $4, $5)
  on conflict (tenant_id, key_hash) do update
    set fingerprint = excluded.fingerprint, sealed_answer = excluded.sealed_answer,
      expires_at = excluded.expires_at
    where idempotency_keys.expires_at <= $6`;

/** Idempotency records in PostgreSQL, sealed: an outcome may hold a secret that is shown once. */
export class PostgresIdempotencyRecords implements IdempotencyRecords {
  readonly #pool: Pool;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(pool: Pool, sealer: Sealer, clock: Clock) {
    this.#pool = pool;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  async find(idempotency: IdempotencyRequest): Promise<Outcome | undefined> {
    const reader = new TenantReader(this.#pool, ownerOf(idempotency));
    try {
      const [row] = await reader.rows<RecordRow>(find, [keyOf(idempotency), this.#now()]);
      return row && this.#outcomeIn(row, idempotency);
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async keep(idempotency: IdempotencyRequest, outcome: Outcome): Promise<void> {
    await inTransaction(this.#pool, { tenantId: ownerOf(idempotency) }, (client) =>
      this.insert(client, idempotency, outcome),
    );
  }

  /**
   * Locks the key for the transaction that is open on `client`, until it ends.
   * @throws {IdempotencyKeyInFlight | IdempotencyKeyReused | ReplayedResponse}
   */
  async take(client: TransactionClient, idempotency: IdempotencyRequest): Promise<void> {
    const { rows } = await client.query<LockedRecordRow>('select * from kept_answer($1, $2, $3)', [
      ownerOf(idempotency),
      keyOf(idempotency),
      this.#now(),
    ]);
    const [row] = rows;
    if (row?.is_free !== true) throw new IdempotencyKeyInFlight();
    const outcome = this.#outcomeIn(row, idempotency);
    if (outcome !== undefined) throw new ReplayedResponse(outcome);
  }

  /** Stores the outcome in the transaction that is open on `client`. */
  async insert(
    client: TransactionClient,
    idempotency: IdempotencyRequest,
    outcome: Outcome,
  ): Promise<void> {
    const sealed = this.#sealer.seal(outcomeText(outcome), purposeOf(idempotency));
    const fingerprint = this.#sealer.fingerprint(idempotency.request, fingerprints);
    const now = this.#clock.now();
    const expiresAt = new Date(now + idempotencyHours * hourMilliseconds);
    const values = [
      ownerOf(idempotency),
      keyOf(idempotency),
      fingerprint,
      sealed,
      expiresAt,
      new Date(now),
    ];
    await client.query(insert, values);
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }

  #outcomeIn(row: RecordRow, idempotency: IdempotencyRequest): Outcome | undefined {
    if (row.fingerprint === null || row.sealed_answer === null) return undefined;
    const isSame = this.#sealer.isFingerprint(row.fingerprint, idempotency.request, fingerprints);
    if (!isSame) throw new IdempotencyKeyReused();
    return outcomeIn(this.#sealer.open(row.sealed_answer, purposeOf(idempotency)));
  }
}

const ownerOf = ({ tenantId }: IdempotencyRequest): string => uuidOf(tenantId);

const keyOf = ({ keyHash }: IdempotencyRequest): Buffer => Buffer.from(keyHash, 'hex');

const purposeOf = (idempotency: IdempotencyRequest): string =>
  `answer/${ownerOf(idempotency)}/${idempotency.keyHash}`;
