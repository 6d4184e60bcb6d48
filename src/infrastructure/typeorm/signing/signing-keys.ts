import type { Pool } from 'pg';
import type { SigningKeyStore, StoredSigningKey } from '#application/operations/ports.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import { readSigningKey } from '#infrastructure/security/signing-key.ts';
import { inTransaction } from '#infrastructure/typeorm/transactions/in-transaction.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { orUnavailable } from '#infrastructure/typeorm/transactions/storage-error.ts';

interface SigningKeyRow {
  readonly id: string;
  readonly state: StoredSigningKey['state'];
  readonly sealed_private_key: string;
  readonly created_at: Date;
  readonly retires_at: Date | null;
}

// Any number will do, as long as nobody else in the database locks the same one.
const changeLock = 4_917_203_116;

const select = `select id, state, sealed_private_key, created_at, retires_at from signing_keys
  order by created_at, id`;

/** Signing keys in PostgreSQL, sealed, shared by all nodes. */
export class PostgresSigningKeys implements SigningKeyStore {
  readonly #pool: Pool;
  readonly #sealer: Sealer;

  constructor(pool: Pool, sealer: Sealer) {
    this.#pool = pool;
    this.#sealer = sealer;
  }

  async all(): Promise<readonly StoredSigningKey[]> {
    try {
      const { rows } = await this.#pool.query<SigningKeyRow>(select);
      return rows.map((row) => this.#opened(row));
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  change(
    change: (keys: readonly StoredSigningKey[]) => readonly StoredSigningKey[],
  ): Promise<readonly StoredSigningKey[]> {
    return inTransaction(this.#pool, 'installation', async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [changeLock]);
      const { rows } = await client.query<SigningKeyRow>(select);
      const keys = change(rows.map((row) => this.#opened(row)));
      await client.query('delete from signing_keys');
      for (const key of keys) await this.#insert(client, key);
      return keys;
    });
  }

  async #insert(client: TransactionClient, key: StoredSigningKey): Promise<void> {
    const { id } = readSigningKey(key.pem);
    await client.query(
      `insert into signing_keys (id, state, sealed_private_key, created_at, retires_at)
        values ($1, $2, $3, $4, $5)`,
      [
        id,
        key.state,
        this.#sealer.seal(key.pem, purposeOf(id)),
        new Date(key.createdAt),
        key.retiresAt === null ? null : new Date(key.retiresAt),
      ],
    );
  }

  #opened(row: SigningKeyRow): StoredSigningKey {
    return {
      pem: this.#sealer.open(row.sealed_private_key, purposeOf(row.id)),
      state: row.state,
      createdAt: instantOf(row.created_at.getTime()),
      retiresAt: row.retires_at === null ? null : instantOf(row.retires_at.getTime()),
    };
  }
}

const purposeOf = (id: string): string => `signing-key/${id}`;
