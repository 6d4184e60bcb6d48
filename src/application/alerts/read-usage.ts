import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageNews } from '#application/metering/usage-watches.ts';
import type { Run } from '#application/shared/ports.ts';
import { Terms } from '#application/subscriptions/agreements.ts';
import { amountSoFar, countDueUsage, openDues } from '#application/subscriptions/due-usage.ts';
import { instantsBetween, monthAt } from '#domain/alerts/alert-periods.ts';
import type { UsageReading } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { countTallied } from '#domain/metering/count.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId, PriceId, SubscriptionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement-of.ts';
import { currentPeriod } from '#domain/subscriptions/current-period.ts';
import type { Due } from '#domain/subscriptions/due.ts';
import { openUsage } from '#domain/subscriptions/due.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/subscription-facts.ts';

/** A customer's usage in one period. */
type Place = Omit<UsageReading, 'value'>;

type OpenRun = Pick<Run, 'now' | 'nextId'> & { readonly hash: (text: string) => string };

/** A line of usage, and the code of its price. */
interface PricedLine {
  readonly line: UsageCharge;
  readonly code: string | undefined;
}

/** All that the amounts of a subscription follow from. */
interface KnownAgreement {
  readonly terms: Terms;
  readonly agreement: Agreement;
  readonly codes: ReadonlyMap<PriceId, string>;
}

interface Known {
  readonly subscriptions: ReadonlyMap<CustomerId, readonly SubscriptionFacts[]>;
  readonly zones: ReadonlyMap<CustomerId, TimeZone>;
}

/**
 * Reads what customers used, as bills will count it, in the periods in which some of their events
 * happened. Usage that several alerts look at is counted once.
 */
export class UsageReader {
  readonly #repositories: UsageAlertRepositories;
  readonly #run: OpenRun;
  readonly #known: Known;
  readonly #meters = new Map<MeterId, Promise<MeterFacts | null>>();
  readonly #quantities = new Map<string, Promise<Fraction>>();
  readonly #agreements = new Map<SubscriptionId, Promise<KnownAgreement>>();
  readonly #lines = new Map<string, Promise<readonly PricedLine[]>>();

  private constructor(repositories: UsageAlertRepositories, run: OpenRun, known: Known) {
    this.#repositories = repositories;
    this.#run = run;
    this.#known = known;
  }

  static async open(
    repositories: UsageAlertRepositories,
    run: OpenRun,
    customerIds: readonly CustomerId[],
  ): Promise<UsageReader> {
    const tracked = await repositories.subscriptions.ofCustomers(customerIds);
    const customers = await repositories.customers.findAll(customerIds);
    const tenant = await repositories.tenants.find();
    const zoneOf = (zone: TimeZone | null) => zone ?? tenant?.facts.timeZone;
    const zones = customers.flatMap(({ facts }) => {
      const zone = zoneOf(facts.timeZone);
      return zone === undefined ? [] : [[facts.id, zone] as const];
    });
    const facts = tracked.map((each) => each.facts);
    const subscriptions = Map.groupBy(facts, ({ customerId }) => customerId);
    return new UsageReader(repositories, run, { subscriptions, zones: new Map(zones) });
  }

  /** Reads the usage that an alert looks at, in each period in which some of the news happened. */
  read(alert: UsageAlertFacts, news: UsageNews): Promise<readonly UsageReading[]> {
    switch (alert.measure) {
      case 'quantity':
        return this.#readQuantities(alert, news);
      case 'amount':
        return this.#readAmounts(alert, news);
    }
  }

  async #readQuantities(
    { meterId, subscriptionId }: UsageAlertFacts,
    news: UsageNews,
  ): Promise<readonly UsageReading[]> {
    invariant(meterId !== null, 'An alert on a quantity names its meter.');
    const meter = await this.#meter(meterId);
    if (meter === null || news.eventTypes?.includes(meter.eventType) === false) return [];
    const readings: UsageReading[] = [];
    for (const place of this.#placesOf(news)) {
      if (subscriptionId !== null && place.subscriptionId !== subscriptionId) continue;
      readings.push({ ...place, value: await this.#quantity(meter, place) });
    }
    return readings;
  }

  // Of one that is archived nothing is rolled up, and no new event is judged.
  #meter(meterId: MeterId): Promise<MeterFacts | null> {
    return once(this.#meters, meterId, async () => {
      const meter = await this.#repositories.meters.find(meterId);
      return meter?.status === 'active' ? meter.facts : null;
    });
  }

  /** The periods of the customer's subscriptions or, where none runs, the months. */
  #placesOf({ customerId, from, through }: UsageNews): readonly Place[] {
    const zone = this.#known.zones.get(customerId);
    if (zone === undefined) return [];
    const own = this.#subscriptionsOf(customerId);
    const places = instantsBetween(from, through).flatMap((at): readonly Place[] => {
      const running = own.flatMap((facts): readonly Place[] => {
        const period = currentPeriod(facts, at);
        return period === null ? [] : [{ customerId, subscriptionId: facts.id, period }];
      });
      if (running.length > 0) return running;
      return [{ customerId, subscriptionId: null, period: monthAt(zone, at) }];
    });
    return [...new Map(places.map((place) => [keyOf(place), place])).values()];
  }

  #subscriptionsOf(customerId: CustomerId): readonly SubscriptionFacts[] {
    return this.#known.subscriptions.get(customerId) ?? [];
  }

  #quantity(meter: MeterFacts, place: Place): Promise<Fraction> {
    return once(this.#quantities, `${meter.id} ${keyOf(place)}`, async () => {
      const { customerId, subscriptionId } = place;
      const period = { from: place.period.startsAt, to: place.period.endsAt };
      const usage = await this.#repositories.usageTallies.within({
        customerId,
        // As it is billed: an event that names no subscription counts for each.
        subscriptions: subscriptionId === null ? null : [subscriptionId, null],
        counting: countingOf(meter, []),
        spans: [meter.isCarriedOver ? { ...period, from: null } : period],
      });
      const [all] = countTallied(meter, [], usage, { period, spans: [period] });
      invariant(all !== undefined, 'Without groups there is one quantity.');
      return all.quantity;
    });
  }

  async #readAmounts(
    { subscriptionId, currency, priceCode }: UsageAlertFacts,
    { customerId, from, through }: UsageNews,
  ): Promise<readonly UsageReading[]> {
    const readings: UsageReading[] = [];
    for (const facts of this.#subscriptionsOf(customerId)) {
      const isOther = subscriptionId !== null && facts.id !== subscriptionId;
      if (isOther || facts.currency !== currency) continue;
      for (const lines of await this.#openLines(facts, instantsBetween(from, through))) {
        const own = lines.filter(({ code }) => priceCode === null || code === priceCode);
        readings.push(...amountsOf(facts, own));
      }
    }
    return readings;
  }

  /** The lines of the periods that were open at some instants: those open together once. */
  async #openLines(
    facts: SubscriptionFacts,
    instants: readonly Instant[],
  ): Promise<readonly (readonly PricedLine[])[]> {
    const { agreement, terms, codes } = await once(this.#agreements, facts.id, () =>
      this.#agreementOf(facts),
    );
    const textAt = (at: Instant) => openUsage(agreement, at).map(dueText).join();
    const open = new Map(instants.map((at) => [`${facts.id} ${textAt(at)}`, at]));
    const all: (readonly PricedLine[])[] = [];
    for (const [key, at] of open) {
      const lines = await once(this.#lines, key, async () => {
        const book = { ...this.#run, repositories: this.#repositories };
        const dues = await openDues(this.#repositories, agreement, at);
        const counted = await countDueUsage(book, agreement, dues, terms);
        return counted.map((line) => ({ line, code: codes.get(line.priceId) }));
      });
      all.push(lines);
    }
    return all;
  }

  async #agreementOf(facts: SubscriptionFacts): Promise<KnownAgreement> {
    const terms = await Terms.of(this.#repositories, [facts], this.#run.hash);
    const prices = facts.segments.flatMap((segment) => terms.versionOf(segment).terms.prices);
    const codes = new Map(prices.map(({ id, code }) => [id, code]));
    return { terms, agreement: agreementOf(facts, terms), codes };
  }
}

const dueText = ({ item, period, from }: Due): string =>
  [item.id, item.termsHash, period.startsAt, from.at].join(' ');

/** The sum of the lines of each period. */
const amountsOf = (
  { id: subscriptionId, customerId }: SubscriptionFacts,
  lines: readonly PricedLine[],
): readonly UsageReading[] => {
  const byPeriod = Map.groupBy(lines, ({ line }) => JSON.stringify(line.derivation.period));
  return [...byPeriod.values()].flatMap((some): readonly UsageReading[] => {
    const [first] = some;
    if (first === undefined) return [];
    const { start, end, startsAt, endsAt } = first.line.derivation.period;
    const value = some
      .map(({ line }) => fractionOf(amountSoFar(line).toDecimal()))
      .reduce((one, other) => one.plus(other), Fraction.of(0n));
    const instants = { startsAt: parseInstant(startsAt), endsAt: parseInstant(endsAt) };
    return [{ customerId, subscriptionId, period: { start, end, ...instants }, value }];
  });
};

const keyOf = ({ customerId, subscriptionId, period }: Place): string =>
  [customerId, subscriptionId, period.startsAt].join(' ');

const once = <Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  read: () => Promise<Value>,
): Promise<Value> => {
  const before = known.get(key);
  if (before !== undefined) return before;
  const reading = read();
  known.set(key, reading);
  return reading;
};
