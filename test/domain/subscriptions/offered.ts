import { createHash } from 'node:crypto';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { Lived } from './lived.ts';
import { versionsOf } from './lived.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Offered {
  readonly versions: ReadonlyMap<string, PlanVersion>;
  readonly terms: Terms;
}

// Lives to the same plans share them: to make plans takes as long as to live. Nothing outlives the
// plans that a test gives, so what a mutant makes is not met by the next one.
const offers = new WeakMap<Lived['plans'], Map<string, Offered>>();

/** The plans that a life is offered, with the terms of their prices. */
export const offeredTo = (lived: Lived): Offered => {
  const { plans, billed, isProrated } = lived;
  const known = offers.get(plans) ?? new Map<string, Offered>();
  offers.set(plans, known);
  const key = `${billed} ${isProrated}`;
  let offered = known.get(key);
  if (offered === undefined) {
    const versions = versionsOf(lived);
    offered = { versions, terms: new Terms([...versions.values()], sha256) };
    known.set(key, offered);
  }
  return offered;
};
