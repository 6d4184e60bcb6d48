import type {
  ChargeRounding,
  CountedBy,
  CreditDerivation,
  CreditShare,
  PeriodKind,
  RecurringDerivation,
  Span,
} from '#domain/charging/derivation.ts';
import { creditDerivation, recurringDerivation } from '#domain/charging/derivation.ts';
import type { FlatTerms } from '#domain/charging/terms.ts';
import { flatTerms } from '#domain/charging/terms.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { parseCalendarDate, parseInstant, parseTimeZone } from '#domain/shared/time.ts';

/** A price in minor units; prorated, but where it is said otherwise. */
export const flat = (minor: bigint, currency = 'EUR', isProrated = true): FlatTerms =>
  flatTerms(Money.of(minor, parseCurrencyCode(currency)), isProrated);

const midnight = '00:00:00.000Z';

/**
 * From `start` to `end`, dates or instants in UTC: `2026-04-11` begins at midnight, or where
 * `dayBegins` says; `2026-04-11T12:00:00.000Z` is that instant of its day.
 */
export const span = (start: string, end: string, dayBegins = midnight): Span => {
  const [startOn = '', startTime = dayBegins] = start.split('T');
  const [endOn = '', endTime = dayBegins] = end.split('T');
  return {
    start: parseCalendarDate(startOn),
    end: parseCalendarDate(endOn),
    startsAt: parseInstant(`${startOn}T${startTime}`),
    endsAt: parseInstant(`${endOn}T${endTime}`),
  };
};

interface Conventions {
  readonly countedBy?: CountedBy;
  readonly rounding?: ChargeRounding;
  readonly quantity?: string;
  readonly version?: RecurringDerivation['version'];
  readonly kind?: PeriodKind;
}

/** A charge for `served`, the whole period where it is left out; by days, rounded half up. */
export const charged = (
  period: Span,
  served: Span = period,
  {
    countedBy = 'day',
    rounding = 'half_up',
    quantity = '1',
    version = 1,
    kind = 'recurring',
  }: Conventions = {},
): RecurringDerivation => {
  const timeZone = parseTimeZone('UTC');
  const conventions = { version, kind, quantity, countedBy, rounding, timeZone };
  return recurringDerivation({ ...conventions, period, served });
};

interface CreditConditions {
  readonly left: bigint;
  readonly takesRest?: boolean;
  readonly share?: CreditShare;
}

/** A credit for `unused` of a charge. */
export const credited = (
  of: RecurringDerivation,
  unused: Span,
  { left, takesRest = false, share = 'prorated' }: CreditConditions,
): CreditDerivation => creditDerivation(of, { unused, left, takesRest, share });
