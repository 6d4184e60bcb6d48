import { instantIn } from '#application/metering/moments.ts';
import type { MeteringReads, MeterView } from '#application/metering/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { OpenSpan } from '#domain/metering/cover.ts';
import { meterLimits, parseProperty } from '#domain/metering/definition.ts';
import { MeterNotFound } from '#domain/metering/errors.ts';
import type { WindowQuantity } from '#domain/metering/quantities.ts';
import { quantitiesOf } from '#domain/metering/quantities.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { CountedSpan } from '#domain/metering/tally.ts';
import type { UsageWindow } from '#domain/metering/usage-windows.ts';
import { usageWindows, windowsWithin } from '#domain/metering/usage-windows.ts';
import { checkAll, checkEach, orUndefined } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId, MeterId, SubscriptionId } from '#domain/shared/ids.ts';
import { choiceOf } from '#domain/shared/settings.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

export interface QueryUsageInput {
  readonly customerId: CustomerId;
  readonly meterId: MeterId;
  /** Where absent: all usage of the customer, whether its events name a subscription or not. */
  readonly subscriptionId?: SubscriptionId | undefined;
  /** An instant, or a local day from its beginning on. */
  readonly from: Instant | CalendarDate;
  /** Exclusive. */
  readonly to: Instant | CalendarDate;
  /** Where absent the whole span is one window. */
  readonly window?: UsageWindow | undefined;
  /** Properties of the data of events, whether the meter tells them apart or not. */
  readonly groupBy?: readonly string[] | undefined;
}

export interface UsageView {
  /** Of the subscription, else of the customer, else of the tenant. Days begin by it. */
  readonly timeZone: TimeZone;
  /** In the order of time; within a window by the texts of the groups. */
  readonly data: readonly WindowQuantity[];
}

/** The most events that an answer counts one by one: they are all in memory at once. */
export const eventsMax = 100_000;

/** Counts what a customer used by one meter: as it is billed, by the same functions. */
export class QueryUsage implements UseCase<QueryUsageInput, UsageView> {
  readonly permission = 'usage:read' as const;
  readonly isRead = true;
  readonly #reads: ReadAccess<MeteringReads>;

  constructor({ reads }: { readonly reads: ReadAccess<MeteringReads> }) {
    this.#reads = reads;
  }

  /**
   * @throws {InvalidValue} `period_without_length`, `out_of_range`, `unknown_subscription`,
   *   `too_many_events` and those of a property
   * @throws {CustomerNotFound | MeterNotFound}
   */
  async execute(context: RequestContext, input: QueryUsageInput): Promise<UsageView> {
    const { window, groupBy = [] } = checkAll({
      window: () => orUndefined(choiceOf(usageWindows))(input.window),
      groupBy: () => orUndefined(parseGroups)(input.groupBy),
    });
    const { customerId, meterId, subscriptionId = null } = input;
    return this.#reads.read(context, async ({ meters, usage, usageTallies }) => {
      const subject = { customerId, subscriptionId };
      const [meter, zones] = await Promise.all([meters.find(meterId), usage.zonesOf(subject)]);
      if (zones === undefined) throw new CustomerNotFound();
      if (meter === undefined) throw new MeterNotFound();
      const timeZone = subscriptionId === null ? zones.customer : zones.subscription;
      if (timeZone === undefined) throw unknownSubscription();
      const span = spanOf(input, timeZone);
      const windows = windowsOf(span, window, timeZone);
      const subscriptions = subscriptionId === null ? null : [subscriptionId];
      const counting = countingOf(meter, groupBy);
      const spans = sinceEver(meter, windows);
      const range = { customerId, subscriptions, counting, spans, eventsMax };
      const used = await usageTallies.within(range);
      return { timeZone, data: quantitiesOf({ ...meter, groupBy }, used, windows) };
    });
  }
}

// A level that is carried over is of all events before the end of a window.
const sinceEver = (
  { isCarriedOver }: MeterView,
  windows: readonly CountedSpan[],
): readonly OpenSpan[] =>
  windows.map((window, index) =>
    isCarriedOver && index === 0 ? { ...window, from: null } : window,
  );

const parseGroups = (given: readonly string[]): readonly string[] => {
  if (given.length > meterLimits.groups) {
    const detail = `Usage is told apart by ${meterLimits.groups} properties at most.`;
    throw InvalidValue.because('too_many', detail);
  }
  if (new Set(given).size < given.length) {
    throw InvalidValue.because('repeated', 'A property is named twice.');
  }
  return checkEach(given, parseProperty);
};

const unknownSubscription = () =>
  checkFault('subscriptionId', 'unknown_subscription', 'The customer has no such subscription.');

const checkFault = (field: string, code: string, detail: string): InvalidValue =>
  new InvalidValue([{ pointer: `/${field}`, code, detail }]);

const spanOf = (input: QueryUsageInput, zone: TimeZone): CountedSpan => {
  const { from, to } = checkAll({
    from: () => instantIn(input.from, zone),
    to: () => instantIn(input.to, zone),
  });
  if (from < to) return { from, to };
  throw checkFault('to', 'period_without_length', 'The span ends after it begins.');
};

const windowsOf = (
  span: CountedSpan,
  window: UsageWindow | undefined,
  zone: TimeZone,
): readonly CountedSpan[] =>
  window === undefined
    ? [span]
    : checkAll({ window: () => windowsWithin(zone, window, span) }).window;
