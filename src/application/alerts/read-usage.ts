import type { Failed, OpenAmount, OpenRun } from '#application/alerts/open-amounts.ts';
import { OpenAmounts, once } from '#application/alerts/open-amounts.ts';
import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageNews } from '#application/metering/usage-watches.ts';
import { watchedQuantity } from '#application/metering/watched-quantity.ts';
import { instantsBetween, monthAt } from '#domain/alerts/alert-periods.ts';
import type { UsagePlace, UsageReading } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { currentPeriod } from '#domain/subscriptions/agreement/current-period.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';

/** Usage that cannot be read, and the refusal that says why. */
export type UnreadUsage = UsagePlace & Failed;

/** The usage that an alert looks at. */
export interface ReadUsage {
  readonly readings: readonly UsageReading[];
  readonly failures: readonly UnreadUsage[];
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
  readonly #known: Known;
  readonly #amounts: OpenAmounts;
  readonly #meters = new Map<MeterId, Promise<MeterFacts | null>>();
  readonly #quantities = new Map<string, Promise<Fraction>>();

  private constructor(repositories: UsageAlertRepositories, run: OpenRun, known: Known) {
    this.#repositories = repositories;
    this.#known = known;
    this.#amounts = new OpenAmounts(repositories, run);
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
  read(alert: UsageAlertFacts, news: UsageNews): Promise<ReadUsage> {
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
  ): Promise<ReadUsage> {
    invariant(meterId !== null, 'An alert on a quantity names its meter.');
    const meter = await this.#meter(meterId);
    if (meter === null || news.eventTypes?.includes(meter.eventType) === false) {
      return { readings: [], failures: [] };
    }
    const readings: UsageReading[] = [];
    for (const place of this.#placesOf(news)) {
      if (subscriptionId !== null && place.subscriptionId !== subscriptionId) continue;
      readings.push({ ...place, value: await this.#quantity(meter, place) });
    }
    return { readings, failures: [] };
  }

  // Of one that is archived nothing is rolled up, and no new event is judged.
  #meter(meterId: MeterId): Promise<MeterFacts | null> {
    return once(this.#meters, meterId, async () => {
      const meter = await this.#repositories.meters.find(meterId);
      return meter?.status === 'active' ? meter.facts : null;
    });
  }

  /** The periods of the customer's subscriptions or, where none runs, the months. */
  #placesOf({ customerId, from, through }: UsageNews): readonly UsagePlace[] {
    const zone = this.#known.zones.get(customerId);
    if (zone === undefined) return [];
    const own = this.#subscriptionsOf(customerId);
    const places = instantsBetween(from, through).flatMap((at): readonly UsagePlace[] => {
      const running = own.flatMap((facts): readonly UsagePlace[] => {
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

  #quantity(meter: MeterFacts, place: UsagePlace): Promise<Fraction> {
    return once(this.#quantities, `${meter.id} ${keyOf(place)}`, () => {
      const { customerId, subscriptionId, period } = place;
      const watched = { customerId, subscriptionId, from: period.startsAt, to: period.endsAt };
      return watchedQuantity(this.#repositories, meter, watched);
    });
  }

  async #readAmounts(
    { subscriptionId, currency, priceCode }: UsageAlertFacts,
    { customerId, from, through }: UsageNews,
  ): Promise<ReadUsage> {
    const readings: UsageReading[] = [];
    const failures: UnreadUsage[] = [];
    for (const facts of this.#subscriptionsOf(customerId)) {
      const isOther = subscriptionId !== null && facts.id !== subscriptionId;
      if (isOther || facts.currency !== currency) continue;
      for (const amounts of await this.#amounts.at(facts, instantsBetween(from, through))) {
        const own = amounts.filter(({ code }) => priceCode === null || code === priceCode);
        for (const some of Map.groupBy(own, ({ period }) => period.startsAt).values()) {
          const read = inPeriod(facts, some);
          if ('value' in read) readings.push(read);
          else failures.push(read);
        }
      }
    }
    return { readings, failures };
  }
}

/** The sum of the amounts of a period; none where one of them is not known. */
const inPeriod = (
  { id: subscriptionId, customerId }: SubscriptionFacts,
  amounts: readonly OpenAmount[],
): UsageReading | UnreadUsage => {
  const [first] = amounts;
  invariant(first !== undefined, 'A group has a member.');
  const place = { customerId, subscriptionId, period: first.period };
  let value = Fraction.of(0n);
  for (const { amount } of amounts) {
    if ('error' in amount) return { ...place, ...amount };
    value = value.plus(amount);
  }
  return { ...place, value };
};

const keyOf = ({ customerId, subscriptionId, period }: UsagePlace): string =>
  [customerId, subscriptionId, period.startsAt].join(' ');
