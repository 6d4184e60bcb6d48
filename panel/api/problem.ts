import type { Problem } from '../wire/types.ts';

/** A refusal of the API (RFC 9457). */
export class ApiProblem extends Error {
  readonly problem: Problem;
  /** In seconds, where the API says when to come back. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The server could not be reached. */
export class ConnectionLost extends Error {}

/** The problem of an error; undefined where it is none of the API's. */
export const problemOf = (error: unknown): Problem | undefined =>
  error instanceof ApiProblem ? error.problem : undefined;

/** Whether a read may be tried again by itself: it failed on the way, or the server was busy. */
export const mayRetry = (error: unknown): boolean => {
  if (error instanceof ConnectionLost) return true;
  const status = problemOf(error)?.status;
  return status !== undefined && (status >= 500 || status === 429);
};
