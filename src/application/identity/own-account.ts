import type {
  Directory,
  PasswordHasher,
  Person,
  SignInThrottle,
} from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sign-in.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import { MembershipEnded } from '#domain/identity/errors.ts';
import { preparePassword } from '#domain/identity/password.ts';
import type { User } from '#domain/identity/user.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * The person who calls.
 * @throws {MembershipEnded} where there is none any more, or the caller is no person.
 */
export const callingPerson = async (
  directory: Directory,
  context: RequestContext,
): Promise<Person> => {
  const userId = userIdOf(context);
  const person = userId === null ? undefined : await directory.find(userId);
  if (person === undefined) throw new MembershipEnded();
  return person;
};

/**
 * Proves that the caller knows their password. Each try counts as an attempt to sign in.
 * @throws {InvalidValue} `wrong_password` at `/currentPassword`.
 * @throws {TooManyAttempts}
 */
export const proveOwnPassword = async (
  ports: { readonly passwords: PasswordHasher; readonly signInThrottle: SignInThrottle },
  context: RequestContext,
  { facts }: User,
  password: string,
): Promise<void> => {
  const { passwords, signInThrottle } = ports;
  const attempt = attemptOf(context, facts.email);
  await signInThrottle.admit(attempt);
  const isProven = await passwords.verify(preparePassword(password), facts.passwordHash);
  if (isProven) return signInThrottle.succeeded(attempt);
  throw InvalidValue.because('wrong_password', 'This is not your password.', '/currentPassword');
};
