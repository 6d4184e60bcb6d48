import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import { ofSubscription } from '#domain/charging/charge.ts';
import type { CountedPart, UsageCharge } from '#domain/charging/counted-usage.ts';
import { isUncounted, lateCharges } from '#domain/charging/counted-usage.ts';
import type {
  PeriodDerivation,
  RecurringDerivation,
  StoredSpan,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
import type { CommitmentTerms } from '#domain/charging/terms.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { isId } from '#domain/shared/ids.ts';
import { formatInstant, later, parseInstant } from '#domain/shared/time.ts';

/** Whether a line is what was missing to a minimum commitment. */
export const isCommitment = ({ kind }: Pick<ChargeFacts, 'kind'>): boolean => kind === 'commitment';

/**
 * The sum of all other lines of a period: the quantity of a commitment, in major units. Those count
 * that recur, or are of usage, and whose period lies in the commitment's. Each counts in the
 * part in which it is charged: in advance where it begins, in arrears where it ends, as it may go
 * on at another commitment, and was not there when the first part was computed. A credit counts
 * with the line that it credits.
 * @param lines those of the subscription; one that is there twice counts once
 */
export const sumOfLines = (
  { derivation: { period } }: UsageCharge,
  { minorUnitDigits }: CommitmentTerms,
  spans: readonly StoredSpan[],
  lines: readonly ChargeFacts[],
): CountedPart => {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const counted = [...byId.values()].filter(
    (line): line is SubscriptionCharge =>
      counts(line) && isWithin(periodOf(line), period) && isPlacedIn(line, spans, byId),
  );
  const minor = counted.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const quantity = Fraction.of(minor, 10n ** BigInt(minorUnitDigits));
  return { group: {}, events: counted.length, quantity };
};

/**
 * The line for usage that came after a commitment was computed: more usage, and less is missing.
 * @param lines those of the commitment in its period, oldest first
 * @param late all lines for late usage of the subscription, made just now
 * @param idOf gives the id of the line
 */
export const lateCommitment = (
  lines: readonly UsageCharge[],
  terms: CommitmentTerms,
  late: readonly UsageCharge[],
  idOf: () => LineId,
): readonly UsageCharge[] => {
  const last = lines.at(-1);
  if (last === undefined) return [];
  const { spans, quantity, counted } = last.derivation;
  const added = sumOfLines(last, terms, spans, late);
  if (added.events === 0) return [];
  const part = {
    group: {},
    events: (counted?.events ?? 0) + added.events,
    quantity: fractionOf(quantity).plus(added.quantity),
  };
  const counting = { terms, parts: [part], spans, position: '0', earlier: lines, idOf };
  return lateCharges(counting).map((line) => ({ ...line, quantity: '1' }));
};

/**
 * The lines that a document shows: without commitments to which nothing is missing. Those are
 * stored, and stand on none: where usage is cancelled later, something may be missing after all.
 */
export const withoutMet = <Charge extends ChargeFacts>(
  lines: readonly Charge[],
): readonly Charge[] => {
  const told = lines.filter((line) => !isMet(line));
  // A document is not left without a line because nothing is missing.
  return told.length > 0 ? told : lines;
};

/** Whether nothing is missing to a commitment, nor will be in a later part of its period. */
export const isMet = (line: ChargeFacts): boolean =>
  isCommitment(line) &&
  line.amount.isZero() &&
  line.derivation.kind === 'usage' &&
  line.derivation.counted !== null &&
  line.derivation.served.endsAt === line.derivation.period.endsAt;

// A copy on an invoice that replaces another stands for its original.
const counts = (line: ChargeFacts): line is SubscriptionCharge => {
  const isOther = line.kind === 'manual' || isCommitment(line) || isUncounted(line);
  if (isOther || isId('line', line.cause)) return false;
  const { derivation } = line;
  const of = derivation.kind === 'credit' ? derivation.of : derivation;
  return of.kind !== 'one_time';
};

const periodOf = ({ derivation }: SubscriptionCharge): StoredSpan =>
  derivation.kind === 'credit' ? derivation.of.period : derivation.period;

const isWithin = (one: StoredSpan, other: StoredSpan): boolean =>
  other.startsAt <= one.startsAt && one.endsAt <= other.endsAt;

const isPlacedIn = (
  line: SubscriptionCharge,
  spans: readonly StoredSpan[],
  byId: ReadonlyMap<LineId, ChargeFacts>,
): boolean => {
  const corrected = line.kind === 'credit' && line.corrects ? byId.get(line.corrects) : undefined;
  const { derivation, startsAt } = corrected === undefined ? line : ofSubscription(corrected);
  if (isChargedAtEnd(derivation)) {
    const at = endOf(derivation);
    return spans.some((span) => span.startsAt < at && at <= span.endsAt);
  }
  const begins = formatInstant(startsAt);
  return spans.some((span) => span.startsAt <= begins && begins < span.endsAt);
};

// Of a part that goes on all is counted up to and with an instant, at which another may begin.
const endOf = (derivation: UsageDerivation | RecurringDerivation): string => {
  const { startsAt, endsAt } = derivation.served;
  if (derivation.kind !== 'usage' || derivation.isProgressive !== true) return endsAt;
  const [first, last] = [later(parseInstant(startsAt), 1), later(parseInstant(endsAt), -1)];
  return formatInstant(last > first ? last : first);
};

const isChargedAtEnd = (
  derivation: PeriodDerivation,
): derivation is UsageDerivation | RecurringDerivation =>
  derivation.kind === 'usage' ||
  (derivation.kind === 'recurring' && derivation.isInArrears === true);
