import { CommanderError } from 'commander';
import type { ErrorKind } from '#domain/shared/errors.ts';
import { DomainError, InvalidValue } from '#domain/shared/errors.ts';

/** The exit code of a command when nothing was refused. */
export const exitCodes = { done: 0, failed: 1, usage: 2, checkFailed: 3 } as const;

/** Total over ErrorKind: a new kind does not compile until its exit code is decided. */
const exitCodeOfKind: Readonly<Record<ErrorKind, number>> = {
  validation: exitCodes.usage,
  unauthenticated: 4,
  forbidden: 4,
  notFound: 5,
  conflict: 6,
  preconditionFailed: 6,
  mismatched: 6,
  rateLimited: 7,
  unavailable: 8,
};

/** Why a command ended as it did. */
export interface Failure {
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** Every fault of the input, where there are any. */
  readonly errors?: readonly object[];
}

/** An error as the command line prints it. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof DomainError) {
    const { code, message, kind } = error;
    const errors = error instanceof InvalidValue ? { errors: error.faults } : {};
    return { code, message, exitCode: exitCodeOfKind[kind], ...errors };
  }
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { code: 'wrong_usage', message, exitCode: exitCodes.usage };
  }
  if (!(error instanceof Error)) {
    return { code: 'failed', message: String(error), exitCode: exitCodes.failed };
  }
  return { code: codeOf(error), message: error.message, exitCode: exitCodes.failed };
};

// Errors of ours have a name that says what is wrong; those of others say it in their message.
const codeOf = ({ name }: Error): string => {
  const snake = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  return snake === 'error' || snake.endsWith('_error') ? 'failed' : snake;
};
