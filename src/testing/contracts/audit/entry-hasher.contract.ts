import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EntryHasher } from '#application/audit/ports.ts';
import type { CanonicalEntry } from '#domain/audit/audit-entry.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, someday } from '../../builders.ts';

/** The laws of `EntryHasher`. */
export const entryHasherContract = (name: string, open: () => Promise<EntryHasher>): void => {
  describe(`EntryHasher: ${name}`, () => {
    const entry: CanonicalEntry = {
      tenantId: buildId('ten'),
      id: buildId('aud'),
      action: 'customer.created',
      resourceId: buildId('cus'),
      actor: { kind: 'system', name: 'Zoë "%_\\" 🔑' },
      requestId: 'request-1',
      createdAt: someday,
      before: null,
      after: {
        name: 'Globex',
        metadata: { tier: 'gold', Zone: 'ä', 10: 'x', 9: 'y' },
        taxId: null,
      },
    };

    test('law 1: a hash is SHA-256 over the one before, a line feed, and the entry', async () => {
      const hasher = await open();
      const first = hasher.hash('', entry);

      const second = hasher.hash(first, entry);

      expect(first).toBe(sha256(`\n${byRfc8785(entry)}`));
      expect(second).toBe(sha256(`${first}\n${byRfc8785(entry)}`));
    });

    test('law 1: the order of the fields is moot', async () => {
      const [one, other] = [await open(), await open()];
      const { after } = entry;
      const metadata = { 9: 'y', 10: 'x', Zone: 'ä', tier: 'gold' };
      const turned = { ...reversed(entry), after: { ...reversed(after ?? {}), metadata } };

      const hashes = [one.hash('', entry), other.hash('', turned as unknown as CanonicalEntry)];

      expect(Object.keys(turned)).not.toEqual(Object.keys(entry));
      expect(new Set(hashes).size).toBe(1);
    });

    test('law 2: any other entry, or the same after another, has another hash', async () => {
      const hasher = await open();
      const others: readonly CanonicalEntry[] = [
        { ...entry, tenantId: buildId('ten') },
        { ...entry, id: buildId('aud') },
        { ...entry, action: 'customer.updated' },
        { ...entry, resourceId: buildId('cus') },
        { ...entry, actor: { ...entry.actor, name: 'Zoe' } },
        { ...entry, requestId: 'request-2' },
        { ...entry, createdAt: later(someday, 1) },
        { ...entry, before: {} },
        { ...entry, after: null },
        { ...entry, after: { ...entry.after, name: 'Globex ' } },
        { ...entry, after: { ...entry.after, more: null } },
      ];

      const hashes = [entry, ...others].map((each) => hasher.hash('', each));

      const afterOthers = hashes.map((previous) => hasher.hash(previous, entry));
      expect(new Set([...hashes, ...afterOthers]).size).toBe(2 * (others.length + 1));
    });
  });
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const reversed = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).toReversed());

// RFC 8785 as far as these entries need it: the fields in the order of their UTF-16 code units.
const byRfc8785 = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${byRfc8785(each)}`).join()}}`;
};
