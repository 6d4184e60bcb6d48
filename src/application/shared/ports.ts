import type { RequestContext } from '#application/shared/context.ts';
import type { Id, IdPrefix } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Tells the time. 1. Never goes back by itself within a process's use cases. */
export interface Clock {
  now(): Instant;
}

/**
 * Makes ids.
 *
 * 1. No two are alike, whoever makes them.
 * 2. An id carries `at` in its first 48 bits (UUIDv7, RFC 9562): later ids sort after earlier ones.
 *    Of ids made one right after the other for the same instant, the later sorts after.
 */
export interface IdGenerator {
  next<Prefix extends IdPrefix>(prefix: Prefix, at: Instant): Id<Prefix>;
}

/**
 * Runs `work` in one transaction, inside one tenant.
 *
 * 1. Everything `work` wrote is there once `run` resolves.
 * 2. Nothing `work` wrote is there if `run` rejects.
 * 3. Repositories given to `work` see and touch only the context's tenant, and die with `work`.
 * 4. The events of every aggregate that `work` stored are recorded in the same transaction, in
 *    order, with the context's actor and request, and with the real instant beside their own.
 * 5. `work` may run more than once when the database asks for it (serialization, deadlock): it has
 *    no effect but through its repositories.
 * 6. Runs do not nest.
 * 7. Of all runs under one `context.idempotency` the first that resolves has its effect. Its
 *    result is stored in the same transaction: plain data, as `outcomeText` takes it. While one is
 *    running, another rejects with `IdempotencyKeyInFlight`; afterwards, with `ReplayedResponse`
 *    and that outcome, or with `IdempotencyKeyReused` where it asks for something different. A run
 *    that rejects stores nothing, and one whose outcome cannot be stored rejects.
 * 8. `now` does not go back from one run of a process to the next. It is the same throughout a run.
 * 9. In a tenant that there is not, `work` finds nothing. A run that stores anything there, other
 *    than that tenant itself, rejects with `TenantNotFound`.
 * 10. In a test tenant `now` is what its clock says, and the clock stands still until the run is
 *    over: runs share it, but one of a context that `movesClock` waits for those at work, and has
 *    it to itself. `realNow` and ids stay on real time there, and so does all of the run that
 *    creates the tenant. In a live tenant `now` is `realNow`. A context that says a mode is
 *    believed; one that says none gets the same answers.
 */
export interface UnitOfWork<Repositories> {
  run<Result>(
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result>;
}

/** The time and the ids that a run gives to its work, besides repositories. */
export interface Run {
  /** Business time: the one answer to "what time is it" for everything that the run decides. */
  readonly now: Instant;
  /** Real time: of tokens, webhooks and audit entries. Another only where a test clock says so. */
  readonly realNow: Instant;
  /** Of the tenant. That of one that is not stored yet is as its context says, else live. */
  readonly mode: TenantMode;
  /** Whether the tenant's test clock is on its way: see `requireReadyClock`. */
  readonly isClockAdvancing: boolean;
  /** Makes the id of something new. Ids carry real time, so that lists are stable. */
  readonly nextId: <Prefix extends IdPrefix>(prefix: Prefix) => Id<Prefix>;
}

/**
 * Cheaper access for reads that need no transaction.
 *
 * 1. Queries given to `work` see only the context's tenant.
 * 2. They see everything that a finished `run` wrote, as it was last written.
 * 3. In a tenant that there is not, they see nothing.
 */
export interface ReadAccess<Queries> {
  read<Result>(
    context: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result>;
}

/** The ports that the use cases of a module take: its writes and its reads. */
export interface Ports<Repositories, Queries> {
  readonly unitOfWork: UnitOfWork<Repositories>;
  readonly reads: ReadAccess<Queries>;
}
