import type { PasswordHash } from '#domain/identity/password.ts';
import { User } from '#domain/identity/user.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';

export const monday = instantOf(1_795_000_000_000);
export const tuesday = later(monday, dayMilliseconds);

export const userId = idFromUuid('usr', '01900000-0000-7000-8000-0000000000a1');
export const otherUserId = idFromUuid('usr', '01900000-0000-7000-8000-0000000000a2');

export const passwordHash = '$argon2id$first' as PasswordHash;
export const newPasswordHash = '$argon2id$second' as PasswordHash;

/** A stored person: she has a version, and no events that wait. */
export const ada = (): User => {
  const person = { email: 'Ada@Example.com', name: 'Ada', passwordHash };
  return new User({ ...User.register(userId, person, monday).facts, version: 1 });
};
