import { InvalidValue } from '#domain/shared/errors.ts';

/** NIST SP 800-63B: long enough, any characters, no rules of composition. In UTF-16 code units. */
export const passwordLength = { min: 8, max: 256 } as const;

/** @throws {InvalidValue} `invalid_password` */
export const parsePassword = (text: string): string => {
  const { min, max } = passwordLength;
  if (text.length >= min && text.length <= max && text.isWellFormed()) return text;
  throw InvalidValue.because('invalid_password', `A password has ${min} to ${max} characters.`);
};

declare const brand: unique symbol;

/** A password as it is stored: an Argon2id hash in PHC string format. Never leaves the system. */
export type PasswordHash = string & { readonly [brand]: 'PasswordHash' };
