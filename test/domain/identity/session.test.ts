import { describe, expect, it } from 'vitest';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import { Session, sessionIdleDays } from '#domain/identity/session.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { ada, monday, newPasswordHash, tuesday, userId } from './people.ts';

const sessionId = idFromUuid('ses', '01900000-0000-7000-8000-0000000000c1');
const life = sessionIdleDays * dayMilliseconds;

/** A stored session: it has a version, and no events that wait. */
const storedSession = (): Session =>
  new Session({ ...Session.begin(sessionId, ada(), 'first', monday).facts, version: 1 });

describe('a session', () => {
  it('begins for thirty days with the password that the person has', () => {
    const session = Session.begin(sessionId, ada(), 'first', monday);

    expect(session.facts).toEqual({
      id: sessionId,
      version: 0,
      userId,
      passwordVersion: 1,
      secretHash: 'first',
      expiresAt: later(monday, 30 * dayMilliseconds),
      createdAt: monday,
    });
    expect(session.events).toEqual([
      {
        type: 'session.started',
        subjectId: sessionId,
        at: monday,
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
          at: tuesday,
          before: { id: sessionId, userId },
          after: null,
        },
      ],
    });
  });

  it('remembers all that happened until it is stored', () => {
    const begun = Session.begin(sessionId, ada(), 'first', monday);

    const { events } = begun.refresh(ada(), 'second', tuesday).adoptPassword(ada()).end(tuesday);

    expect(events.map(({ type }) => type)).toEqual(['session.started', 'session.ended']);
  });
});
