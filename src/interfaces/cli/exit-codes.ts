import type { ErrorKind } from '#domain/shared/errors.ts';
import { DomainError } from '#domain/shared/errors.ts';

/** What a command ends with when nothing was refused. */
export const exitCodes = { done: 0, failed: 1, usage: 2, checkFailed: 3 } as const;

/** Total over ErrorKind: a new kind does not compile until its exit code is decided. */
const exitCodeOfKind: Readonly<Record<ErrorKind, number>> = {
  validation: exitCodes.usage,
  unauthenticated: 4,
  forbidden: 4,
  notFound: 5,
  conflict: 6,
  stale: 6,
  mismatched: 6,
  limited: 7,
  unavailable: 8,
};

export const exitCodeOf = (error: unknown): number =>
  error instanceof DomainError ? exitCodeOfKind[error.kind] : exitCodes.failed;
