import { describe, expect, it } from 'vitest';
import { InvalidInvitation } from '#domain/identity/errors.ts';
import { Invitation, invitationLifeDays } from '#domain/identity/invitation.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildGrantor } from '../../../src/testing/builders.ts';
import { toSnapshot } from '../to-snapshot.ts';
import { monday, otherUserId, tuesday, userId } from './people.ts';

const invitationId = idFromUuid('ivt', '01900000-0000-7000-8000-0000000000e1');
const life = invitationLifeDays * dayMilliseconds;
const offer = {
  email: parseEmailAddress('grace@example.com'),
  role: 'USER',
} as const;
const inviter = buildGrantor({ id: userId, name: userId });
const by = (secretHash: string) => ({ inviter, secretHash });

const snapshot = {
  id: invitationId,
  email: 'grace@example.com',
  role: 'USER',
  invitedBy: userId,
  grantedBy: userId,
  expiresAt: later(monday, 7 * dayMilliseconds),
  createdAt: monday,
};

/** A stored invitation: it has a version, and no events that wait. */
const storedInvitation = (): Invitation => {
  const { facts, secretHash } = Invitation.issue(invitationId, offer, by('first'), monday);
  return new Invitation({ ...facts, version: 1 }, secretHash);
};

describe('an invitation', () => {
  it('is open for seven days, and says so without its secret', () => {
    const invitation = Invitation.issue(invitationId, offer, by('first'), monday);

    expect(invitation.facts).toEqual({ ...snapshot, version: 0 });
    expect(invitation.secretHash).toBe('first');
    expect(invitation.events).toEqual([
      {
        type: 'invitation.issued',
        subjectId: invitationId,
        occurredAt: monday,
        before: null,
        after: toSnapshot(snapshot),
      },
    ]);
  });

  it('that is issued again has another secret, another role and another week', () => {
    const again = storedInvitation().issueAgain('ADMIN', by('second'), tuesday);

    const after = { ...snapshot, role: 'ADMIN', expiresAt: later(tuesday, life) };
    expect(again.facts).toEqual({ ...after, version: 1 });
    expect(again.secretHash).toBe('second');
    expect(again.events).toEqual([
      {
        type: 'invitation.issued',
        subjectId: invitationId,
        occurredAt: tuesday,
        before: toSnapshot(snapshot),
        after: toSnapshot(after),
      },
    ]);
  });

  it('is taken up by a person, which closes it', () => {
    const closed = storedInvitation().accept(otherUserId, tuesday);

    expect(closed).toEqual({
      id: invitationId,
      version: 1,
      events: [
        {
          type: 'invitation.accepted',
          subjectId: invitationId,
          occurredAt: tuesday,
          before: toSnapshot(snapshot),
          after: { userId: otherUserId },
        },
      ],
    });
  });

  it('can be taken up until the last millisecond, and not at its end', () => {
    const invitation = storedInvitation();
    const end = later(monday, life);

    const atTheEnd = () => invitation.accept(otherUserId, end);

    expect(invitation.accept(otherUserId, later(end, -1)).id).toBe(invitationId);
    expect(atTheEnd).toThrow(InvalidInvitation);
  });

  it('can be withdrawn, even when it is too old', () => {
    const closed = storedInvitation().withdraw(inviter, later(monday, life));

    expect(closed.events).toEqual([
      {
        type: 'invitation.withdrawn',
        subjectId: invitationId,
        occurredAt: later(monday, life),
        before: toSnapshot(snapshot),
        after: null,
      },
    ]);
  });

  it('remembers all that happened until it is stored', () => {
    const issued = Invitation.issue(invitationId, offer, by('first'), monday);

    const { events } = issued.issueAgain('USER', by('second'), tuesday).withdraw(inviter, tuesday);

    const types = events.map(({ type }) => type);
    expect(types).toEqual(['invitation.issued', 'invitation.issued', 'invitation.withdrawn']);
    expect(JSON.stringify(events)).not.toMatch(/first|second/);
  });

  it('is taken as it was stored when it is read back', () => {
    const facts = { ...storedInvitation().facts, email: 'grace' as EmailAddress };

    const read = new Invitation(facts, 'first');

    expect(read.facts).toEqual(facts);
    expect(() => parseEmailAddress('grace')).toThrow(InvalidValue);
  });
});
