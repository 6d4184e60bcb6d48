import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import { actorIdIn, canonicalEntry, emptyChain, firstBreach } from '#domain/audit/audit-entry.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

const tenantId = idFromUuid('ten', '01900000-0000-7000-8000-0000000000a1');
const customerId = idFromUuid('cus', '01900000-0000-7000-8000-0000000000c1');
const idOf = (number: number) =>
  idFromUuid('aud', `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`);

const entry = (sequence: number, hash: string): AuditEntry => ({
  id: idOf(sequence),
  sequence,
  hash,
  type: 'customer.updated',
  subjectId: customerId,
  actor: { kind: 'system', name: 'import' },
  requestId: 'request-1',
  createdAt: instantOf(1_795_000_000_000),
  before: { name: 'Before' },
  after: { name: 'After' },
});

it('the canonical form of an entry has these names and values for ever', () => {
  const canonical = canonicalEntry(tenantId, entry(7, 'hash'));

  expect(canonical).toStrictEqual({
    tenantId,
    id: idOf(7),
    action: 'customer.updated',
    resourceId: customerId,
    actor: { kind: 'system', name: 'import' },
    requestId: 'request-1',
    createdAt: 1_795_000_000_000,
    before: { name: 'Before' },
    after: { name: 'After' },
  });
});

it('the canonical form has the business time where that is another one', () => {
  const occurredAt = instantOf(1_700_000_000_000);

  const canonical = canonicalEntry(tenantId, { ...entry(7, 'hash'), occurredAt });

  expect(canonical).toMatchObject({ createdAt: 1_795_000_000_000, occurredAt: 1_700_000_000_000 });
  expect(JSON.stringify(canonical)).toContain(
    '"createdAt":1795000000000,"occurredAt":1700000000000,"before"',
  );
});

it.each([
  [{ kind: 'user', userId: 'usr_1', apiKeyId: 'key_1', name: 'Ada' }, 'usr_1'],
  [{ kind: 'apiKey', apiKeyId: 'key_1', name: 'CRM' }, 'key_1'],
  [{ kind: 'system', name: 'import' }, 'import'],
])('an entry is found by its actor: %j', (actor, id) => {
  expect(actorIdIn({ actor })).toBe(id);
});

it('an empty chain stands before its first entry', () => {
  expect(emptyChain).toEqual({ sequence: 0, hash: '' });
});

describe('a chain of entries', () => {
  // A hash that can be read: of the one before, and of what happened.
  const hash = (previous: string, { id, requestId }: AuditEntry) =>
    `${previous}>${id.slice(-1)}${requestId === 'request-1' ? '' : '!'}`;
  const [one, two, three] = [entry(1, '>1'), entry(2, '>1>2'), entry(3, '>1>2>3')];
  const head = { sequence: 2, hash: '>1>2' };

  it.each([
    ['whole', emptyChain, [one, two, three]],
    ['empty', emptyChain, []],
    ['whole from where it was left', head, [three]],
  ] as const)('that is %s has no breach', (_what, from, entries) => {
    expect(firstBreach(from, entries, hash)).toBeUndefined();
  });

  it.each([
    ['its first is gone', [two, three], 1, null, 'missing'],
    ['one in the middle is gone', [one, three], 2, null, 'missing'],
    ['one stands twice', [one, one, two], 2, null, 'missing'],
    ['two have changed places', [one, three, two], 2, null, 'missing'],
    ['what happened was changed', [one, { ...two, requestId: 'x' }], 2, two.id, 'altered'],
    ['a hash was changed', [{ ...one, hash: '>x' }, two], 1, one.id, 'altered'],
    ['one was put in place of another', [one, { ...three, sequence: 2 }], 2, three.id, 'altered'],
  ] as const)('of which %s is broken there', (_what, entries, sequence, id, reason) => {
    expect(firstBreach(emptyChain, entries, hash)).toEqual({ sequence, id, reason });
  });

  it('is broken at the first entry that does not fit, whatever comes after', () => {
    const changed = { ...one, requestId: 'x' };

    expect(firstBreach(emptyChain, [changed, three], hash)).toMatchObject({ sequence: 1 });
  });

  it('is broken where it goes on from another hash', () => {
    const breach = firstBreach({ ...head, hash: '>other' }, [three], hash);

    expect(breach).toEqual({ sequence: 3, id: three.id, reason: 'altered' });
  });
});
