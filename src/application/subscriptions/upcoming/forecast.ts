import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type {
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import { countDue } from '#application/subscriptions/runs/count-due.ts';
import type { Setback } from '#application/subscriptions/runs/setbacks.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import { previewCustomers } from '#application/subscriptions/upcoming/preview-customers.ts';
import { parseBillingInstant } from '#domain/shared/calendar/billing-dates.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

export interface ForecastInput {
  /** RFC 3339: what falls due by then is shown. 31 days ahead where it is absent. */
  readonly until?: string | undefined;
}

export interface Forecast {
  readonly until: Instant;
  /** When something falls due next, by then or later, with an invoice or without. */
  readonly nextDueAt: Instant | null;
  readonly customers: number;
  readonly invoices: number;
  /** Their sums, one amount for each currency. */
  readonly totals: readonly Money[];
  /** How many of the customers the runs will set aside, as they cannot be charged. */
  readonly customersSetAside: number;
  /** The first of them, and why. */
  readonly setAside: readonly Setback[];
}

const setAsideMax = 100;
const pageMax = 200;
const yearsMax = 3;
// Between two portions the process has time for others. The charges of one customer are computed
// in one go.
const portionMax = 5_000;
const ofCustomerMax = 20_000;
const daysAhead = 31;

/** Shows what the runs will make until an instant, without making it. */
export class ForecastBilling implements UseCase<ForecastInput, Forecast> {
  readonly permission = 'invoices:read' as const;
  readonly isRead = true;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue} `invalid_instant`, `out_of_range`; `too_far` beyond three years, or
   *   where one customer has too many charges by then
   */
  async execute(context: RequestContext, input: ForecastInput): Promise<Forecast> {
    let until = input.until === undefined ? null : parseUntil(input.until);
    const totals = new Map<CurrencyCode, Money>();
    const setAside: Setback[] = [];
    let [customers, invoices]: [number, number] = [0, 0];
    let after: CustomerId | null = null;
    let nextDueAt: Instant | null = null;
    for (;;) {
      const page = await this.#page(context, until, after);
      until = page.until;
      if (after === null) ({ nextDueAt } = page);
      customers += page.customerIds.length;
      invoices += page.amounts.length;
      setAside.push(...page.setbacks);
      for (const amount of page.amounts) {
        totals.set(
          amount.currency,
          (totals.get(amount.currency) ?? amount.minus(amount)).plus(amount),
        );
      }
      after = page.customerIds.at(-1) ?? null;
      if (page.isLast) break;
    }
    return {
      until,
      nextDueAt,
      customers,
      invoices,
      totals: [...totals.values()],
      customersSetAside: setAside.length,
      setAside: setAside.slice(0, setAsideMax),
    };
  }

  #page(context: RequestContext, asked: Instant | null, after: CustomerId | null) {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, run) => {
      const until = asked ?? later(run.now, daysAhead * dayMilliseconds);
      if (until > run.now + yearsMax * 366 * dayMilliseconds) {
        throw InvalidValue.because('too_far', 'A forecast reaches three years ahead.', '/until');
      }
      const slice = { limit: pageMax, after };
      const accounts = await repositories.billingAccounts.dueThrough(until, slice);
      const customerIds = accounts.map(({ customerId }) => customerId);
      const all = await repositories.subscriptions.ofCustomers(customerIds);
      const named = all.map(({ facts }) => facts);
      const terms = await Terms.of(repositories, named, hash);
      const portion = portionOf(customerIds, all, terms, until);
      const previewing = { repositories, run: { ...run, hash }, tracked: all, until };
      const { documents, setbacks } = await previewCustomers(previewing, portion);
      const amounts = documents.map(({ totals }) => totals.total);
      const nextDueAt = (await repositories.billingAccounts.nextDueAt()) ?? null;
      const isLast = customerIds.length < pageMax && portion.length === customerIds.length;
      return { until, nextDueAt, customerIds: portion, amounts, setbacks, isLast };
    });
  }
}

/**
 * As many of the first customers as have no more charges than are computed in one go; one at least.
 * @throws {InvalidValue} `too_far`
 */
const portionOf = (
  customerIds: readonly CustomerId[],
  tracked: readonly TrackedSubscription[],
  terms: Terms,
  until: Instant,
): readonly CustomerId[] => {
  const byCustomer = Map.groupBy(tracked, ({ facts }) => facts.customerId);
  let sum = 0;
  const end = customerIds.findIndex((customerId, index) => {
    const own = countDue(byCustomer.get(customerId) ?? [], terms, until, ofCustomerMax);
    if (own > ofCustomerMax) throw tooManyCharges();
    sum += own;
    return index > 0 && sum > portionMax;
  });
  return end === -1 ? customerIds : customerIds.slice(0, end);
};

const tooManyCharges = (): InvalidValue =>
  InvalidValue.because(
    'too_far',
    `By then one customer has more than ${ofCustomerMax} charges: ask for an earlier instant.`,
    '/until',
  );

const parseUntil = (text: string): Instant =>
  checkAll({ until: () => parseBillingInstant(text) }).until;
