import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import type { User } from '#domain/identity/user.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { hidden, instant, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';

/** A session ends this long after its last use. */
export const sessionIdleDays = 30;
/** And this long after its beginning, however much it is used. */
const sessionLifeDays = 90;
/** For so long may a refresh be repeated whose answer was lost. */
const refreshGraceSeconds = 10;

/** The SHA-256 hashes of a session's refresh tokens. */
export interface SessionProof {
  /** The same in all tokens of the session. */
  readonly familyHash: string;
  /** Of the one token that counts; every use replaces it. */
  readonly secretHash: string;
}

/** From where a session was begun, as far as it is known. */
export interface SessionClient {
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface SessionFacts extends SessionProof {
  readonly id: SessionId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly userId: UserId;
  /** The password it was begun with: see `User.changePassword`. */
  readonly passwordVersion: number;
  /** When the refresh token that counts was given out. */
  readonly rotatedAt: Instant;
  /** When it ends if it is not used again. */
  readonly expiresAt: Instant;
  /** When it ends in any case. */
  readonly endsAt: Instant;
  readonly client: SessionClient;
  readonly createdAt: Instant;
}

/** One sign-in of one person to one tenant, kept alive by a chain of refresh tokens (RFC 9700). */
export class Session {
  readonly facts: SessionFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: SessionFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  static begin(
    id: SessionId,
    user: User,
    { client, ...proof }: SessionProof & { readonly client: SessionClient },
    now: Instant,
  ): Session {
    const { id: userId, passwordVersion } = user.facts;
    const facts: SessionFacts = {
      id,
      version: 0,
      userId,
      passwordVersion,
      ...proof,
      rotatedAt: now,
      expiresAt: later(now, sessionIdleDays * dayMilliseconds),
      endsAt: later(now, sessionLifeDays * dayMilliseconds),
      client,
      createdAt: now,
    };
    const after = encoder.encode(facts);
    return new Session(facts, [
      { type: 'session.started', subjectId: id, occurredAt: now, before: null, after },
    ]);
  }

  /**
   * Replaces the refresh secret; the old one is void from here on.
   * @throws {InvalidRefreshToken} when the session is too old or its password was changed.
   */
  refresh(user: User, secretHash: string, now: Instant): Session {
    this.requireLive(user, now);
    const idle = later(now, sessionIdleDays * dayMilliseconds);
    const expiresAt = idle < this.facts.endsAt ? idle : this.facts.endsAt;
    const facts = { ...this.facts, secretHash, rotatedAt: now, expiresAt };
    return new Session(facts, this.events);
  }

  /** Whether the last refresh, to the secret of this hash, may be answered once more. */
  mayRepeat(secretHash: string, now: Instant): boolean {
    const ageMilliseconds = now - this.facts.rotatedAt;
    return secretHash === this.facts.secretHash && ageMilliseconds <= refreshGraceSeconds * 1000;
  }

  /** @throws {InvalidRefreshToken} when the session is too old or its password was changed. */
  requireLive(user: User, now: Instant): void {
    if (!this.isLive(user, now)) throw new InvalidRefreshToken();
  }

  /** Whether it has not ended, and its password is still the one that it was begun with. */
  isLive(user: User, now: Instant): boolean {
    invariant(user.facts.id === this.facts.userId, 'A session is refreshed by its own user.');
    const { passwordVersion, expiresAt } = this.facts;
    return user.facts.passwordVersion === passwordVersion && now < expiresAt;
  }

  /** The session in which the password was changed goes on; all others end with the old one. */
  adoptPassword(user: User): Session {
    const { passwordVersion } = user.facts;
    return new Session({ ...this.facts, passwordVersion }, this.events);
  }

  end(now: Instant): EndedSession {
    return this.#ended('session.ended', now);
  }

  /** Ends it because a token that had served was shown again: somebody else may hold it. */
  endCompromised(now: Instant): EndedSession {
    return this.#ended('session.reuse_detected', now);
  }

  #ended(type: string, now: Instant): EndedSession {
    const { id, version } = this.facts;
    const before = encoder.encode(this.facts);
    const ended = { type, subjectId: id, occurredAt: now, before, after: null };
    return { id, version, events: [...this.events, ended] };
  }
}

export interface EndedSession {
  readonly id: SessionId;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}

// Where somebody signed in from, and when, is for their own eyes.
const encoder = objectOf<SessionFacts>({
  id: plain,
  version: hidden(plain),
  userId: plain,
  passwordVersion: hidden(plain),
  familyHash: hidden(plain),
  secretHash: hidden(plain),
  rotatedAt: hidden(instant),
  expiresAt: hidden(instant),
  endsAt: hidden(instant),
  client: hidden(objectOf<SessionClient>({ address: plain, userAgent: plain })),
  createdAt: hidden(instant),
});
