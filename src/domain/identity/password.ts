import { InvalidValue } from '#domain/shared/errors.ts';
import { uncomposedTimes } from '#domain/shared/text.ts';

/** NIST SP 800-63B: long enough, any characters, no rules of composition. In UTF-16 code units. */
export const passwordLength = { min: 8, max: 256 } as const;

/** How long a password may be before its characters are composed. */
export const typedPasswordMax = passwordLength.max * uncomposedTimes;

/**
 * A password as it is hashed and compared, whichever keyboard it was typed on: composed (NFC), and
 * with every kind of space as the plain one (RFC 8265, OpaqueString). Unlike there, no character is
 * refused: which ones are assigned changes with each version of Unicode.
 */
export const preparePassword = (typed: string): string =>
  typed.length > typedPasswordMax ? typed : typed.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');

/** @throws {InvalidValue} `invalid_password` */
export const parsePassword = (typed: string): string => {
  const { min, max } = passwordLength;
  const password = preparePassword(typed);
  if (password.length >= min && password.length <= max && password.isWellFormed()) return password;
  throw InvalidValue.because('invalid_password', `A password has ${min} to ${max} characters.`);
};

declare const brand: unique symbol;

/** A password as it is stored: an Argon2id hash in PHC string format. Never leaves the system. */
export type PasswordHash = string & { readonly [brand]: 'PasswordHash' };
