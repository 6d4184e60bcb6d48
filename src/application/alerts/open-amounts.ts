import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { Run } from '#application/shared/ports.ts';
import { isForGood } from '#application/subscriptions/runs/setbacks.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import {
  amountSoFar,
  countDueUsage,
  openDues,
} from '#application/subscriptions/settlement/due-usage.ts';
import type { AlertPeriod } from '#domain/alerts/reached-threshold.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { PriceId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { parseInstant } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Due } from '#domain/subscriptions/settlement/due.ts';
import { openUsage } from '#domain/subscriptions/settlement/due.ts';

export type OpenRun = Pick<Run, 'now' | 'nextId'> & { readonly hash: (text: string) => string };

/** The amount of a line of usage in its open period, or the reason why there is none. */
export interface OpenAmount {
  /** The code of the price, where it has one. */
  readonly code: string | undefined;
  readonly period: AlertPeriod;
  /** In major units. */
  readonly amount: Fraction | Failed;
}

/** A refusal that stays, however often somebody tries. */
export interface Failed {
  readonly error: DomainError;
}

/** All that the amounts of a subscription follow from. */
interface KnownAgreement {
  readonly terms: Terms;
  readonly agreement: Agreement;
  readonly codes: ReadonlyMap<PriceId, string>;
}

/** Counts what the open usage of subscriptions comes to: each price and period once. */
export class OpenAmounts {
  readonly #repositories: UsageAlertRepositories;
  readonly #run: OpenRun;
  readonly #agreements = new Map<SubscriptionId, Promise<KnownAgreement>>();
  readonly #amounts = new Map<string, Promise<readonly OpenAmount[]>>();

  constructor(repositories: UsageAlertRepositories, run: OpenRun) {
    this.#repositories = repositories;
    this.#run = run;
  }

  /** The amounts of the periods that were open at some instants: those open together once. */
  async at(
    facts: SubscriptionFacts,
    instants: readonly Instant[],
  ): Promise<readonly (readonly OpenAmount[])[]> {
    const known = await once(this.#agreements, facts.id, () => this.#agreementOf(facts));
    const textAt = (at: Instant) => openUsage(known.agreement, at).map(dueText).join();
    const open = new Map(instants.map((at) => [`${facts.id} ${textAt(at)}`, at]));
    const all: (readonly OpenAmount[])[] = [];
    for (const [key, at] of open) {
      const amounts = await once(this.#amounts, key, async () =>
        this.#count(known, await openDues(this.#repositories, known.agreement, at)),
      );
      all.push(amounts);
    }
    return all;
  }

  async #agreementOf(facts: SubscriptionFacts): Promise<KnownAgreement> {
    const terms = await Terms.of(this.#repositories, [facts], this.#run.hash);
    const prices = facts.segments.flatMap((segment) => terms.versionOf(segment).terms.prices);
    const codes = new Map(prices.map(({ id, code }) => [id, code]));
    return { terms, agreement: agreementOf(facts, terms), codes };
  }

  /** Counts all together or, where one of them cannot be counted, each item by itself. */
  async #count(known: KnownAgreement, dues: readonly Due[]): Promise<readonly OpenAmount[]> {
    const { agreement, terms, codes } = known;
    const byItem = [...Map.groupBy(dues, ({ item }) => item.id).values()];
    try {
      const book = { ...this.#run, repositories: this.#repositories };
      const lines = await countDueUsage(book, agreement, dues, terms);
      return lines.map((line) => ({ code: codes.get(line.priceId), ...amountOf(line) }));
    } catch (error) {
      if (!isForGood(error)) throw error;
      if (byItem.length === 1) {
        return dues.map(({ item, period: { start, end, startsAt, endsAt } }) => ({
          code: codes.get(item.priceId),
          period: { start, end, startsAt, endsAt },
          amount: { error },
        }));
      }
    }
    const amounts: OpenAmount[] = [];
    for (const own of byItem) amounts.push(...(await this.#count(known, own)));
    return amounts;
  }
}

const dueText = ({ item, period, from }: Due): string =>
  [item.id, item.termsHash, period.startsAt, from.at].join(' ');

const amountOf = (line: UsageCharge): Pick<OpenAmount, 'period' | 'amount'> => {
  const { start, end, startsAt, endsAt } = line.derivation.period;
  const instants = { startsAt: parseInstant(startsAt), endsAt: parseInstant(endsAt) };
  const amount = fractionOf(amountSoFar(line).toDecimal());
  return { period: { start, end, ...instants }, amount };
};

export const once = <Key, Value>(
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
