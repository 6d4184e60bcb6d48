import { spansOf } from '#domain/charging/counted-spans.ts';
import type { CountedPart, Counting, UsageCharge } from '#domain/charging/counted-usage.ts';
import type { Span, UsageDerivation } from '#domain/charging/derivation.ts';
import { usageDerivation } from '#domain/charging/derivation.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import { buildCharge, buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { span } from './builders.ts';

// Lines of usage of a price of ten cents a unit, in June 2026.

export const subscription = buildSubscription(
  buildId('cus'),
  buildPlan(buildId('prod')).activate(someday),
);
export const june = span('2026-06-01', '2026-07-01');
export const firstHalf = span('2026-06-01', '2026-06-16');
export const secondHalf = span('2026-06-16', '2026-07-01');

export const derived = (served: Span, given: Partial<UsageDerivation> = {}): UsageDerivation => ({
  ...usageDerivation({
    countedBy: 'day',
    rounding: 'half_up',
    timeZone: parseTimeZone('UTC'),
    period: june,
    served,
  }),
  ...given,
});

/** A line of usage that waits to be counted. */
export const waiting = (served: Span, given: Partial<UsageCharge> = {}): UsageCharge => {
  const { derivation = derived(served), ...others } = given;
  const { startsAt, endsAt } = served;
  const line = {
    kind: 'usage',
    description: 'Calls',
    amount: euros(0n),
    startsAt,
    endsAt,
  } as const;
  return { ...buildCharge(subscription, { ...line, ...others }), derivation };
};

export const perUnit: PriceTerms = {
  version: 1,
  model: 'per_unit',
  unitAmount: '0.1',
  currency: parseCurrencyCode('EUR'),
  minorUnitDigits: 2,
  isProrated: false,
  meterId: 'mtr_1',
};
export const byRegion: PriceTerms = { ...perUnit, groupBy: ['region'] };

export const part = (region: string | null, units: bigint): CountedPart => ({
  group: region === null ? {} : { region },
  events: Number(units),
  quantity: Fraction.of(units),
});

export const counting = (
  terms: PriceTerms,
  parts: readonly CountedPart[],
  earlier: readonly UsageCharge[] = [],
  charge = waiting(june),
): Counting => ({
  terms,
  parts,
  spans: spansOf(charge, earlier),
  position: '7',
  earlier,
  idOf: () => buildId('line'),
});

export const shown = (lines: readonly UsageCharge[]) =>
  lines.map(({ description, quantity, amount }) => `${description}: ${quantity}, ${amount.minor}`);
