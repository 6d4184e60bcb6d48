import type { Pool, PoolClient } from 'pg';
import type { IdempotencyClaim, IdempotencyKeys } from '#application/shared/idempotency.ts';
import {
  AlreadyAnswered,
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
  keptHours,
} from '#application/shared/idempotency.ts';
import type { Outcome } from '#application/shared/outcome.ts';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
import type { Clock } from '#application/shared/ports.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { FencedReader, fenced } from '#infrastructure/typeorm/fenced-reader.ts';
import { inTransaction } from '#infrastructure/typeorm/in-transaction.ts';
import { orUnavailable } from '#infrastructure/typeorm/storage-error.ts';

/** What the fingerprints of requests are made for: see `Sealer.fingerprint`. */
const fingerprints = 'idempotency-fingerprints';

interface KeptRow {
  readonly fingerprint: Buffer | null;
  readonly sealed_answer: string | null;
}

interface ClaimedRow extends KeptRow {
  readonly is_free: boolean;
}

const find = fenced(
  `select k.fingerprint, k.sealed_answer from idempotency_keys k
    where k.tenant_id = fence.tenant_id and k.key_hash = $2 and k.expires_at > $3`,
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

/** Outcomes kept in PostgreSQL, sealed: one may hold a secret that is told only once. */
export class PostgresKeptAnswers implements IdempotencyKeys {
  readonly #pool: Pool;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(pool: Pool, sealer: Sealer, clock: Clock) {
    this.#pool = pool;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  async find(claim: IdempotencyClaim): Promise<Outcome | undefined> {
    const reader = new FencedReader(this.#pool, ownerOf(claim));
    try {
      const [row] = await reader.rows<KeptRow>(find, [keyOf(claim), this.#now()]);
      return row && this.#outcomeIn(row, claim);
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async keep(claim: IdempotencyClaim, outcome: Outcome): Promise<void> {
    await inTransaction(this.#pool, { tenantId: ownerOf(claim) }, (client) =>
      this.insert(client, claim, outcome),
    );
  }

  /**
   * Takes the claim for the transaction that is open on `client`, until it ends.
   * @throws {IdempotencyKeyInFlight | IdempotencyKeyReused | AlreadyAnswered}
   */
  async take(client: PoolClient, claim: IdempotencyClaim): Promise<void> {
    const { rows } = await client.query<ClaimedRow>('select * from kept_answer($1, $2, $3)', [
      ownerOf(claim),
      keyOf(claim),
      this.#now(),
    ]);
    const [row] = rows;
    if (row?.is_free !== true) throw new IdempotencyKeyInFlight();
    const outcome = this.#outcomeIn(row, claim);
    if (outcome !== undefined) throw new AlreadyAnswered(outcome);
  }

  /** Keeps the outcome in the transaction that is open on `client`. */
  async insert(client: PoolClient, claim: IdempotencyClaim, outcome: Outcome): Promise<void> {
    const sealed = this.#sealer.seal(outcomeText(outcome), purposeOf(claim));
    const fingerprint = this.#sealer.fingerprint(claim.request, fingerprints);
    const now = this.#clock.now();
    const expiresAt = new Date(now + keptHours * hourMilliseconds);
    const values = [ownerOf(claim), keyOf(claim), fingerprint, sealed, expiresAt, new Date(now)];
    await client.query(insert, values);
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }

  #outcomeIn(row: KeptRow, claim: IdempotencyClaim): Outcome | undefined {
    if (row.fingerprint === null || row.sealed_answer === null) return undefined;
    const isSame = this.#sealer.isFingerprint(row.fingerprint, claim.request, fingerprints);
    if (!isSame) throw new IdempotencyKeyReused();
    return outcomeIn(this.#sealer.open(row.sealed_answer, purposeOf(claim)));
  }
}

const ownerOf = ({ tenantId }: IdempotencyClaim): string => uuidOf(tenantId);

const keyOf = ({ keyHash }: IdempotencyClaim): Buffer => Buffer.from(keyHash, 'hex');

const purposeOf = (claim: IdempotencyClaim): string => `answer/${ownerOf(claim)}/${claim.keyHash}`;
