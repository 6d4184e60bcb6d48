import { orNull } from '#domain/shared/check.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import { parseCode, parseName, parseOptionalText, textLimits } from '#domain/shared/text.ts';

/** What products and plans have in common: how people and programs call and describe them. */
export interface CatalogEntry {
  /** What the tenant's own systems call it: see `parseCode`. */
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Metadata;
}

/** An entry as people write it, before anything was checked. */
export interface CatalogEntryInput {
  readonly code: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** The readers of an entry's fields, for `checkAll`. */
export const entryReaders = (input: CatalogEntryInput) => ({
  code: () => parseCode(input.code),
  name: () => parseName(input.name),
  description: () => orNull(parseDescription)(input.description),
  metadata: () => parseMetadata(input.metadata ?? {}),
});

/** May be empty, and have several lines. */
const parseDescription = (text: string): string => parseOptionalText(text, textLimits.description);
