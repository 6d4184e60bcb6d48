import type { PasswordHash } from '#domain/identity/password.ts';
import { checkAll, readersOf } from '#domain/shared/check.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { hidden, instant, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

export interface UserFacts {
  readonly id: UserId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Unique in the installation, whatever its case. */
  readonly email: EmailAddress;
  readonly name: string;
  readonly passwordHash: PasswordHash;
  /** Counts the passwords. A session begun under an older one is over. */
  readonly passwordVersion: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A person who can sign in. Belongs to no tenant: memberships say where they may go. */
export class User {
  readonly facts: UserFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: UserFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static register(
    id: UserId,
    person: { readonly email: string; readonly name: string; readonly passwordHash: PasswordHash },
    now: Instant,
  ): User {
    const { passwordHash } = person;
    const checked = checkAll(readersOf(parsers, person));
    const password = { passwordHash, passwordVersion: 1 };
    const facts = { id, version: 0, ...checked, ...password, createdAt: now, updatedAt: now };
    const after = encoder.encode(facts);
    return new User(facts, [
      { type: 'user.registered', subjectId: id, at: now, before: null, after },
    ]);
  }

  /** From now on only sessions begun with the new password count. */
  changePassword(passwordHash: PasswordHash, now: Instant): User {
    const passwordVersion = this.facts.passwordVersion + 1;
    return new User({ ...this.facts, passwordHash, passwordVersion, updatedAt: now }, [
      ...this.events,
      {
        type: 'user.password_changed',
        subjectId: this.facts.id,
        at: now,
        before: { passwordVersion: this.facts.passwordVersion },
        after: { passwordVersion },
      },
    ]);
  }
}

const parsers = { email: parseEmailAddress, name: parseName };

const encoder = objectOf<UserFacts>({
  id: plain,
  version: hidden(plain),
  email: plain,
  name: plain,
  passwordHash: hidden(plain),
  passwordVersion: hidden(plain),
  createdAt: hidden(instant),
  updatedAt: hidden(instant),
});
