import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { Override } from '#domain/catalog/override.ts';
import { chargedModel } from '#domain/catalog/override.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { commitmentTerms, hashOfTerms, priceTerms } from '#domain/charging/terms.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { PlanVersionId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Money } from '#domain/shared/money.ts';
import type { HashedTerms, KnownTerms } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { SubscriptionSegment } from '#domain/subscriptions/agreement/segments.ts';

/** Names the plan versions that somebody agreed to. */
interface VersionNaming {
  readonly segments: readonly Pick<SubscriptionSegment, 'planVersionId'>[];
}

/** Plan versions with the terms of their prices, for the agreements of one run. */
export class Terms implements KnownTerms {
  readonly #versions: ReadonlyMap<PlanVersionId, PlanVersion>;
  readonly #hash: (text: string) => string;
  /** By the price, and within it by what the amounts are those of: the price, or an item. */
  readonly #made = new Map<Price, Map<Price | Override, HashedTerms>>();
  readonly #byHash = new Map<string, PriceTerms>();

  constructor(versions: readonly PlanVersion[], hash: (text: string) => string) {
    this.#versions = new Map(versions.map((version) => [version.id, version]));
    this.#hash = hash;
  }

  /**
   * Of all versions that these subscriptions ever agreed to.
   * @param known those that were read already
   */
  static async of(
    { planVersions }: Pick<CatalogRepositories, 'planVersions'>,
    subscriptions: readonly VersionNaming[],
    hash: (text: string) => string,
    known: readonly PlanVersion[] = [],
  ): Promise<Terms> {
    const unread = new Set(
      subscriptions.flatMap(({ segments }) => segments.map(({ planVersionId }) => planVersionId)),
    );
    for (const { id } of known) unread.delete(id);
    return new Terms([...known, ...(await planVersions.find([...unread]))], hash);
  }

  versionOf({ planVersionId }: Pick<SubscriptionSegment, 'planVersionId'>): PlanVersion {
    const version = this.#versions.get(planVersionId);
    invariant(version !== undefined, 'A version that somebody agreed to is there.');
    return version;
  }

  ofPrice(price: Price, currency: CurrencyCode, override?: Override): HashedTerms {
    const ofPrice = this.#made.get(price) ?? new Map<Price | Override, HashedTerms>();
    const known = ofPrice.get(override ?? price);
    if (known !== undefined) return known;
    const terms = priceTerms(chargedModel(price, override), currency, price);
    const made = this.#hashed(terms);
    this.#made.set(price, ofPrice.set(override ?? price, made));
    return made;
  }

  ofCommitment(amount: Money): HashedTerms {
    return this.#hashed(commitmentTerms(amount));
  }

  /** All terms that were asked for, by their hash. */
  byHash(): ReadonlyMap<string, PriceTerms> {
    return this.#byHash;
  }

  #hashed(terms: PriceTerms): HashedTerms {
    const hash = hashOfTerms(terms, this.#hash);
    this.#byHash.set(hash, terms);
    return { terms, hash };
  }
}
