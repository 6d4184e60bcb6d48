import type {
  Directory,
  PasswordHasher,
  Person,
  SignInThrottle,
} from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sessions/sign-in.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
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

interface ProvingPorts {
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
}

/**
 * Whether a request shows the password of this person. Each try counts as an attempt to sign in.
 * @throws {TooManyAttempts}
 */
export const provesPassword = async (
  { passwords, signInThrottle }: ProvingPorts,
  request: AnonymousContext,
  { facts }: User,
  password: string,
): Promise<boolean> => {
  const attempt = attemptOf(request, facts.email);
  await signInThrottle.admit(attempt);
  const isProven = await passwords.verify(preparePassword(password), facts.passwordHash);
  if (isProven) await signInThrottle.succeeded(attempt);
  return isProven;
};

/**
 * Proves that the caller knows their password. Each try counts as an attempt to sign in.
 * @throws {InvalidValue} `wrong_password` at `/currentPassword`.
 * @throws {TooManyAttempts}
 */
export const proveOwnPassword = async (
  ports: ProvingPorts,
  context: RequestContext,
  user: User,
  password: string,
): Promise<void> => {
  if (await provesPassword(ports, context, user, password)) return;
  throw InvalidValue.because('wrong_password', 'This is not your password.', '/currentPassword');
};
