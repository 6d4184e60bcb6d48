import { describe, expect, it } from 'vitest';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import { Session, sessionIdleDays } from '#domain/identity/session.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { ada, monday, newPasswordHash, tuesday, userId } from './people.ts';

const sessionId = idFromUuid('ses', '01900000-0000-7000-8000-0000000000c1');
const client = { address: '192.0.2.7', userAgent: 'curl/8' };
const begun = { familyHash: 'family', secretHash: 'first', client };
const life = sessionIdleDays * dayMilliseconds;

/** A stored session: it has a version, and no events that wait. */
const storedSession = (): Session =>
  new Session({ ...Session.begin(sessionId, ada(), begun, monday).facts, version: 1 });

describe('a session', () => {
  it('begins for thirty days with the password that the person has', () => {
    const session = Session.begin(sessionId, ada(), begun, monday);

    expect(session.facts).toEqual({
      id: sessionId,
      version: 0,
      userId,
      passwordVersion: 1,
      familyHash: 'family',
      secretHash: 'first',
      rotatedAt: monday,
      expiresAt: later(monday, 30 * dayMilliseconds),
      endsAt: later(monday, 90 * dayMilliseconds),
      client,
      createdAt: monday,
    });
    expect(session.events).toEqual([
      {
        type: 'session.started',
        subjectId: sessionId,
        occurredAt: monday,
        before: null,
        after: { id: sessionId, userId },
      },
    ]);
  });

  it('lives thirty days from its last use, under a new secret', () => {
    const refreshed = storedSession().refresh(ada(), 'second', tuesday);

    expect(refreshed.facts).toMatchObject({
      version: 1,
      secretHash: 'second',
      expiresAt: later(tuesday, life),
      createdAt: monday,
    });
    expect(refreshed.events).toEqual([]);
  });

  it('can be used until the last millisecond, and not at its end', () => {
    const session = storedSession();
    const { expiresAt } = session.facts;

    const atTheEnd = () => session.refresh(ada(), 'second', expiresAt);

    expect(session.refresh(ada(), 'second', later(expiresAt, -1)).facts.secretHash).toBe('second');
    expect(atTheEnd).toThrow(InvalidRefreshToken);
  });

  it('is over once the password was changed elsewhere', () => {
    const changed = ada().changePassword(newPasswordHash, tuesday);

    const refreshing = () => storedSession().refresh(changed, 'second', tuesday);

    expect(refreshing).toThrow(InvalidRefreshToken);
  });

  it('goes on when the password was changed in it', () => {
    const changed = ada().changePassword(newPasswordHash, tuesday);

    const adopted = storedSession().adoptPassword(changed);

    expect(adopted.facts).toEqual({ ...storedSession().facts, passwordVersion: 2 });
    expect(adopted.refresh(changed, 'second', tuesday).facts.secretHash).toBe('second');
  });

  it('ends, and says so without its secret', () => {
    const ended = storedSession().end(tuesday);

    expect(ended).toEqual({
      id: sessionId,
      version: 1,
      events: [
        {
          type: 'session.ended',
          subjectId: sessionId,
          occurredAt: tuesday,
          before: { id: sessionId, userId },
          after: null,
        },
      ],
    });
  });

  it('remembers all that happened until it is stored', () => {
    const fresh = Session.begin(sessionId, ada(), begun, monday);

    const { events } = fresh.refresh(ada(), 'second', tuesday).adoptPassword(ada()).end(tuesday);

    expect(events.map(({ type }) => type)).toEqual(['session.started', 'session.ended']);
  });

  it('ends ninety days after it began, however much it is used', () => {
    const late = later(monday, 89 * dayMilliseconds);
    const used = new Session({ ...storedSession().facts, expiresAt: later(late, 1) });

    const refreshed = used.refresh(ada(), 'second', late);

    expect(refreshed.facts.expiresAt).toBe(later(monday, 90 * dayMilliseconds));
    expect(() => refreshed.refresh(ada(), 'third', refreshed.facts.endsAt)).toThrow(
      InvalidRefreshToken,
    );
  });

  it('may repeat its last refresh for ten seconds, and no other', () => {
    const refreshed = storedSession().refresh(ada(), 'second', tuesday);

    expect(refreshed.mayRepeat('second', later(tuesday, 10_000))).toBe(true);
    expect(refreshed.mayRepeat('second', later(tuesday, 10_001))).toBe(false);
    expect(refreshed.mayRepeat('first', tuesday)).toBe(false);
  });

  it('that is compromised ends under a name of its own', () => {
    const { events } = storedSession().endCompromised(tuesday);

    expect(events.map(({ type }) => type)).toEqual(['session.reuse_detected']);
  });
});
