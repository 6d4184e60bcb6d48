import { describe, expect, it } from 'vitest';
import { LastAdmin } from '#domain/identity/errors.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { Role } from '#domain/identity/role.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { buildGrantor } from '../../../src/testing/builders.ts';
import { ada, monday, otherUserId, tuesday, userId } from './people.ts';

const membershipId = idFromUuid('mem', '01900000-0000-7000-8000-0000000000d1');

/** A stored membership: it has a version, and no events that wait. */
const storedMembership = (role: Role): Membership =>
  new Membership({ ...Membership.join(membershipId, ada(), role, monday).facts, version: 1 });

const alone = new Administrators([userId]);
const withAnother = new Administrators([userId, otherUserId]);
const others = new Administrators([otherUserId]);
const by = (administrators: Administrators) => ({ by: buildGrantor(), administrators });

describe('a membership', () => {
  it('begins when a person joins, and says so', () => {
    const membership = Membership.join(membershipId, ada(), 'USER', monday);

    expect(membership.facts).toEqual({
      id: membershipId,
      version: 0,
      userId,
      name: 'Ada',
      email: 'Ada@Example.com',
      role: 'USER',
      createdAt: monday,
      updatedAt: monday,
    });
    expect(membership.events).toEqual([
      {
        type: 'user.joined',
        subjectId: userId,
        occurredAt: monday,
        before: null,
        after: { membershipId, version: 1, userId, role: 'USER' },
      },
    ]);
  });

  it('changes its role, and says which it was', () => {
    const changed = storedMembership('ADMIN').changeRole('USER', by(withAnother), tuesday);

    expect(changed.facts).toMatchObject({
      version: 1,
      role: 'USER',
      createdAt: monday,
      updatedAt: tuesday,
    });
    expect(changed.events).toEqual([
      {
        type: 'user.role_changed',
        subjectId: userId,
        occurredAt: tuesday,
        before: { membershipId, version: 1, userId, role: 'ADMIN' },
        after: { membershipId, version: 2, userId, role: 'USER' },
      },
    ]);
  });

  it('ends, and says what it was', () => {
    const ended = storedMembership('USER').end(by(others), tuesday);

    expect(ended).toEqual({
      id: membershipId,
      version: 1,
      userId,
      events: [
        {
          type: 'user.removed',
          subjectId: userId,
          occurredAt: tuesday,
          before: { membershipId, version: 1, userId, role: 'USER' },
          after: null,
        },
      ],
    });
  });

  it('remembers all that happened until it is stored', () => {
    const joined = Membership.join(membershipId, ada(), 'USER', monday);

    const { events } = joined
      .changeRole('ADMIN', by(others), tuesday)
      .end(by(withAnother), tuesday);

    const types = events.map(({ type }) => type);
    expect(types).toEqual(['user.joined', 'user.role_changed', 'user.removed']);
  });
});

describe('the last ADMIN', () => {
  it('cannot be demoted', () => {
    const demoting = () => storedMembership('ADMIN').changeRole('USER', by(alone), tuesday);

    expect(demoting).toThrow(LastAdmin);
  });

  it('cannot be removed', () => {
    const removing = () => storedMembership('ADMIN').end(by(alone), tuesday);

    expect(removing).toThrow(LastAdmin);
  });

  it('may be made ADMIN again', () => {
    const membership = storedMembership('ADMIN');

    const changed = membership.changeRole('ADMIN', by(alone), tuesday);

    expect(changed).toBe(membership);
  });

  it('is not in the way of others', () => {
    const user = storedMembership('USER');

    expect(user.changeRole('USER', by(others), tuesday).facts.role).toBe('USER');
    expect(user.end(by(others), tuesday).id).toBe(membershipId);
  });

  it('may go once there is another', () => {
    const ended = storedMembership('ADMIN').end(by(withAnother), tuesday);

    expect(ended.id).toBe(membershipId);
  });
});
