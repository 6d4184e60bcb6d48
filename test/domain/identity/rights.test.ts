import { describe, expect, it } from 'vitest';
import { KeyExceedsCaller, RightsExceeded, TooManyAttempts } from '#domain/identity/errors.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { Grantor } from '#domain/identity/rights.ts';
import {
  earlier,
  exceeding,
  givenPermissions,
  isKey,
  isPerson,
  requireKeyRights,
  requireRights,
  requireRightsOf,
} from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildGrantor, buildId } from '../../../src/testing/builders.ts';
import { ada, monday, otherUserId, tuesday, userId } from './people.ts';

// The one rule about rights: whoever gives a right, changes it or takes it away must hold it.

const may = (role: Role) => buildGrantor({ permissions: permissionsOf[role] });
const [admin, finance, user] = [may('ADMIN'), may('FINANCE'), may('USER')];

describe('rights', () => {
  it('that are given are all but those over one’s own account', () => {
    expect(givenPermissions).not.toContain('account:manage');
    expect(givenPermissions).not.toContain('self:read');
    expect(givenPermissions).toHaveLength(21);
  });

  it('that somebody lacks are named in one order, without those of their own account', () => {
    const held = new Set(['customers:read'] as const);
    const touched = ['usage:read', 'self:read', 'customers:read', 'keys:write'] as const;

    expect(exceeding(held, touched)).toEqual(['keys:write', 'usage:read']);
    expect(exceeding(held, ['customers:read'])).toEqual([]);
    expect(exceeding(new Set(), ['account:manage', 'self:read'])).toEqual([]);
  });

  it('are touched by who holds them', () => {
    expect(() => requireRights(user, ['customers:write'])).not.toThrow();
    expect(() => requireRights(user, ['invoices:write', 'customers:read'])).toThrow(
      expect.objectContaining({
        kind: 'forbidden',
        code: 'rights_exceeded',
        details: { permissions: ['invoices:write'] },
      }),
    );
    expect(() => requireKeyRights(user, ['customers:write'])).not.toThrow();
    expect(() => requireKeyRights(user, ['invoices:write'])).toThrow(
      expect.objectContaining({
        code: 'key_exceeds_caller',
        details: { permissions: ['invoices:write'] },
      }),
    );
    expect([RightsExceeded.kind, RightsExceeded.code]).toEqual(['forbidden', 'rights_exceeded']);
    expect(KeyExceedsCaller.kind).toBe('forbidden');
  });

  it.each<[string, Grantor, readonly Role[], boolean]>([
    ['an ADMIN', admin, ['ADMIN', 'FINANCE', 'USER'], true],
    ['FINANCE', finance, ['FINANCE', 'USER'], true],
    ['FINANCE', finance, ['USER', 'ADMIN'], false],
    ['a USER', user, ['USER'], true],
    ['a USER', user, ['FINANCE'], false],
    ['a USER', user, [], true],
  ])('of roles may be given by %s: %j %j', (_who, grantor, roles, mayGive) => {
    const giving = () => requireRightsOf(grantor, ...roles);

    if (mayGive) expect(giving).not.toThrow();
    else expect(giving).toThrow(RightsExceeded);
  });

  it('end with a person or with a key, or with nobody', () => {
    const ids = [userId, buildId('key'), null];

    expect(ids.map(isPerson)).toEqual([true, false, false]);
    expect(ids.map(isKey)).toEqual([false, true, false]);
  });

  it('end at the earlier of two ends, and null is never', () => {
    expect(earlier(monday, tuesday)).toBe(monday);
    expect(earlier(tuesday, monday)).toBe(monday);
    expect(earlier(null, tuesday)).toBe(tuesday);
    expect(earlier(monday, null)).toBe(monday);
    expect(earlier(null, null)).toBeNull();
  });

  it('of FINANCE are to read all but keys and people, and to write customers and documents', () => {
    const held = permissionsOf.FINANCE;
    const lacked = givenPermissions.filter((each) => !held.has(each));

    expect(lacked).toEqual([
      'tenant:write',
      'users:read',
      'users:write',
      'keys:read',
      'keys:write',
      'webhooks:write',
      'catalog:write',
      'subscriptions:write',
      'usage:write',
    ]);
    expect(held.has('account:manage') && held.has('self:read')).toBe(true);
  });
});

describe('an invitation', () => {
  const offer = (role: Role) => ({ email: parseEmailAddress('grace@example.com'), role });
  const week = later(monday, 7 * dayMilliseconds);
  const by = (inviter: Grantor) => ({ inviter, secretHash: 'hash' });
  const issue = (inviter: Grantor, role: Role = 'USER') =>
    Invitation.issue(buildId('ivt'), offer(role), by(inviter), monday);

  it('offers no more than who issues it may do themselves', () => {
    expect(issue(finance, 'FINANCE').facts.role).toBe('FINANCE');
    expect(() => issue(finance, 'ADMIN')).toThrow(RightsExceeded);
    expect(() => issue(admin, 'ADMIN').issueAgain('USER', by(finance), tuesday)).toThrow(
      RightsExceeded,
    );
    expect(() => issue(admin).issueAgain('ADMIN', by(finance), tuesday)).toThrow(RightsExceeded);
    expect(() => issue(admin, 'ADMIN').withdraw(finance, tuesday)).toThrow(RightsExceeded);
    expect(issue(admin, 'ADMIN').end(tuesday).events.at(-1)?.type).toBe('invitation.withdrawn');
  });

  it('by a key is by no person, and ends with the key at the latest', () => {
    const id = buildId('key');
    const endsWithKey = issue(buildGrantor({ id, expiresAt: tuesday })).facts;
    const endsBefore = issue(buildGrantor({ id, expiresAt: later(week, 1) })).facts;

    expect(endsWithKey).toMatchObject({ invitedBy: null, grantedBy: id, expiresAt: tuesday });
    expect(endsBefore).toMatchObject({ invitedBy: null, grantedBy: id, expiresAt: week });
    expect(issue(buildGrantor()).facts).toMatchObject({ invitedBy: null, grantedBy: null });
  });
});

describe('a membership', () => {
  const administrators = new Administrators([userId, otherUserId]);
  const stored = (role: Role) =>
    new Membership({ ...Membership.join(buildId('mem'), ada(), role, monday).facts, version: 1 });

  it('is changed and ended by who may do as much', () => {
    const change = { by: finance, administrators };

    expect(stored('USER').changeRole('FINANCE', change, tuesday).facts.role).toBe('FINANCE');
    expect(() => stored('USER').changeRole('ADMIN', change, tuesday)).toThrow(RightsExceeded);
    expect(() => stored('ADMIN').changeRole('USER', change, tuesday)).toThrow(RightsExceeded);
    expect(() => stored('ADMIN').end(change, tuesday)).toThrow(RightsExceeded);
    expect(stored('FINANCE').end(change, tuesday).userId).toBe(userId);
  });

  it('follows the name and the address of its person', () => {
    const membership = stored('USER');
    const email = parseEmailAddress('countess@example.com');

    const renamed = membership.follow(ada().rename('Countess', tuesday), tuesday);
    const moved = membership.follow(ada().changeEmail(email, tuesday), tuesday);

    expect(membership.follow(ada(), tuesday)).toBe(membership);
    expect(renamed.facts).toEqual({ ...membership.facts, name: 'Countess', updatedAt: tuesday });
    expect(moved.facts).toEqual({ ...membership.facts, email, updatedAt: tuesday });
    const { id: membershipId } = membership.facts;
    expect(moved.events).toEqual([
      {
        type: 'user.details_changed',
        subjectId: userId,
        occurredAt: tuesday,
        before: { membershipId, version: 1, userId, role: 'USER' },
        after: { membershipId, version: 2, userId, role: 'USER' },
      },
    ]);
  });
});

it('who tried too often is told how long to wait', () => {
  const refusal = new TooManyAttempts(30);

  expect(refusal).toMatchObject({
    kind: 'rateLimited',
    code: 'too_many_attempts',
    retryAfterSeconds: 30,
  });
  expect([TooManyAttempts.kind, TooManyAttempts.code]).toEqual([refusal.kind, refusal.code]);
});
