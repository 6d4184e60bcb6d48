import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import type { User } from '#domain/identity/user.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';

/** A session ends this long after its last use. */
export const sessionIdleDays = 30;

export interface SessionFacts {
  readonly id: SessionId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly userId: UserId;
  /** The password it was begun with: see `User.changePassword`. */
  readonly passwordVersion: number;
  /** SHA-256 of the one refresh secret that counts; every use replaces it. */
  readonly secretHash: string;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
}

/** One sign-in of one person to one tenant, kept alive by a chain of refresh tokens. */
export class Session {
  readonly facts: SessionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SessionFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  static begin(id: SessionId, user: User, secretHash: string, now: Instant): Session {
    const { id: userId, passwordVersion } = user.facts;
    const expiresAt = later(now, sessionIdleDays * dayMilliseconds);
    const facts = {
      id,
      version: 0,
      userId,
      passwordVersion,
      secretHash,
      expiresAt,
      createdAt: now,
    };
    return new Session(facts, [
      { type: 'session.started', subjectId: id, at: now, before: null, after: { id, userId } },
    ]);
  }

  /**
   * Replaces the refresh secret; the old one is void from here on.
   * @throws {InvalidRefreshToken} when the session is too old or its password was changed.
   */
  refresh(user: User, secretHash: string, now: Instant): Session {
    invariant(user.facts.id === this.facts.userId, 'A session is refreshed by its own user.');
    const outdated = user.facts.passwordVersion !== this.facts.passwordVersion;
    if (outdated || now >= this.facts.expiresAt) throw new InvalidRefreshToken();
    const expiresAt = later(now, sessionIdleDays * dayMilliseconds);
    return new Session({ ...this.facts, secretHash, expiresAt }, this.events);
  }

  /** The session in which the password was changed goes on; all others end with the old one. */
  adoptPassword(user: User): Session {
    const { passwordVersion } = user.facts;
    return new Session({ ...this.facts, passwordVersion }, this.events);
  }

  end(now: Instant): EndedSession {
    const { id, version, userId } = this.facts;
    const ended = {
      type: 'session.ended',
      subjectId: id,
      at: now,
      before: { id, userId },
      after: null,
    };
    return { id, version, events: [...this.events, ended] };
  }
}

export interface EndedSession {
  readonly id: SessionId;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}
