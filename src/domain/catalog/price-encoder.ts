import { Money } from '#domain/shared/money.ts';
import type { Encoder, Json, JsonObject } from '#domain/shared/snapshot.ts';
import { money } from '#domain/shared/snapshot.ts';

// A price has the fields of its model, so it is written by what its values are: amounts as amounts,
// all else as it is. Fields that all prices have stand first, in the order of the first release.
const first = ['id', 'name', 'amount', 'kind', 'model', 'billed'] as const;

/** How events show a price, and when two prices say the same. */
export const priceEncoder: Encoder<object, JsonObject> = {
  encode: (price) => {
    const named = new Set<string>(first);
    const entries: [string, unknown][] = Object.entries(price);
    const known = first.flatMap((name) => entries.filter(([each]) => each === name));
    const rest = entries.filter(([name]) => !named.has(name)).toSorted(byName);
    return written(Object.fromEntries([...known, ...rest])) as JsonObject;
  },
  isEqual: (one, other) => isSame(written(one), written(other)),
};

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number =>
  one < other ? -1 : 1;

const written = (value: unknown): Json => {
  if (value instanceof Money) return money.encode(value);
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== 'object') return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, written(of)]));
};

const isSame = (one: Json, other: Json): boolean => {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  const theirs = new Map(Object.entries<Json>(other));
  const entries = Object.entries<Json>(one);
  return (
    entries.length === theirs.size &&
    entries.every(([name, value]) => {
      const its = theirs.get(name);
      return its !== undefined && isSame(value, its);
    })
  );
};
