import type { DomainError } from '#domain/shared/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';

/** Which version of a thing its caller saw: one, one of several, or whichever there is. */
export type SeenVersion = number | readonly number[] | 'any';

const refuseUnseen = (seen: SeenVersion, version: number): void => {
  const isSeen =
    seen === 'any' || (typeof seen === 'number' ? seen === version : seen.includes(version));
  if (!isSeen) throw new VersionMismatch();
};

/**
 * The thing that was found, in a version that its caller saw.
 * @throws {DomainError} `notFound` where nothing was found.
 * @throws {VersionMismatch} when its caller saw another version.
 */
export const requireVersion = <Found extends { readonly facts: { readonly version: number } }>(
  found: Found | undefined,
  seen: SeenVersion,
  NotFound: new () => DomainError,
): Found => {
  if (found === undefined) throw new NotFound();
  refuseUnseen(seen, found.facts.version);
  return found;
};
