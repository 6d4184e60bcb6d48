import { DomainError } from '#domain/shared/errors.ts';

/** The public code of a refusal; what is none is thrown on. */
export const codeOf = (error: unknown): string => {
  if (error instanceof DomainError) return error.code;
  throw error;
};
