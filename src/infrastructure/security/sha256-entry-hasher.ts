import { createHash } from 'node:crypto';
import serialize from 'canonicalize';
import type { EntryHasher } from '#application/audit/ports.ts';
import type { CanonicalEntry } from '#domain/audit/audit-entry.ts';

/** An entry in its canonical form: JSON by RFC 8785. */
export const canonicalText = (entry: CanonicalEntry): string => serialize(entry) ?? '';

/** The hashed text: the hash before, a line feed, and the entry. PostgreSQL does the same. */
export class Sha256EntryHasher implements EntryHasher {
  hash(previous: string, entry: CanonicalEntry): string {
    return createHash('sha256')
      .update(`${previous}\n${canonicalText(entry)}`)
      .digest('hex');
  }
}
