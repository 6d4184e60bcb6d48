import type { Outcome } from '#application/shared/outcome.ts';
import { refusal } from '#domain/shared/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';

/**
 * A request with an idempotency key: two with the same key are one
 * (draft-ietf-httpapi-idempotency-key-header-07). It travels in the context, and the unit of work
 * obeys it: see `UnitOfWork`, law 7.
 */
export interface IdempotencyRequest {
  /** The tenant whose key it is. */
  readonly tenantId: TenantId;
  /** SHA-256 of the caller and their key, in hexadecimal. */
  readonly keyHash: string;
  /** The request in one canonical form. Only a keyed hash of it is stored. */
  readonly request: string;
}

/** An outcome is stored this long at least. */
export const idempotencyHours = 24;

/**
 * The outcomes of requests with an idempotency key, as plain data. The HTTP layer renders them.
 *
 * 1. `find` gives the outcome that was stored under the request's key, or nothing.
 * 2. `keep` stores an outcome where there is none, and leaves one that is there.
 * 3. A request finds nothing of another tenant's.
 */
export interface IdempotencyRecords {
  /** @throws {IdempotencyKeyReused} */
  find(idempotency: IdempotencyRequest): Promise<Outcome | undefined>;
  keep(idempotency: IdempotencyRequest, outcome: Outcome): Promise<void>;
}

/** The key was used for something else. */
export class IdempotencyKeyReused extends refusal(
  'mismatched',
  'idempotency_key_reused',
  'This idempotency key was used for another request: take a new one.',
) {}

/** The first request with this key is still at work. */
export class IdempotencyKeyInFlight extends refusal(
  'conflict',
  'idempotency_key_in_flight',
  'The first request with this idempotency key is still at work: try again in a moment.',
) {
  override readonly isTemporary = true;
}

/** No refusal: the work was done before, and its response is replayed from this outcome. */
export class ReplayedResponse extends Error {
  override readonly name = 'ReplayedResponse';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('This was done before.');
    this.outcome = outcome;
  }
}

/** The same context for a run that is not the effect itself. */
export const withoutIdempotency = <
  Context extends { readonly idempotency?: IdempotencyRequest | undefined },
>(
  context: Context,
): Context => ({ ...context, idempotency: undefined });
