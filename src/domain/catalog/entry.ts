import { orNull } from '#domain/shared/check.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { parseMetadata } from '#domain/shared/metadata.ts';
import type { Fields } from '#domain/shared/snapshot.ts';
import { mapOf, plain } from '#domain/shared/snapshot.ts';
import { parseCode, parseName, parseOptionalText, textLimits } from '#domain/shared/text.ts';

/** The facts that products and plans share: how people and programs name and describe them. */
export interface CatalogEntry {
  /** Its name in the tenant's own systems: see `parseCode`. */
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

/** May be empty, and have several lines. */
const parseDescription = (text: string): string => parseOptionalText(text, textLimits.description);

/** The parsers of an entry's fields. */
export const entryParsers = {
  code: parseCode,
  name: parseName,
  description: orNull(parseDescription),
  metadata: (entries: Metadata | undefined) => parseMetadata(entries ?? {}),
};

/** An entry's part of the encoder of a product or a plan. */
export const entryFields: Fields<CatalogEntry> = {
  code: plain,
  name: plain,
  description: plain,
  metadata: mapOf(plain),
};
