import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { flatTerms } from '#domain/charging/terms.ts';
import { explain } from '#domain/charging/words.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type {
  AgreedItem,
  AgreedSegment,
  Agreement,
} from '#domain/subscriptions/agreement/agreement.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import { changeMark, endMark, startMark } from '#domain/subscriptions/agreement/mark.ts';
import type { BegunBy } from '#domain/subscriptions/agreement/segments.ts';
import { settleChange } from '#domain/subscriptions/changes/change-settlement.ts';
import { settleEnd } from '#domain/subscriptions/changes/end-change.ts';
import type { NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { newCursor, settle } from '#domain/subscriptions/settlement/settlement.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { WireMoney } from './money-text.ts';

// The cases of docs/conformance.md, settled by the functions that settle changes on the server.

export const caseNames = ['upgrade', 'downgrade', 'cancel', 'more', 'less', 'month_end'] as const;
export type CaseName = (typeof caseNames)[number];

/** A line that the case makes. */
export interface CaseLine {
  /** Negative for a credit. */
  readonly amount: WireMoney;
  /** How it comes to be: `15 of 30 days (2026-06-16 to 2026-07-01)`. English, as on invoices. */
  readonly because: string;
}

/** The lines that a change makes under a policy: charges, then credits. */
export const playCase = (name: CaseName, policy: BillingPolicy): readonly CaseLine[] => {
  const given = cases[name];
  const before = agreement(policy, [segment(startMark(given.start, zone), given.before)]);
  const terms = new Map(
    [...given.before, ...given.after].map((item) => [item.termsHash, item.terms]),
  );
  const recorded = recordedBy(before, given.chargedThrough, terms);
  const lines =
    given.after.length === 0 ? end(before, given, recorded) : change(before, given, recorded);
  return lines.map(({ amount, derivation, termsHash }) => ({
    amount: { amount: Number(amount.minor), currency },
    because: reasonOf(terms.get(termsHash), derivation),
  }));
};

const currency = 'EUR' as CurrencyCode;
const zone = 'UTC' as TimeZone;

interface Case {
  readonly start: Instant;
  /** Up to when the runs have charged before the change. */
  readonly chargedThrough: Instant;
  readonly at: Instant;
  readonly before: readonly AgreedItem[];
  /** Nothing where it ends. */
  readonly after: readonly AgreedItem[];
  readonly isOtherPlan: boolean;
}

const item = (name: string, minor: bigint, grid: Grid): AgreedItem => {
  return {
    timeZone: zone,
    id: `si_${name}` as AgreedItem['id'],
    priceId: `price_${name}` as AgreedItem['priceId'],
    name,
    kind: 'recurring',
    terms: flatTerms(Money.of(minor, currency), true),
    termsHash: name,
    billed: 'in_advance',
    quantity: '1',
    grid,
  };
};

const monthly = (anchorOn: string, anchorDay: number): Grid => ({
  unit: 'month',
  count: 1,
  anchorOn: anchorOn as CalendarDate,
  anchorDay,
});

const june = monthly('2026-06-01', 1);
const monthEnds = monthly('2028-01-31', 31);
const [small, large, support] = [
  item('small', 3000n, june),
  item('large', 6000n, june),
  item('support', 1500n, june),
];
const inJune = {
  start: parseInstant('2026-06-01T00:00:00Z'),
  chargedThrough: parseInstant('2026-06-01T00:00:00Z'),
  at: parseInstant('2026-06-16T12:00:00Z'),
};
const atMonthEnds = {
  start: parseInstant('2028-01-31T00:00:00Z'),
  chargedThrough: parseInstant('2028-02-29T00:00:00Z'),
  at: parseInstant('2028-03-15T12:00:00Z'),
};

const cases: Readonly<Record<CaseName, Case>> = {
  upgrade: { ...inJune, before: [small], after: [large], isOtherPlan: true },
  downgrade: { ...inJune, before: [large], after: [small], isOtherPlan: true },
  cancel: { ...inJune, before: [small], after: [], isOtherPlan: false },
  more: { ...inJune, before: [small], after: [small, support], isOtherPlan: false },
  less: { ...inJune, before: [small, support], after: [small], isOtherPlan: false },
  month_end: {
    ...atMonthEnds,
    before: [item('small', 3000n, monthEnds)],
    after: [item('large', 6000n, monthEnds)],
    isOtherPlan: true,
  },
};

const agreement = (policy: BillingPolicy, segments: readonly AgreedSegment[]): Agreement => ({
  subscriptionId: 'sub_case' as Agreement['subscriptionId'],
  customerId: 'cus_case' as Agreement['customerId'],
  currency,
  policy,
  segments,
});

const segment = (from: Mark, items: readonly AgreedItem[], until: Mark | null = null) => ({
  from,
  until,
  items,
});

/** The charges that the runs have made before the change. */
const recordedBy = (
  before: Agreement,
  through: Instant,
  terms: ReadonlyMap<string, PriceTerms>,
): readonly ChargeWithTerms[] =>
  settle(before, newCursor, through)
    .moments.flatMap(({ charges }) => charges)
    .flatMap((charge, index) => {
      const of = terms.get(charge.termsHash);
      const id = `line_${index}` as LineId;
      return of === undefined
        ? []
        : [{ charge: { ...charge, id, createdAt: through, invoiceId: null }, terms: of }];
    });

const end = (
  before: Agreement,
  { start, at, before: items }: Case,
  recorded: readonly ChargeWithTerms[],
): readonly NewCharge[] => {
  const { policy } = before;
  const until = endMark(at, zone, policy);
  const after = agreement(policy, [segment(startMark(start, zone), items, until)]);
  const credit = policy.cancelCredit;
  const settled = settleEnd({ before, after, now: at, credit, cause: 'case', recorded });
  return [...settled.charges, ...settled.credits.map(({ line }) => line)];
};

const change = (
  before: Agreement,
  { start, at, before: items, after: next, isOtherPlan }: Case,
  recorded: readonly ChargeWithTerms[],
): readonly NewCharge[] => {
  const { policy } = before;
  const { decrease, charge, creditAs } = policy;
  const id = 'chg_case' as BegunBy['id'];
  const by: BegunBy = { id, isOtherPlan, decrease, charge, creditAs };
  const mark = changeMark(at, zone, policy);
  const after = agreement(policy, [
    segment(startMark(start, zone), items, mark),
    { ...segment(mark, next), begunBy: by },
  ]);
  const settled = settleChange({ before, after, now: at, by, recorded });
  return [...settled.charges, ...settled.credits.map(({ line }) => line)];
};

/** The step that makes a part of a whole: the last one before the rounding. */
const reasonOf = (terms: PriceTerms | undefined, derivation: NewCharge['derivation']): string =>
  terms === undefined ? '' : (explain(terms, derivation)[1]?.text ?? '');
