import { describe, expect, test } from 'vitest';
import { permissions, sensitivePermissions } from '#domain/shared/permissions.ts';
import { resourceEvents, resourceEventTypes } from '#domain/shared/resource-events.ts';
import { instant, objectOf, plain } from '#domain/shared/snapshot.ts';
import { buildId, nextDay, someday, weekLater } from '../../../src/testing/builders.ts';

const facts = {
  id: buildId('cus'),
  version: 0,
  name: 'Ada',
  createdAt: someday,
  updatedAt: someday,
};
const life = resourceEvents(
  'customer',
  objectOf<typeof facts>({
    id: plain,
    version: plain,
    name: plain,
    createdAt: instant,
    updatedAt: instant,
  }),
);
const [first, second, third] = [someday, nextDay, weekLater].map((at) => instant.encode(at));

describe('the life of a plain resource', () => {
  const stored = { facts: { ...facts, version: 4 }, events: [] };

  test('begins with an event that shows all of it', () => {
    expect(life.created(facts)).toEqual([
      {
        type: 'customer.created',
        subjectId: facts.id,
        occurredAt: someday,
        before: null,
        after: { id: facts.id, version: 1, name: 'Ada', createdAt: first, updatedAt: first },
      },
    ]);
  });

  test('goes on with an event for each change, and with none where nothing differs', () => {
    const changed = life.updated(stored, { ...stored.facts, name: 'Grace' }, nextDay);

    expect(changed?.facts).toEqual({ ...stored.facts, name: 'Grace', updatedAt: nextDay });
    expect(changed?.events).toMatchObject([
      {
        type: 'customer.updated',
        subjectId: facts.id,
        occurredAt: nextDay,
        before: { version: 4, name: 'Ada', updatedAt: first },
        after: { version: 5, name: 'Grace', updatedAt: second },
      },
    ]);
    expect(life.updated(stored, { ...stored.facts }, nextDay)).toBeUndefined();
  });

  test('ends with an event that shows what it was, behind those that wait', () => {
    const changed = life.updated(stored, { ...stored.facts, name: 'Grace' }, nextDay) ?? stored;

    const deleted = life.deleted(changed, weekLater);

    expect(deleted).toMatchObject({ id: facts.id, version: 4 });
    expect(deleted.events.map(({ type }) => type)).toEqual([
      'customer.updated',
      'customer.deleted',
    ]);
    expect(deleted.events[1]).toMatchObject({
      subjectId: facts.id,
      occurredAt: weekLater,
      before: { version: 5, name: 'Grace' },
      after: null,
    });
    expect(third).toBe('2026-11-26T23:06:40.000Z');
  });
});

test('plain resources have three events each', () => {
  expect(resourceEventTypes).toEqual([
    'customer.created',
    'customer.updated',
    'customer.deleted',
    'product.created',
    'product.updated',
    'product.deleted',
  ]);
});

test('the rights that lead to more rights, or lead data elsewhere, are known', () => {
  expect([...sensitivePermissions].toSorted()).toEqual([
    'account:manage',
    'keys:write',
    'tenant:write',
    'users:write',
    'webhooks:write',
  ]);
  expect(permissions).toHaveLength(23);
  expect([...sensitivePermissions].every((right) => permissions.includes(right))).toBe(true);
});
