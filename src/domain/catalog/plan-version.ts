import type { ActivePlan } from '#domain/catalog/plan.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import type { PlanId, PlanVersionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The terms of a plan as customers agree to them. It never changes. */
export interface PlanVersion {
  readonly id: PlanVersionId;
  readonly planId: PlanId;
  /** Of the plan, from 1. */
  readonly number: number;
  readonly terms: PlanTerms;
  readonly publishedAt: Instant;
}

/** The version that a plan has once it is active. It shares the plan's 128 bits. */
export const firstVersionOf = ({ facts }: ActivePlan): PlanVersion => ({
  id: idFromUuid('ver', uuidOf(facts.id)),
  planId: facts.id,
  number: 1,
  terms: facts.terms,
  publishedAt: facts.activatedAt,
});
