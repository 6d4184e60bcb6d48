import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { isProgressive } from '#domain/charging/counted-usage.ts';
import type { StoredSpan } from '#domain/charging/derivation.ts';
import { formatInstant, later, parseInstant } from '#domain/shared/time.ts';

/**
 * The parts of the period that a line counts: its own, and those that lines before it counted. Each
 * instant is in one of them at most.
 * @param earlier lines of the same period that were counted
 */
export const spansOf = (
  { derivation: { served } }: UsageCharge,
  earlier: readonly UsageCharge[],
): readonly StoredSpan[] => {
  const wholes = earlier.filter((line) => !isProgressive(line));
  const ends = [...wholes.map(({ derivation }) => derivation.served), served];
  const spans = [...earlier.map((line) => withoutNext(line, ends)), served];
  const merged: StoredSpan[] = [];
  for (const span of spans.toSorted(byStart)) {
    const before = merged.at(-1);
    if (before === undefined || span.startsAt >= before.endsAt) merged.push(span);
    else if (span.endsAt > before.endsAt) merged.splice(-1, 1, upTo(before, span));
  }
  return merged;
};

// A part that goes on is counted up to and with an instant. Where it ends at that very instant, the
// events of that millisecond are of what comes next, and so is its day, unless the end says else.
const withoutNext = (line: UsageCharge, ends: readonly StoredSpan[]): StoredSpan => {
  const { served } = line.derivation;
  if (!isProgressive(line)) return served;
  const last = formatInstant(later(parseInstant(served.endsAt), -1));
  const end = ends.find(
    ({ endsAt }) => served.startsAt < endsAt && (endsAt === last || endsAt === served.endsAt),
  );
  return end === undefined ? served : upTo(served, end);
};

const byStart = (one: StoredSpan, other: StoredSpan): number =>
  one.startsAt.localeCompare(other.startsAt) || one.endsAt.localeCompare(other.endsAt);

const upTo = (span: StoredSpan, { end, endsAt }: StoredSpan): StoredSpan => {
  return { ...span, end, endsAt };
};
