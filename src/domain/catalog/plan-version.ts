import { PlanVersionPublished, PlanWithoutPrice } from '#domain/catalog/errors.ts';
import type { planVersionEventTypes } from '#domain/catalog/event-types.ts';
import type { ActivePlan } from '#domain/catalog/plan.ts';
import type { PlanTerms, PlanTermsChanges } from '#domain/catalog/plan-terms.ts';
import {
  changedTerms,
  changedTermsReaders,
  termsFields,
  toTermsInput,
} from '#domain/catalog/plan-terms.ts';
import type { DrawPriceId } from '#domain/catalog/price.ts';
import { checkAll } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { PlanId, PlanVersionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import {
  asStored,
  instant,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The terms of a plan as customers agree to them: a published version. It never changes. */
export interface PlanVersion {
  readonly id: PlanVersionId;
  readonly planId: PlanId;
  /** Of the plan, from 1. */
  readonly number: number;
  readonly terms: PlanTerms;
  readonly publishedAt: Instant;
}

/** The facts of a version, published or not. */
export interface PlanVersionFacts extends Omit<PlanVersion, 'publishedAt'> {
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Null while it is a draft. */
  readonly publishedAt: Instant | null;
}

/** The highest number that a version can have. */
export const versionNumberMax = 999_999_999;

/** @throws {InvalidValue} `out_of_range` */
export const parseVersionNumber = (number: number): number => {
  if (Number.isInteger(number) && number >= 1 && number <= versionNumberMax) return number;
  throw InvalidValue.because(
    'out_of_range',
    `The number of a version is a whole one, from 1 to ${versionNumberMax}.`,
  );
};

export const planVersionStatuses = ['draft', 'published'] as const;
export type PlanVersionStatus = (typeof planVersionStatuses)[number];

/** A version of a plan, in one of the two states of its life. */
export type AnyPlanVersion = DraftPlanVersion | PublishedPlanVersion;

export type DeletedPlanVersion = Deleted<PlanVersionId>;

/** Terms in preparation: nobody can agree to them. */
export class DraftPlanVersion {
  readonly status = 'draft' as const;
  readonly facts: PlanVersionFacts & { readonly publishedAt: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: DraftPlanVersion['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /**
   * The terms that the plan is offered on, with changes. A price that stays keeps its id.
   * @throws {InvalidValue} with every fault at once.
   */
  static create(
    plan: Pick<ActivePlan, 'facts'>,
    { id, number, drawId }: NewPlanVersion,
    changes: PlanTermsChanges,
    now: Instant,
  ): DraftPlanVersion {
    const terms = termsWith(plan.facts.terms, changes, drawId);
    const times = { createdAt: now, updatedAt: now, publishedAt: null };
    const facts = { id, version: 0, planId: plan.facts.id, number, terms, ...times };
    return new DraftPlanVersion(facts, [happened('plan.version_created', id, now, null, facts)]);
  }

  /**
   * The draft itself where nothing differs.
   * @throws {InvalidValue} with every fault at once.
   */
  change(changes: PlanTermsChanges, drawId: DrawPriceId, now: Instant): DraftPlanVersion {
    const changed = { ...this.facts, terms: termsWith(this.facts.terms, changes, drawId) };
    if (encoder.isEqual(stated(this.facts), stated(changed))) return this;
    const facts = { ...changed, updatedAt: now };
    const updated = happened('plan.version_updated', facts.id, now, this, facts);
    return new DraftPlanVersion(facts, [...this.events, updated]);
  }

  /**
   * Fixes the terms for ever, so that customers can agree to them.
   * @throws {PlanWithoutPrice}
   */
  publish(now: Instant): PublishedPlanVersion {
    if (this.facts.terms.prices.length === 0) throw new PlanWithoutPrice();
    const facts = { ...this.facts, updatedAt: now, publishedAt: now };
    const published = happened('plan.version_published', facts.id, now, this, facts);
    return new PublishedPlanVersion(facts, [...this.events, published]);
  }

  delete(now: Instant): DeletedPlanVersion {
    const { id, version } = this.facts;
    const deleted = happened('plan.version_deleted', id, now, this, null);
    return { id, version, events: [...this.events, deleted] };
  }
}

/** The facts of a new version beside its terms. */
export interface NewPlanVersion {
  readonly id: PlanVersionId;
  /** One that no other version of the plan has, and higher than all that are published. */
  readonly number: number;
  readonly drawId: DrawPriceId;
}

/** Terms that customers agreed to, or can agree to. */
export class PublishedPlanVersion {
  readonly status = 'published' as const;
  readonly facts: PlanVersionFacts & { readonly publishedAt: Instant };
  readonly events: readonly DomainEvent[];

  constructor(facts: PublishedPlanVersion['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** The version with these facts, in the state that its times tell. */
export const planVersionOf = (facts: PlanVersionFacts): AnyPlanVersion => {
  const { publishedAt } = facts;
  return publishedAt === null
    ? new DraftPlanVersion({ ...facts, publishedAt })
    : new PublishedPlanVersion({ ...facts, publishedAt });
};

/** @throws {PlanVersionPublished} */
export const requireDraft = (version: AnyPlanVersion): DraftPlanVersion => {
  if (version.status === 'published') throw new PlanVersionPublished();
  return version;
};

/**
 * The version that a plan has once it is active: what is said of the plan is said of it. It shares
 * the plan's 128 bits.
 */
export const firstVersionOf = ({ facts }: Pick<ActivePlan, 'facts'>): PublishedPlanVersion =>
  new PublishedPlanVersion({
    id: idFromUuid('ver', uuidOf(facts.id)),
    version: 0,
    planId: facts.id,
    number: 1,
    terms: facts.terms,
    createdAt: facts.activatedAt,
    updatedAt: facts.activatedAt,
    publishedAt: facts.activatedAt,
  });

const termsWith = (terms: PlanTerms, changes: PlanTermsChanges, drawId: DrawPriceId): PlanTerms =>
  changedTerms(terms, checkAll(changedTermsReaders(terms, changes, drawId)));

/** A version as its events show it: its terms beside the rest, and the state that it is in. */
const stated = ({ terms, ...facts }: PlanVersionFacts) => ({
  ...facts,
  ...toTermsInput(terms),
  status: statusOf(facts),
});

const statusOf = ({ publishedAt }: Pick<PlanVersionFacts, 'publishedAt'>): PlanVersionStatus =>
  publishedAt === null ? 'draft' : 'published';

const happened = (
  type: (typeof planVersionEventTypes)[number],
  subjectId: PlanVersionId,
  occurredAt: Instant,
  before: DraftPlanVersion | null,
  after: PlanVersionFacts | null,
): DomainEvent => ({
  type,
  subjectId,
  occurredAt,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: after === null ? null : encoder.encode(stated(onceStored(after))),
});

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  planId: plain,
  number: plain,
  createdAt: instant,
  updatedAt: instant,
  publishedAt: nullable(instant),
  ...termsFields,
  status: plain,
});
