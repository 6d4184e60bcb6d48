// Two people changed one thing. Nothing of either is lost: fields that one of them changed are
// taken from them, and where both did, a person chooses.

/** The fields of a thing as a form has them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field that both changed, to different values. */
export interface Conflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge {
  /** The fields that only I changed: they are sent. */
  readonly mine: Fields;
  /** Names of the fields that only they changed. */
  readonly takenOver: readonly string[];
  readonly conflicts: readonly Conflict[];
}

/** The fields of `mine` that differ from `base`. */
export const changedFields = (base: Fields, mine: Fields): Fields =>
  Object.fromEntries(Object.entries(mine).filter(([field, value]) => !isSame(value, base[field])));

/** Compares three sides: what both began with, what I typed, and what is stored now. */
export const mergeThree = (base: Fields, mine: Fields, theirs: Fields): Merge => {
  const changed = changedFields(base, mine);
  const theirChanges = Object.keys(changedFields(base, theirs));
  const conflicts = Object.entries(changed)
    .filter(([field, value]) => theirChanges.includes(field) && !isSame(value, theirs[field]))
    .map(([field, value]) => ({ field, mine: value, theirs: theirs[field] }));
  const disputed = new Set(conflicts.map(({ field }) => field));
  const only = Object.entries(changed).filter(
    ([field, value]) => !disputed.has(field) && !isSame(value, theirs[field]),
  );
  return {
    mine: Object.fromEntries(only),
    takenOver: theirChanges.filter((field) => !(field in changed)),
    conflicts,
  };
};

/** Whether they changed none of the fields that I see. */
export const isUntouched = ({ takenOver, conflicts }: Merge): boolean =>
  takenOver.length === 0 && conflicts.length === 0;

/** The value of a field in words, also of one that has several parts. */
export const fieldText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(fieldText).join('; ') || none;
  if (value === null || value === undefined || value === '') return none;
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== '');
  return parts.map(([name, part]) => `${name}: ${fieldText(part)}`).join(', ') || none;
};

const none = '–';

/** Whether two JSON values say the same, whatever the order of their keys. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
