import type { CatalogEntry, CatalogEntryInput } from '#domain/catalog/entry.ts';
import { entryFields, entryParsers } from '#domain/catalog/entry.ts';
import { PlanTermsFixed, PlanVersionSuperseded, PlanWithoutPrice } from '#domain/catalog/errors.ts';
import type { PlanTerms, PlanTermsInput } from '#domain/catalog/plan-terms.ts';
import {
  changedTerms,
  changedTermsReaders,
  existingTermsReaders,
  isEqualTerms,
  knownCurrency,
  knownInterval,
  termsFields,
  termsParsers,
  toTermsInput,
} from '#domain/catalog/plan-terms.ts';
import type { DrawPriceId } from '#domain/catalog/price.ts';
import { checkAll, givenReaders, readersOf } from '#domain/shared/check.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { PlanId, ProductId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import {
  asStored,
  hidden,
  instant,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The code is unique among the tenant's plans that are not archived. */
export interface PlanFacts extends CatalogEntry {
  readonly id: PlanId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Never changes. */
  readonly productId: ProductId;
  /** Once it is active, those of its newest published version. */
  readonly terms: PlanTerms;
  /** The number of that version; 1 until then, which activating it publishes. */
  readonly publishedVersion: number;
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

/** The changes: absent stays, null clears. `metadata` and `prices` are replaced whole. */
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
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} with every fault at once. */
  static create(id: PlanId, input: PlanInput, drawId: DrawPriceId, now: Instant): DraftPlan {
    const plan = {
      currency: knownCurrency(input.currency),
      interval: knownInterval(input.interval),
    };
    const pricing = { ...plan, known: [], drawId };
    const parsers = { ...entryParsers, ...termsParsers(pricing) };
    const read = checkAll(readersOf(parsers, input));
    const { currency, interval, trialDays: trial, prices, ...others } = read;
    const { minimumCommitment, usageThresholds, features, billingPolicy, ...entry } = others;
    const also = { minimumCommitment, usageThresholds, features, billingPolicy };
    const terms = { currency, interval, trial, prices, ...also };
    const times = { createdAt: now, updatedAt: now, activatedAt: null, archivedAt: null };
    const made = { id, version: 0, productId: input.productId, publishedVersion: 1 };
    const facts = { ...made, ...entry, terms, ...times };
    return new DraftPlan(facts, [happened('plan.created', now, null, facts)]);
  }

  /**
   * The plan itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: PlanChanges, drawId: DrawPriceId, now: Instant): DraftPlan {
    const changed = changedFacts(this.facts, changes, drawId);
    if (isUnchanged(this.facts, changed)) return this;
    const facts = { ...changed, updatedAt: now };
    const updated = happened('plan.updated', now, this, facts);
    return new DraftPlan(facts, [...this.events, updated]);
  }

  /**
   * Fixes the terms, so that customers can agree to them.
   * @throws {PlanWithoutPrice}
   */
  activate(now: Instant): ActivePlan {
    if (this.facts.terms.prices.length === 0) throw new PlanWithoutPrice();
    const facts = { ...this.facts, updatedAt: now, activatedAt: now };
    const activated = happened('plan.activated', now, this, facts);
    return new ActivePlan(facts, [...this.events, activated]);
  }

  archive(now: Instant): ArchivedPlan {
    return archived(this, now);
  }
}

/** A plan on offer. Its terms are those of a published version: another one is how they change. */
export class ActivePlan {
  readonly status = 'active' as const;
  readonly facts: PlanFacts & { readonly activatedAt: Instant; readonly archivedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: ActivePlan['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
    invariant(this.facts.terms.prices.length > 0, 'An active plan has a price.');
  }

  /**
   * Changes how the plan is called and described. The plan itself where nothing differs.
   * @throws {InvalidValue | PlanTermsFixed} To state the terms again, as they are, is no change.
   */
  change(changes: PlanChanges, now: Instant): ActivePlan {
    const { terms } = this.facts;
    const entry = givenReaders(entryParsers, changes);
    const read = checkAll({ ...entry, ...existingTermsReaders(terms, changes) });
    if (!isEqualTerms(terms, read)) throw new PlanTermsFixed();
    const changed = { ...this.facts, ...checkAll(entry) };
    if (isUnchanged(this.facts, changed)) return this;
    const facts = { ...changed, updatedAt: now };
    const updated = happened('plan.updated', now, this, facts);
    return new ActivePlan(facts, [...this.events, updated]);
  }

  /**
   * Offers the terms of a version that was just published.
   * @throws {PlanVersionSuperseded} where a later version is published already
   */
  offer({ number, terms }: OfferedTerms, now: Instant): ActivePlan {
    if (number <= this.facts.publishedVersion) throw new PlanVersionSuperseded();
    const facts = { ...this.facts, terms, publishedVersion: number, updatedAt: now };
    const updated = happened('plan.updated', now, this, facts);
    return new ActivePlan(facts, [...this.events, updated]);
  }

  archive(now: Instant): ArchivedPlan {
    return archived(this, now);
  }
}

/** The terms of a version, and its number in the plan. */
export type OfferedTerms = Pick<PlanFacts, 'terms'> & { readonly number: number };

/** A plan that is not offered any more. It stays as it was, its code is free for another. */
export class ArchivedPlan {
  readonly status = 'archived' as const;
  readonly facts: PlanFacts & { readonly archivedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: ArchivedPlan['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** Makes it what it was before: active when it ever was, else a draft. */
  restore(now: Instant): DraftPlan | ActivePlan {
    const facts = { ...this.facts, updatedAt: now, archivedAt: null };
    const restored = happened('plan.restored', now, this, facts);
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
  const event = happened('plan.archived', now, plan, facts);
  return new ArchivedPlan(facts, [...plan.events, event]);
};

/** Applies `changes` to `facts`: parses the fields that are given, and keeps the others. */
const changedFacts = <Facts extends PlanFacts>(
  facts: Facts,
  changes: PlanChanges,
  drawId: DrawPriceId,
): Facts => {
  const { terms } = facts;
  const { currency, interval, trialDays, prices, ...others } = checkAll({
    ...givenReaders(entryParsers, changes),
    ...changedTermsReaders(terms, changes, drawId),
  });
  const { minimumCommitment, usageThresholds, features, billingPolicy, ...entry } = others;
  const also = { minimumCommitment, usageThresholds, features, billingPolicy };
  const read = { currency, interval, trialDays, prices, ...also };
  return { ...facts, ...entry, terms: changedTerms(terms, read) };
};

/** A plan as its events show it: its terms beside the rest, and the state that it is in. */
const stated = ({ terms, ...facts }: PlanFacts) => ({
  ...facts,
  ...toTermsInput(terms),
  status: statusOf(facts),
});

const isUnchanged = (before: PlanFacts, after: PlanFacts): boolean =>
  encoder.isEqual(stated(before), stated(after));

const happened = (
  type: string,
  at: Instant,
  before: { readonly facts: PlanFacts; readonly events: readonly DomainEvent[] } | null,
  after: PlanFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt: at,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});

const statusOf = ({
  activatedAt,
  archivedAt,
}: Pick<PlanFacts, 'activatedAt' | 'archivedAt'>): PlanStatus => {
  if (archivedAt !== null) return 'archived';
  return activatedAt === null ? 'draft' : 'active';
};

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  productId: plain,
  ...entryFields,
  createdAt: instant,
  updatedAt: instant,
  publishedVersion: hidden(plain),
  activatedAt: hidden(nullable(instant)),
  archivedAt: nullable(instant),
  ...termsFields,
  status: plain,
});
