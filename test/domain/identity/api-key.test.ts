import { describe, expect, it } from 'vitest';
import type { ApiKeyFacts, ApiKeyInput } from '#domain/identity/api-key.ts';
import {
  ApiKey,
  keyOverlapSeconds,
  keyPermissions,
  parseKeyPermissions,
  parseOverlap,
} from '#domain/identity/api-key.ts';
import { ApiKeyNotFound, KeyExceedsCaller } from '#domain/identity/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { permissions } from '#domain/shared/permissions.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildGrantor } from '../../../src/testing/builders.ts';
import { toSnapshot } from '../to-snapshot.ts';
import { monday, tuesday, userId } from './people.ts';

const keyId = idFromUuid('key', '01900000-0000-7000-8000-0000000000b1');
const freshId = idFromUuid('key', '01900000-0000-7000-8000-0000000000b2');
const friday = later(monday, 4 * dayMilliseconds);

const input = { name: 'CRM', permissions: ['customers:read', 'customers:write'] } as const;
const maker = buildGrantor({ id: userId, name: userId, permissions: new Set(permissions) });
const by = { maker, secretHash: 'first-hash' };
const snapshot = {
  id: keyId,
  ...input,
  createdBy: userId,
  grantedBy: userId,
  expiresAt: null,
  createdAt: monday,
};

/** A stored key: it has a version, and no events that wait. */
const storedKey = (given: Partial<ApiKeyFacts> = {}): ApiKey =>
  new ApiKey({ ...ApiKey.issue(keyId, input, by, monday).facts, version: 1, ...given });

const issue = (given: Partial<ApiKeyInput>): ApiKey =>
  ApiKey.issue(keyId, { ...input, ...given }, by, monday);

const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

describe('an API key', () => {
  it('is issued for ever, and says so without its secret', () => {
    const key = ApiKey.issue(keyId, { ...input, name: ' CRM ' }, by, monday);

    expect(key.facts).toEqual({
      ...snapshot,
      version: 0,
      secretHash: 'first-hash',
      lastUsedAt: null,
    });
    expect(key.events).toEqual([
      {
        type: 'api_key.created',
        subjectId: keyId,
        occurredAt: monday,
        before: null,
        after: toSnapshot(snapshot),
      },
    ]);
  });

  it.each([
    [later(monday, 1), true],
    [monday, false],
    [later(monday, -1), false],
  ])('that expires at %d is issued: %s', (expiresAt, isIssued) => {
    const faults = faultsOf(() => issue({ expiresAt }));

    expect(faults).toEqual(isIssued ? [] : ['/expiresAt in_the_past']);
  });

  it('is refused with every fault at once', () => {
    const bad = { name: ' ', permissions: ['account:manage' as const], expiresAt: monday };

    const faults = faultsOf(() => issue(bad));

    expect(faults).toEqual([
      '/name too_short',
      '/permissions/0 invalid_permission',
      '/expiresAt in_the_past',
    ]);
  });

  it('cannot do more than who makes it', () => {
    const reader = buildGrantor({ permissions: new Set<Permission>(['customers:read']) });
    const wanted: readonly Permission[] = ['keys:write', 'customers:read', 'customers:write'];

    const making = () =>
      ApiKey.issue(keyId, { name: 'CRM', permissions: wanted }, { ...by, maker: reader }, monday);

    expect(making).toThrow(
      expect.objectContaining({
        kind: 'forbidden',
        code: 'key_exceeds_caller',
        details: { permissions: ['keys:write', 'customers:write'] },
      }) as KeyExceedsCaller,
    );
    expect(making).toThrow(KeyExceedsCaller);
  });

  it('is live until the last millisecond, and not at its end', () => {
    const key = storedKey({ expiresAt: tuesday });

    expect(key.isLive(later(tuesday, -1))).toBe(true);
    expect(key.isLive(tuesday)).toBe(false);
    expect(storedKey().isLive(later(monday, 36_500 * dayMilliseconds))).toBe(true);
  });

  it('is revoked, and shows what it was without its secret', () => {
    const revoked = storedKey({ lastUsedAt: monday }).revoke(maker, tuesday);

    expect(revoked).toEqual({
      id: keyId,
      version: 1,
      events: [
        {
          type: 'api_key.revoked',
          subjectId: keyId,
          occurredAt: tuesday,
          before: toSnapshot(snapshot),
          after: null,
        },
      ],
    });
  });

  it('remembers all that happened, in plain JSON without a secret, until it is stored', () => {
    const { old, fresh } = issue({}).rotate(freshId, { ...by, secretHash: 'next-hash' }, 0, monday);

    const events = [...old.revoke(maker, tuesday).events, ...fresh.events];

    expect(events.map(({ type }) => type)).toEqual([
      'api_key.created',
      'api_key.rotated',
      'api_key.revoked',
      'api_key.created',
    ]);
    expect(JSON.stringify(events)).not.toMatch(/hash/i);
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });

  it('that is not there is not found', () => {
    const refusal = new ApiKeyNotFound();

    expect(refusal).toMatchObject({ kind: 'notFound', code: 'api_key_not_found', details: {} });
    expect([ApiKeyNotFound.kind, ApiKeyNotFound.code]).toEqual([refusal.kind, refusal.code]);
    expect([KeyExceedsCaller.kind, KeyExceedsCaller.code]).toEqual([
      'forbidden',
      'key_exceeds_caller',
    ]);
  });
});

describe('an API key that is rotated', () => {
  const rotator = buildGrantor({ name: 'rotator' });
  const next = { maker: rotator, secretHash: 'next-hash' };

  it('goes on for a while beside another that may do the same', () => {
    const { old, fresh } = storedKey().rotate(freshId, next, 3600, tuesday);

    const expiresAt = later(tuesday, 3_600_000);
    expect(old.facts).toEqual({ ...storedKey().facts, expiresAt });
    expect(fresh.facts).toEqual({
      id: freshId,
      version: 0,
      ...input,
      secretHash: 'next-hash',
      createdBy: 'rotator',
      grantedBy: null,
      expiresAt: null,
      lastUsedAt: null,
      createdAt: tuesday,
    });
  });

  it('says so of both', () => {
    const { old, fresh } = storedKey().rotate(freshId, next, 3600, tuesday);

    const after = { ...snapshot, expiresAt: later(tuesday, 3_600_000) };
    expect(old.events).toEqual([
      {
        type: 'api_key.rotated',
        subjectId: keyId,
        occurredAt: tuesday,
        before: toSnapshot(snapshot),
        after: toSnapshot(after),
      },
    ]);
    expect(fresh.events).toMatchObject([
      { type: 'api_key.created', subjectId: freshId, occurredAt: tuesday, after: { id: freshId } },
    ]);
  });

  it('ends at once where nothing overlaps', () => {
    const { old } = storedKey().rotate(freshId, next, 0, tuesday);

    expect(old.isLive(later(tuesday, -1))).toBe(true);
    expect(old.isLive(tuesday)).toBe(false);
  });

  it.each([
    ['before the overlap does', later(tuesday, 1000), later(tuesday, 1000)],
    ['with the overlap', later(tuesday, 3_600_000), later(tuesday, 3_600_000)],
    ['after the overlap does', friday, later(tuesday, 3_600_000)],
  ])('and was to end %s ends no later, and so does the other', (_what, planned, ends) => {
    const { old, fresh } = storedKey({ expiresAt: planned }).rotate(freshId, next, 3600, tuesday);

    expect([old.facts.expiresAt, fresh.facts.expiresAt]).toEqual([ends, planned]);
  });

  it.each([-1, 0.5, Number.NaN, 604_801, Number.POSITIVE_INFINITY])(
    'does not go on for %d seconds',
    (seconds) => {
      const rotating = () => storedKey().rotate(freshId, next, seconds, tuesday);

      expect(faultsOf(rotating)).toEqual([' invalid_overlap']);
    },
  );

  it('may go on for a week, and goes on for a day where nothing is said', () => {
    const week = (7 * dayMilliseconds) / 1000;

    expect(keyOverlapSeconds).toEqual({ default: dayMilliseconds / 1000, max: week });
    expect([0, week].map(parseOverlap)).toEqual([0, week]);
  });

  it('is not rotated by who may do less', () => {
    const reader = buildGrantor({ permissions: new Set<Permission>(['keys:write']) });

    const rotating = () => storedKey().rotate(freshId, { ...next, maker: reader }, 0, tuesday);

    expect(rotating).toThrow(KeyExceedsCaller);
  });
});

describe('the permissions of an API key', () => {
  it('are all but what belongs to a person’s own account', () => {
    const others = permissions.filter((each) => each !== 'account:manage' && each !== 'self:read');

    expect(keyPermissions).toEqual(others);
    expect(parseKeyPermissions(others)).toEqual(others);
  });

  it('stand once each and in one order, however they were given', () => {
    const parsed = parseKeyPermissions(['catalog:read', 'tenant:read', 'catalog:read']);

    expect(parsed).toEqual(['tenant:read', 'catalog:read']);
  });

  it.each([
    [[], [' too_few']],
    [['account:manage'], ['/0 invalid_permission']],
    [
      ['tenant:read', 'tenant:*', ''],
      ['/1 invalid_permission', '/2 invalid_permission'],
    ],
  ])('%j are refused', (given, faults) => {
    expect(faultsOf(() => parseKeyPermissions(given))).toEqual(faults);
  });
});
