import { LRUCache } from 'lru-cache';
import type { Counting } from '#domain/metering/rollup.ts';
import { countingText } from '#domain/metering/rollup.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';

// A text of some hundred characters each.
const known = new LRUCache<string, string>({ max: 2000 });

/** The uuid that roll-ups of a way of counting are stored under. */
export const countingId = (counting: Counting): string => {
  const text = countingText(counting);
  const id = known.get(text) ?? idOfText(text);
  known.set(text, id);
  return id;
};

const idOfText = (text: string): string => {
  const digits = sha256(text);
  const places = [0, 8, 12, 16, 20, 32];
  return places
    .slice(1)
    .map((end, index) => digits.slice(places[index], end))
    .join('-');
};

/** Stands for no subscription in a key, where a column is never null. */
export const noSubscription = '00000000-0000-0000-0000-000000000000';

export const subscriptionUuid = (id: SubscriptionId | null): string =>
  id === null ? noSubscription : uuidOf(id);

/** As `subscriptionUuid` wrote it. */
export const subscriptionIn = (uuid: string): SubscriptionId | null =>
  uuid === noSubscription ? null : idFromUuid('sub', uuid);
