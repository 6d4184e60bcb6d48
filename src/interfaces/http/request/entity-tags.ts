import type { SeenVersion } from '#domain/shared/version.ts';
import { malformedEntityTag } from '#interfaces/http/request/protocol-error.ts';

/** The tags of `If-Match` and `If-None-Match` (RFC 9110, 13.1): any, or some. */
type Named = '*' | readonly string[];

/** The `ETag` of a version: strong, because a version has one form (RFC 9110, 8.8.3). */
export const entityTagOf = (version: unknown): string => `"${String(version)}"`;

/**
 * The versions that `If-Match` names. A proxy that packs a response makes its tag weak (`W/"2"`) or
 * names the packing in it (`"2-gzip"`): what it stands for is still the version that we gave out,
 * so both are taken for it, although RFC 9110 compares strongly here.
 * @throws {ProtocolError} where it is no list of tags, or none of them can be one of ours.
 */
export const versionsIn = (ifMatch: string): SeenVersion => {
  const named = parse('If-Match', ifMatch);
  if (named === '*') return 'any';
  const versions = named.map(versionIn).filter((version) => version !== undefined);
  if (versions.length === 0) throw malformedEntityTag('If-Match');
  return versions;
};

/**
 * Whether `If-None-Match` names the version of `tag`, by weak comparison and as `versionsIn` reads
 * tags. Tags that others gave out are as good as none.
 * @throws {ProtocolError} where it is no list of tags.
 */
export const isNamedIn = (ifNoneMatch: string, version: unknown): boolean => {
  const named = parse('If-None-Match', ifNoneMatch);
  return named === '*' || named.some((tag) => versionIn(tag) === version);
};

/**
 * Whether `If-None-Match` names this tag, which is no version, by weak comparison.
 * @throws {ProtocolError} where it is no list of tags.
 */
export const isTagNamedIn = (ifNoneMatch: string, tag: string): boolean => {
  const named = parse('If-None-Match', ifNoneMatch);
  return named === '*' || named.some((each) => each === tag || each.replace(packing, '') === tag);
};

// The next tag of a list, with the comma behind it; entries may be empty (RFC 9110, 5.6.1.2).
const nextTag = /[ \t]*(?:(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(,|$)/y;

const parse = (header: 'If-Match' | 'If-None-Match', text: string): Named => {
  if (text.trim() === '*') return '*';
  const tags: string[] = [];
  nextTag.lastIndex = 0;
  for (;;) {
    const [, tag, end] = nextTag.exec(text) ?? [];
    if (end === undefined) throw malformedEntityTag(header);
    if (tag !== undefined) tags.push(tag);
    if (end === '') break;
  }
  if (tags.length === 0) throw malformedEntityTag(header);
  return tags;
};

// Apache has "2-gzip", Jetty "2--gzip", others "2;gzip". A version has no zeros in front.
const ofOurs = /^(0|[1-9]\d{0,15})(?:(?:--?|[;:.])(?:gzip|br|zstd|deflate|compress))?$/;
const packing = /(?:--?|[;:.])(?:gzip|br|zstd|deflate|compress)$/;

const versionIn = (tag: string): number | undefined => {
  const [, version] = ofOurs.exec(tag) ?? [];
  return version === undefined ? undefined : Number(version);
};
