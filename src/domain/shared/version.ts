import { VersionMismatch } from '#domain/shared/errors.ts';

/** Which version of a thing its caller saw: one, one of several, or whichever there is. */
export type SeenVersion = number | readonly number[] | 'any';

/** @throws {VersionMismatch} when `version`, the one that there is, is not what the caller saw. */
export const refuseUnseen = (seen: SeenVersion, version: number): void => {
  const isSeen =
    seen === 'any' || (typeof seen === 'number' ? seen === version : seen.includes(version));
  if (!isSeen) throw new VersionMismatch();
};
