import { describe, expect, it } from 'vitest';
import type { ApiKeyFacts } from '#domain/identity/api-key.ts';
import { ApiKey, keyPermissions, parseKeyPermissions } from '#domain/identity/api-key.ts';
import { KeyExceedsCaller, RightsExceeded } from '#domain/identity/errors.ts';
import type { Grantor } from '#domain/identity/rights.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { buildGrantor, buildId } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';
import { monday, tuesday, userId } from './people.ts';

// Whose rights a key stands on, with whom it ends, and who may change it.

const input = { name: 'CRM', permissions: ['customers:read', 'customers:write'] } as const;
const person = buildGrantor({ id: userId, name: userId });
const keyId = buildId('key');
const aKey = (expiresAt: Instant | null) => buildGrantor({ id: keyId, name: keyId, expiresAt });
const reader = buildGrantor({ permissions: new Set<Permission>(['customers:read']) });

const issue = (maker: Grantor, expiresAt?: Instant | null) =>
  ApiKey.issue(buildId('key'), { ...input, expiresAt }, { maker, secretHash: 'hash' }, monday);
const stored = (given: Partial<ApiKeyFacts> = {}): ApiKey =>
  new ApiKey({ ...issue(person).facts, version: 1, ...given });

describe('a key of a key', () => {
  it('stands on that key, and ends with it at the latest', () => {
    expect(issue(aKey(tuesday)).facts).toMatchObject({ grantedBy: keyId, expiresAt: tuesday });
    expect(issue(aKey(null)).facts.expiresAt).toBeNull();
    expect(issue(aKey(tuesday), later(tuesday, -1)).facts.expiresAt).toBe(later(tuesday, -1));
    expect(issue(aKey(tuesday), tuesday).facts.expiresAt).toBe(tuesday);
  });

  it('that is to live longer is refused, and not cut short', () => {
    const issuing = () => issue(aKey(tuesday), later(tuesday, 1));

    expect(issuing).toThrow(KeyExceedsCaller);
    expect(issuing).toThrow(expect.objectContaining({ details: { permissions: [] } }));
  });
});

describe('a key that is rotated', () => {
  const rotate = (key: ApiKey, maker: Grantor) =>
    key.rotate(buildId('key'), { maker, secretHash: 'next' }, 60, monday).fresh.facts;

  it('stands on who rotates it, but on the key that it stood on where a person does', () => {
    const other = buildId('key');

    expect(rotate(stored(), person).grantedBy).toBe(userId);
    expect(rotate(stored(), aKey(null)).grantedBy).toBe(keyId);
    expect(rotate(stored({ grantedBy: other }), person).grantedBy).toBe(other);
    expect(rotate(stored({ grantedBy: other }), aKey(null)).grantedBy).toBe(keyId);
    expect(rotate(stored({ grantedBy: other }), buildGrantor()).grantedBy).toBe(other);
    expect(rotate(stored({ grantedBy: null }), buildGrantor()).grantedBy).toBeNull();
  });

  it('ends when it was to end, or with the key that asks', () => {
    const end = later(tuesday, dayMilliseconds);

    expect(rotate(stored({ expiresAt: end }), aKey(tuesday)).expiresAt).toBe(tuesday);
    expect(rotate(stored({ expiresAt: tuesday }), aKey(end)).expiresAt).toBe(tuesday);
    expect(rotate(stored(), aKey(null)).expiresAt).toBeNull();
    expect(refused(() => rotate(stored({ expiresAt: monday }), person))).toEqual([
      '/expiresAt in_the_past',
    ]);
  });

  it('hands on no permission that there is no more', () => {
    const permissions: readonly Permission[] = ['customers:read', 'gone:read' as Permission];

    expect(rotate(stored({ permissions }), person).permissions).toEqual(['customers:read']);
  });
});

describe('a key that is renamed', () => {
  it('says what it was called, and keeps all else', () => {
    const key = stored();

    const renamed = key.rename(' ERP ', person, tuesday);

    expect(renamed.facts).toEqual({ ...key.facts, name: 'ERP' });
    expect(renamed.events).toEqual([
      {
        type: 'api_key.renamed',
        subjectId: key.facts.id,
        occurredAt: tuesday,
        before: expect.objectContaining({ name: 'CRM' }),
        after: expect.objectContaining({ name: 'ERP' }),
      },
    ]);
    expect(issue(person).rename('ERP', person, tuesday).events).toHaveLength(2);
  });

  it('is itself where the name is the same', () => {
    const key = stored();

    expect(key.rename(' CRM', person, tuesday)).toBe(key);
  });

  it('is refused without a name, and by who may do less', () => {
    expect(refused(() => stored().rename('', person, tuesday))).toEqual(['/name too_short']);
    expect(() => stored().rename('CRM', reader, tuesday)).toThrow(RightsExceeded);
  });
});

it('a key is revoked by who may do as much, and ends whoever lost the rights it stands on', () => {
  const key = stored();

  expect(() => key.revoke(reader, tuesday)).toThrow(RightsExceeded);
  expect(key.end(tuesday).events.map(({ type }) => type)).toEqual(['api_key.revoked']);
});

it('a key asks for each permission once at most', () => {
  const twice = [...keyPermissions, 'customers:read'];

  expect(refused(() => parseKeyPermissions(twice))).toEqual([' too_many']);
});
