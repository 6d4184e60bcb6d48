import type { Fields } from './merge.ts';

/** Fields with points in their names as objects: `billing.seller.name` is one of two objects. */
export const nested = (fields: Fields): Fields => {
  const made: Record<string, unknown> = {};
  const inner: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(fields)) {
    const point = name.indexOf('.');
    if (point === -1) made[name] = value;
    else {
      const outer = name.slice(0, point);
      inner[outer] = { ...inner[outer], [name.slice(point + 1)]: value };
    }
  }
  for (const [outer, parts] of Object.entries(inner)) made[outer] = nested(parts);
  return made;
};
