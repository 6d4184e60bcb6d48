import { QueryFailedError } from 'typeorm';
import { Unavailable } from '#application/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';

/** An error of PostgreSQL: SQLSTATE and, where it matters, the constraint. */
interface PostgresFault {
  readonly code: string;
  readonly message: string;
  readonly constraint: string | undefined;
}

const postgresFault = (error: unknown): PostgresFault | undefined => {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') {
    return undefined;
  }
  const named = 'constraint' in cause ? cause.constraint : undefined;
  const constraint = typeof named === 'string' ? named : undefined;
  return { code: cause.code, message: cause.message, constraint };
};

// A cluster that spreads a table (Citus) names the shard's own constraint, and may do so in the
// message alone: `… unique constraint "customers_email_key_102008"`.
const brokenConstraint = (error: unknown): string | undefined => {
  const fault = postgresFault(error);
  if (fault === undefined) return undefined;
  const [, told] = /constraint "([^"]{1,63})"/.exec(fault.message) ?? [];
  return (fault.constraint ?? told)?.replace(/_\d{6,}$/, '');
};

/** Whether a row names a tenant that there is not: each table has one reference to them. */
export const lacksTenant = (error: unknown): boolean =>
  brokenConstraint(error)?.endsWith('_tenant_id_fkey') ?? false;

/** Turns the breach of a named constraint into the refusal, or the mistake, that it stands for. */
export const mapConstraintErrors = async <Result>(
  refusals: Readonly<Record<string, new () => Error>>,
  work: Promise<Result>,
): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    const Refusal = refusals[brokenConstraint(error) ?? ''];
    throw Refusal === undefined ? error : new Refusal();
  }
};

/**
 * A breach of the database's rules (class 23) that stands for no refusal is a mistake of ours. What
 * else there is stays as it is.
 */
export const asMistake = (error: unknown): unknown => {
  const fault = postgresFault(error);
  if (fault === undefined || !fault.code.startsWith('23')) return error;
  return new InvariantViolation(`What was to be stored is refused: ${fault.message}`, {
    cause: error,
  });
};

/** Serialization failure or deadlock: the same transaction may well succeed when run again. */
export const isRetryable = (error: unknown): boolean => {
  const code = postgresFault(error)?.code;
  return code === '40001' || code === '40P01';
};

/** A lock that others held for too long. */
export const isLockTimeout = (error: unknown): boolean => postgresFault(error)?.code === '55P03';

// The codes of Node where a connection is refused or breaks off.
const networkCode =
  /^(E(CONN|HOST|NET|AI_|PIPE|TIMEDOUT|NOTFOUND|NOENT)|ERR_(SSL|TLS|STREAM|SOCKET))/;
// TypeORM lets go of a connection that broke, and then says only that it is gone.
const brokenMessage =
  /connection terminated|connection timeout|timeout exceeded|not queryable|already released/i;

// SQLSTATEs after which a session is of no use, because the server or its place in a cluster has
// changed: connection exceptions (08), a transaction that may not write, as on a standby after a
// failover (25006), time-outs that end the session (25P03, 25P04), a login or a database that is no
// more (28, 3D000), operator intervention (57P), errors of the system (58).
const brokenState = /^(08|25006|25P0[34]|28|3D000|57P|58)/;

// Those that say nothing against the session: a conflict that lasted (40), resources that are used
// up (53), time-outs of locks and statements (55P03, 57014).
const busyState = /^(40001|40003|40P01|53|55P03|57014)/;

/** Whether the connection that says so is of no more use. */
export const isBroken = (error: unknown): boolean => {
  const code = postgresFault(error)?.code ?? '';
  const message = error instanceof Error ? error.message : '';
  return brokenState.test(code) || networkCode.test(code) || brokenMessage.test(message);
};

/** The database's silence as `Unavailable`, with its cause; anything else as it is. */
export const orUnavailable = (error: unknown): unknown =>
  isBroken(error) || busyState.test(postgresFault(error)?.code ?? '')
    ? new Unavailable(error)
    : error;

/** The argument of `release` for a connection: the pool drops a broken one. */
export const releasedWith = (error: unknown): Error | undefined => {
  if (!isBroken(error)) return undefined;
  return error instanceof Error ? error : new Error(String(error));
};
