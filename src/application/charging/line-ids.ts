import type { LineId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';

// The ids of lines that are made of others when usage is counted: the same, as often as it is.

/** SHA-256 of a text in UTF-8, in hexadecimal. */
type Hash = (text: string) => string;

/** The id of the line of a group. */
export const partLineId = (hash: Hash, id: LineId, part: string, index: number): LineId => {
  const uuid = uuidOf(id);
  const digits = placeAndHash(index, hash(`${id}/${part}`));
  return idFromUuid('line', `${uuid.slice(0, 20)}${digits.slice(0, 3)}-${digits.slice(3)}`);
};

/**
 * The id of a late line that stands on a document with another. Its time is a second later, so
 * that it comes behind the others of the document.
 */
export const lateLineId = (hash: Hash, id: LineId, key: string, index: number): LineId => {
  const digits = uuidOf(id).replaceAll('-', '');
  const time = (BigInt(`0x${digits.slice(0, 12)}`) + 1000n).toString(16).padStart(12, '0');
  const rest = placeAndHash(index, hash(`${id}/${key}`));
  const variant = `${digits.slice(16, 17)}${rest.slice(0, 3)}`;
  const groups = [time.slice(0, 8), time.slice(8), '7000', variant, rest.slice(3)];
  return idFromUuid('line', groups.join('-'));
};

// Lines stand in the order of their places, but for those behind the first 65,536.
const placeAndHash = (index: number, digest: string): string =>
  `${index.toString(16).padStart(4, '0')}${digest}`.slice(0, 15);
