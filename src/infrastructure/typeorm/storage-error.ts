import { QueryFailedError } from 'typeorm';
import { Unavailable } from '#application/shared/errors.ts';
import type { DomainError } from '#domain/shared/errors.ts';

/** What PostgreSQL said: SQLSTATE and, where it matters, the constraint. */
interface PostgresFault {
  readonly code: string;
  readonly constraint: string | undefined;
}

const postgresFault = (error: unknown): PostgresFault | undefined => {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') {
    return undefined;
  }
  const constraint = 'constraint' in cause ? String(cause.constraint) : undefined;
  return { code: cause.code, constraint };
};

/** Turns the breach of a named constraint into the refusal that it stands for. */
export const refusing = async <Result>(
  refusals: Readonly<Record<string, () => DomainError>>,
  work: Promise<Result>,
): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    const refusal = refusals[postgresFault(error)?.constraint ?? ''];
    throw refusal === undefined ? error : refusal();
  }
};

/** Serialization failure or deadlock: the same transaction may well succeed when run again. */
export const isRetryable = (error: unknown): boolean => {
  const code = postgresFault(error)?.code;
  return code === '40001' || code === '40P01';
};

// Connection exceptions (08), operator intervention (57P), too many connections (53), time-outs of
// statements and locks (57014, 55P03), and what Node says when nobody answers.
const awayCode = /^(08|57P|57014|55P03|53|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/;
// TypeORM lets go of a connection that broke, and then says only that it is gone.
const awayMessage =
  /connection terminated|connection timeout|timeout exceeded|not queryable|already released/i;

/** The database's silence as `Unavailable`; anything else as it is. */
export const orUnavailable = (error: unknown): unknown => {
  const away =
    awayCode.test(postgresFault(error)?.code ?? '') ||
    (error instanceof Error && awayMessage.test(error.message));
  return away ? new Unavailable() : error;
};
