/** Our own mistake, never the caller's: answered as an internal error and not caught to go on. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/**
 * States what must be true here whatever anybody sends.
 * @throws {InvariantViolation} when it is not.
 */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}
