import type { PasswordHash } from '#domain/identity/password.ts';
import { checkAll, readersOf } from '#domain/shared/check.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { hidden, instant, nullable, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

export interface UserFacts {
  readonly id: UserId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Unique in the installation, whatever its case. */
  readonly email: EmailAddress;
  /** When the person proved that mail to the address reaches them; null where nobody has. */
  readonly emailVerifiedAt: Instant | null;
  readonly name: string;
  readonly passwordHash: PasswordHash;
  /** Counts the passwords. A session begun under an older one is over. */
  readonly passwordVersion: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: PasswordHash;
  /** Whether a mail to the address led here. */
  readonly isEmailVerified?: boolean | undefined;
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
  static register(id: UserId, person: NewUser, now: Instant): User {
    const { passwordHash, isEmailVerified = false } = person;
    const facts: UserFacts = {
      id,
      version: 0,
      ...checkAll(readersOf(parsers, person)),
      emailVerifiedAt: isEmailVerified ? now : null,
      passwordHash,
      passwordVersion: 1,
      createdAt: now,
      updatedAt: now,
    };
    const after = snapshotOf(facts);
    return new User(facts, [
      { type: 'user.registered', subjectId: id, occurredAt: now, before: null, after },
    ]);
  }

  /** The person themselves where the name is the same. @throws {InvalidValue} */
  rename(given: string, now: Instant): User {
    const name = parseName(given);
    if (name === this.facts.name) return this;
    return this.#with('user.renamed', { name }, now);
  }

  /** The person themselves where the address is verified already. */
  verifyEmail(now: Instant): User {
    if (this.facts.emailVerifiedAt !== null) return this;
    const facts = { ...this.facts, emailVerifiedAt: now, updatedAt: now };
    const { id: subjectId, email } = facts;
    const before = { email, isEmailVerified: false };
    const after = { email, isEmailVerified: true };
    const verified = { type: 'user.email_verified', subjectId, occurredAt: now, before, after };
    return new User(facts, [...this.events, verified]);
  }

  /** To an address that the person has proved to be theirs. */
  changeEmail(email: EmailAddress, now: Instant): User {
    return this.#with('user.email_changed', { email, emailVerifiedAt: now }, now);
  }

  /**
   * Gives the address up to who proved that it is theirs. What stands in its place is an address
   * that no mail reaches (RFC 2606), and that the person can sign in with.
   */
  releaseEmail(now: Instant): User {
    const email = `${this.facts.id}@released.invalid` as EmailAddress;
    return this.#with('user.email_released', { email, emailVerifiedAt: null }, now);
  }

  /** From now on only sessions begun with the new password count. */
  changePassword(passwordHash: PasswordHash, now: Instant): User {
    const passwordVersion = this.facts.passwordVersion + 1;
    return new User({ ...this.facts, passwordHash, passwordVersion, updatedAt: now }, [
      ...this.events,
      {
        type: 'user.password_changed',
        subjectId: this.facts.id,
        occurredAt: now,
        before: { passwordVersion: this.facts.passwordVersion },
        after: { passwordVersion },
      },
    ]);
  }

  #with(
    type: string,
    change: Partial<Pick<UserFacts, 'name' | 'email' | 'emailVerifiedAt'>>,
    now: Instant,
  ): User {
    const facts = { ...this.facts, ...change, updatedAt: now };
    const [before, after] = [snapshotOf(this.facts), snapshotOf(facts)];
    const changed = { type, subjectId: facts.id, occurredAt: now, before, after };
    return new User(facts, [...this.events, changed]);
  }
}

const parsers = { email: parseEmailAddress, name: parseName };

const encoder = objectOf<UserFacts>({
  id: plain,
  version: hidden(plain),
  email: plain,
  emailVerifiedAt: hidden(nullable(instant)),
  name: plain,
  passwordHash: hidden(plain),
  passwordVersion: hidden(plain),
  createdAt: hidden(instant),
  updatedAt: hidden(instant),
});

const snapshotOf = (facts: UserFacts): Snapshot => encoder.encode(facts);
