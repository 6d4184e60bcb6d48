import type { CatalogEntry, CatalogEntryInput } from '#domain/catalog/entry.ts';
import { entryReaders } from '#domain/catalog/entry.ts';
import { PlanTermsFixed, PlanWithoutPrice } from '#domain/catalog/errors.ts';
import type { PlanTerms, PlanTermsInput } from '#domain/catalog/plan-terms.ts';
import { sameTerms, statedTerms, termsReaders } from '#domain/catalog/plan-terms.ts';
import type { DrawPriceId, IdentifyPrice, PriceInput } from '#domain/catalog/price.ts';
import { identifyAmong, keepPriceId } from '#domain/catalog/price.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import { saysTheSame, toSnapshot } from '#domain/shared/events.ts';
import type { PlanId, ProductId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The code is unique among the tenant's plans that are not archived. */
export interface PlanFacts extends CatalogEntry {
  readonly id: PlanId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Never changes. */
  readonly productId: ProductId;
  readonly terms: PlanTerms;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** When its terms were fixed; null while it never was active. Archiving keeps it. */
  readonly activatedAt: Instant | null;
  readonly archivedAt: Instant | null;
}

/** A plan as people describe it, before anything was checked. */
export interface PlanInput extends CatalogEntryInput, PlanTermsInput {
  readonly productId: ProductId;
}

/** What changes: absent stays, null clears. `metadata` and `prices` are replaced whole. */
export type PlanChanges = {
  readonly [Field in Exclude<keyof PlanInput, 'productId'>]?: PlanInput[Field] | undefined;
};

export const planStatuses = ['draft', 'active', 'archived'] as const;
export type PlanStatus = (typeof planStatuses)[number];

/** One way to pay for a product, in one of the three states of its life. */
export type Plan = DraftPlan | ActivePlan | ArchivedPlan;

/** A plan in preparation: everything but its product may change, and nobody can subscribe to it. */
export class DraftPlan {
  readonly status = 'draft' as const;
  readonly facts: PlanFacts & { readonly activatedAt: null; readonly archivedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: DraftPlan['facts'], events: readonly DomainEvent[] = []) {
    this.facts = checkedFacts(facts);
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: PlanId, input: PlanInput, drawId: DrawPriceId, now: Instant): DraftPlan {
    const { productId, prices = [] } = input;
    const checked = checkedPlan(input, identifyAmong([], prices, drawId));
    const times = { createdAt: now, updatedAt: now, activatedAt: null, archivedAt: null };
    const facts = { id, version: 0, productId, ...checked, ...times };
    return new DraftPlan(facts, [happened('plan.created', now, null, facts)]);
  }

  /**
   * The plan itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: PlanChanges, drawId: DrawPriceId, now: Instant): DraftPlan {
    const facts = changedFacts(this.facts, changes, drawId, now);
    if (isUnchanged(this.facts, facts)) return this;
    const updated = happened('plan.updated', now, this.facts, facts);
    return new DraftPlan(facts, [...this.events, updated]);
  }

  /**
   * Fixes the terms, so that customers can agree to them.
   * @throws {PlanWithoutPrice}
   */
  activate(now: Instant): ActivePlan {
    if (this.facts.terms.prices.length === 0) throw new PlanWithoutPrice();
    const facts = { ...this.facts, updatedAt: now, activatedAt: now };
    const activated = happened('plan.activated', now, this.facts, facts);
    return new ActivePlan(facts, [...this.events, activated]);
  }

  archive(now: Instant): ArchivedPlan {
    return archived(this, now);
  }
}

/** A plan on offer. Subscriptions refer to its terms, so these never change again. */
export class ActivePlan {
  readonly status = 'active' as const;
  readonly facts: PlanFacts & { readonly activatedAt: Instant; readonly archivedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: ActivePlan['facts'], events: readonly DomainEvent[] = []) {
    this.facts = checkedFacts(facts);
    this.events = events;
    invariant(this.facts.terms.prices.length > 0, 'An active plan has a price.');
  }

  /**
   * Changes how the plan is called and described. The plan itself where nothing differs.
   * @throws {InvalidValue | PlanTermsFixed} To state the terms again, as they are, is no change.
   */
  change(changes: PlanChanges, drawId: DrawPriceId, now: Instant): ActivePlan {
    const facts = changedFacts(this.facts, changes, drawId, now);
    if (!sameTerms(facts.terms, this.facts.terms)) throw new PlanTermsFixed();
    if (isUnchanged(this.facts, facts)) return this;
    const updated = happened('plan.updated', now, this.facts, facts);
    return new ActivePlan(facts, [...this.events, updated]);
  }

  archive(now: Instant): ArchivedPlan {
    return archived(this, now);
  }
}

/** A plan that is not offered any more. It stays as it was, its code is free for another. */
export class ArchivedPlan {
  readonly status = 'archived' as const;
  readonly facts: PlanFacts & { readonly archivedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: ArchivedPlan['facts'], events: readonly DomainEvent[] = []) {
    this.facts = checkedFacts(facts);
    this.events = events;
  }

  /** Makes it what it was before: active when it ever was, else a draft. */
  restore(now: Instant): DraftPlan | ActivePlan {
    const facts = { ...this.facts, updatedAt: now, archivedAt: null };
    const restored = happened('plan.restored', now, this.facts, facts);
    return unarchived(facts, [...this.events, restored]);
  }
}

/** The plan with these facts, in the state that its times tell. */
export const planOf = (facts: PlanFacts): Plan => {
  const { archivedAt } = facts;
  return archivedAt === null
    ? unarchived({ ...facts, archivedAt })
    : new ArchivedPlan({ ...facts, archivedAt });
};

const unarchived = (
  facts: PlanFacts & { readonly archivedAt: null },
  events: readonly DomainEvent[] = [],
): DraftPlan | ActivePlan => {
  const { activatedAt } = facts;
  return activatedAt === null
    ? new DraftPlan({ ...facts, activatedAt }, events)
    : new ActivePlan({ ...facts, activatedAt }, events);
};

const archived = (plan: DraftPlan | ActivePlan, now: Instant): ArchivedPlan => {
  const facts = { ...plan.facts, updatedAt: now, archivedAt: now };
  const event = happened('plan.archived', now, plan.facts, facts);
  return new ArchivedPlan(facts, [...plan.events, event]);
};

const checkedFacts = <Facts extends PlanFacts>(facts: Facts): Facts => ({
  ...facts,
  ...checkedPlan({ ...facts, ...statedTerms(facts.terms) }, keepPriceId),
});

const changedFacts = <Facts extends PlanFacts>(
  current: Facts,
  changes: PlanChanges,
  drawId: DrawPriceId,
  now: Instant,
): Facts => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const input = { ...current, ...statedTerms(current.terms), ...Object.fromEntries(given) };
  const identify = identifyAmong(current.terms.prices, input.prices, drawId);
  return { ...current, ...checkedPlan(input, identify), updatedAt: now };
};

const checkedPlan = <Given extends PriceInput>(
  input: CatalogEntryInput & PlanTermsInput<Given>,
  identify: IdentifyPrice<Given>,
) => {
  const readers = { ...entryReaders(input), ...termsReaders(input, identify) };
  const { currency, interval, trialDays: trial, prices, ...entry } = checkAll(readers);
  return { ...entry, terms: { currency, interval, trial, prices } };
};

// A snapshot says everything that people can change, and the time of the change beside it.
const isUnchanged = (before: PlanFacts, after: PlanFacts): boolean => {
  const { updatedAt } = before;
  return saysTheSame(snapshotOf(before), snapshotOf({ ...after, updatedAt }));
};

const happened = (
  type: string,
  at: Instant,
  before: PlanFacts | null,
  after: PlanFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  at,
  before: before === null ? null : snapshotOf(before),
  after: snapshotOf(after),
});

const snapshotOf = (facts: PlanFacts): Snapshot => {
  const { version: _version, activatedAt: _activatedAt, terms, ...rest } = facts;
  const { prices, ...stated } = statedTerms(terms);
  return toSnapshot({
    ...rest,
    ...stated,
    prices: prices.map((price) => ({
      ...price,
      // Exact: no price is above what a JSON number holds.
      amount: { amount: Number(price.amount.minor), currency: price.amount.currency },
    })),
    status: statusOf(facts),
  });
};

const statusOf = ({ activatedAt, archivedAt }: PlanFacts): PlanStatus => {
  if (archivedAt !== null) return 'archived';
  return activatedAt === null ? 'draft' : 'active';
};
