import type { PasswordHasher } from '#application/identity/ports.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import { parsePassword } from '#domain/identity/password.ts';

/** A password that somebody chose. It keeps the rules, and is not hashed yet. */
export interface NewPassword {
  /** Takes long on purpose: call it when nothing else can refuse, and before the transaction. */
  readonly hash: () => Promise<PasswordHash>;
}

/**
 * The one way in which a password is set, whoever sets it and why: the rules of `parsePassword`
 * first, told together with the faults of other fields, and the hash later.
 * @throws {InvalidValue} `invalid_password`
 */
export const newPassword = (passwords: PasswordHasher, typed: string): NewPassword => {
  const password = parsePassword(typed);
  return { hash: () => passwords.hash(password) };
};
