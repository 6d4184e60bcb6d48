import type { Fields } from './merge.ts';

/** Fields with a point in their name as objects: `billing.graceDays` is a field of `billing`. */
export const nested = (fields: Fields): Fields => {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const [outer = name, ...inner] = name.split('.');
    if (inner.length === 0) made[name] = value;
    else made[outer] = { ...(made[outer] as Fields | undefined), [inner.join('.')]: value };
  }
  return made;
};
