import { DomainError, InvalidValue } from '#domain/shared/errors.ts';

/** The faults of a refusal as pointer and code, or the code of another one; none if it works. */
export const refused = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidValue) {
      return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
    }
    if (error instanceof DomainError) return [error.code];
    throw error;
  }
  return [];
};
