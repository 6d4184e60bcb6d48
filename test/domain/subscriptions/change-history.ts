import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { SubscriptionChangeId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import {
  changeMark,
  endMark,
  markInZone,
  markOn,
  startMark,
} from '#domain/subscriptions/agreement/mark.ts';
import type {
  BegunBy,
  SettlementTerms,
  SubscriptionSegment,
} from '#domain/subscriptions/agreement/segments.ts';
import { planOfSegment } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { Rebuilding } from '#domain/subscriptions/changes/apply-change.ts';
import { rebuild } from '#domain/subscriptions/changes/apply-change.ts';
import { carryingItems, heldItem } from '#domain/subscriptions/changes/carried-items.ts';
import type {
  ChangeKind,
  ItemDelta,
  SubscriptionChange,
} from '#domain/subscriptions/changes/change.ts';
import { parseDeltas } from '#domain/subscriptions/changes/change.ts';
import {
  changeRecordedSince,
  settleChange,
} from '#domain/subscriptions/changes/change-settlement.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { changeEffective, endEffective } from '#domain/subscriptions/changes/effective.ts';
import { recordedSince, settleEnd } from '#domain/subscriptions/changes/end-change.ts';
import {
  scheduledRecordedSince,
  settleThroughChanges,
} from '#domain/subscriptions/changes/scheduled-changes.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { chargeOf } from '#domain/subscriptions/settlement/charges.ts';
import { dueBetween } from '#domain/subscriptions/settlement/due.ts';
import type { Cursor, SettledMoment } from '#domain/subscriptions/settlement/settlement.ts';
import { newCursor, settle } from '#domain/subscriptions/settlement/settlement.ts';
import type { RunningSubscription, Subscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning, subscriptionAt } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { ChangeGiven } from './change-given.ts';
import { changeOf, deltasOf } from './change-given.ts';
import type { Lived } from './lived.ts';
import { begunWith } from './lived.ts';
import { offeredTo } from './offered.ts';

const uuid = (nth: number): string => `01900000-0000-7000-8000-${String(nth).padStart(12, '0')}`;

type MarkAt = (at: Instant, zone: TimeZone, policy: BillingPolicy) => Mark;

/** One subscription with changes and pauses over time: what commands and runs do, in memory. */
export class ChangeHistory {
  readonly #versions: ReadonlyMap<string, PlanVersion>;
  readonly #terms: Terms;
  #facts: SubscriptionFacts;
  #cursor: Cursor = newCursor;
  #changes: SubscriptionChange[] = [];
  #drawn = 0;
  readonly lines: SubscriptionCharge[] = [];

  /** @param quantities by code; 1 of every other price */
  constructor(lived: Lived, plan: string, quantities: Readonly<Record<string, string>> = {}) {
    const { versions, terms } = offeredTo(lived);
    this.#versions = versions;
    this.#terms = terms;
    const version = this.#version(plan);
    const items = version.terms.prices.map(({ id: priceId, code }) => ({
      id: idFromUuid('si', this.#uuid()),
      priceId,
      quantity: quantities[code] ?? '1',
    }));
    this.#facts = begunWith(lived, version, items, () => this.#uuid()).facts;
    this.run(lived.start.at);
  }

  get facts(): SubscriptionFacts {
    return this.#facts;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  get agreement(): Agreement {
    return agreementOf(this.#facts, this.#terms);
  }

  run(now: Instant): readonly SettledMoment[] {
    const { agreement } = this;
    const since = scheduledRecordedSince(agreement, this.#cursor, now);
    const settled =
      since === null
        ? settle(agreement, this.#cursor, now)
        : settleThroughChanges(agreement, this.#cursor, now, this.recordedAfter(since), () =>
            idFromUuid('line', this.#uuid()),
          );
    this.#cursor = settled.cursor;
    for (const { at, charges, change } of settled.moments) {
      this.#add([...charges, ...(change?.charges ?? [])], change?.credits ?? [], at);
    }
    return settled.moments;
  }

  change(now: Instant, effective: EffectiveInput, given: ChangeGiven): void {
    const { plan, anchorOn = null, timeZone = null, terms = {} } = given;
    const other = plan === undefined ? null : this.#version(plan);
    const markAt: MarkAt = (at, zone, policy) => {
      const mark = changeMark(at, zone, policy);
      return timeZone === null ? mark : markInZone(mark, timeZone, policy);
    };
    this.#agree(now, effective, 'change', markAt, (base, from) => {
      const was = this.#terms.versionOf(base);
      const next = other ?? was;
      const deltas = deltasOf(next, given);
      const isOtherwise = other === null ? true : 'plan';
      const held = carryingItems(base, was, next, from);
      const { policy } = this.#facts;
      const zone = timeZone ?? planOfSegment(this.#facts, base).timeZone;
      const items: readonly ItemDelta[] = parseDeltas(deltas, {
        next,
        isOtherwise,
        heldBy: (price) => heldItem(held, was, price),
        ends: { from, now, policy, markOn: (on) => markOn(on, zone) },
        drawItemId: () => idFromUuid('si', this.#uuid()),
      });
      return {
        planId: other?.planId ?? null,
        planVersionId: other?.id ?? null,
        items,
        anchorOn,
        timeZone,
        ...terms,
      };
    });
  }

  pause(now: Instant, effective: EffectiveInput, terms: Partial<SettlementTerms> = {}): void {
    this.#agree(now, effective, 'pause', endMark, () => terms);
  }

  resume(now: Instant, effective: EffectiveInput, terms: Partial<SettlementTerms> = {}): void {
    this.#agree(now, effective, 'resume', startMark, () => terms);
  }

  /** Takes back all changes that lie ahead. */
  takeBack(now: Instant): void {
    this.run(now);
    const removed = this.#ahead(now);
    const [first] = removed;
    if (first === undefined) throw new Error('Nothing lies ahead.');
    const by = { ...first, charge: 'immediately', isOtherPlan: false } as const;
    this.#settle(now, { scheduled: removed, made: [], removed }, by);
  }

  cancel(now: Instant, effective: EffectiveInput): void {
    this.#end(now, (running) =>
      running.cancel(endEffective(effective, running, { now, effectiveNow: now }), null, now),
    );
  }

  uncancel(now: Instant): void {
    this.#end(now, (running) => running.uncancel(now));
  }

  #end(now: Instant, ended: (running: RunningSubscription) => Subscription): void {
    this.run(now);
    const before = this.agreement;
    this.#facts = ended(requireRunning(subscriptionAt(this.#facts, now))).facts;
    const after = this.agreement;
    const since = recordedSince(before, after);
    const recorded = since === null ? [] : this.recordedAfter(since);
    const cause = this.#uuid();
    const settled = settleEnd({ before, after, now, credit: 'prorated', cause, recorded });
    this.#cursor = settled.cursor;
    this.#add(settled.charges, settled.credits, now);
  }

  /** The sum of the charges and credits before they are rounded. */
  get exact(): Fraction {
    return this.#exactOf(this.lines);
  }

  /** Its cost, had all that was agreed in the end been known from the start. */
  knownCost(through: Instant): Fraction {
    const { agreement } = this;
    const dues = dueBetween(agreement, null, through);
    return this.#exactOf(dues.map((due) => chargeOf(agreement, due, 'run')));
  }

  #exactOf(lines: readonly Pick<SubscriptionCharge, 'termsHash' | 'derivation'>[]): Fraction {
    const byHash = this.#terms.byHash();
    return lines.reduce((sum, { termsHash, derivation }) => {
      const terms = byHash.get(termsHash ?? '');
      if (terms === undefined) throw new Error('The terms of a line are known.');
      return sum.plus(evaluate(terms, derivation).exact);
    }, Fraction.of(0n));
  }

  #agree(
    now: Instant,
    effective: EffectiveInput,
    kind: ChangeKind,
    markAt: MarkAt,
    given: (base: SubscriptionSegment, from: Mark) => Partial<SubscriptionChange>,
  ): void {
    this.run(now);
    const running = requireRunning(subscriptionAt(this.#facts, now));
    const limits = { now, effectiveNow: now, booksClosedOn: null };
    const mark = changeEffective(effective, running, limits, markAt);
    const base = this.#facts.segments.findLast(({ from }) => from.at <= mark.at);
    if (base === undefined) throw new Error('It agrees to something.');
    const made: SubscriptionChange = {
      ...changeOf(this.#facts, mark, now),
      id: idFromUuid('chg', this.#uuid()),
      kind,
      ...given(base, mark),
    };
    const scheduled = this.#ahead(now);
    const removed = kind === 'resume' ? scheduled.filter((each) => each.kind === 'resume') : [];
    const by = { ...made, isOtherPlan: made.planId !== null };
    this.#settle(now, { scheduled, made: [made], removed }, by);
  }

  #ahead(now: Instant): readonly SubscriptionChange[] {
    return this.#changes.filter(({ effective }) => effective.at > now);
  }

  #settle(now: Instant, rebuilding: Rebuilding, by: BegunBy): void {
    const { made } = rebuilding;
    const rebuilt = rebuild(this.#facts, rebuilding, (planVersionId) =>
      this.#terms.versionOf({ planVersionId }),
    );
    if (made.some((change) => rebuilt.takenBack.includes(change))) return;
    const gone = new Set<SubscriptionChangeId>(rebuilt.takenBack.map(({ id }) => id));
    this.#changes = [...this.#changes, ...made].filter(({ id }) => !gone.has(id));
    const before = this.agreement;
    const { segments } = rebuilt;
    const running = requireRunning(subscriptionAt(this.#facts, now));
    this.#facts = running.agree({ segments, type: 'subscription.changed' }, now).facts;
    const after = this.agreement;
    const since = changeRecordedSince(before, after);
    const recorded = since === null ? [] : this.recordedAfter(since);
    const settled = settleChange({ before, after, now, by, recorded });
    this.#cursor = settled.cursor;
    this.#add([...settled.arrears, ...settled.charges], settled.credits, now);
  }

  /** The lines that end after a day, with the terms that they were made under. */
  recordedAfter(since: CalendarDate): readonly ChargeWithTerms[] {
    const byHash = this.#terms.byHash();
    return this.lines.flatMap((charge) => {
      const terms = byHash.get(charge.termsHash ?? '');
      return terms !== undefined && charge.servicePeriod.end > since ? [{ charge, terms }] : [];
    });
  }

  #add(charges: readonly NewCharge[], credits: readonly Credit[], at: Instant): void {
    for (const charge of [...charges, ...credits.map(({ line }) => line)]) {
      const id = charge.id ?? idFromUuid('line', this.#uuid());
      this.lines.push({ ...charge, id, invoiceId: null, createdAt: at });
    }
    for (const { of, credited } of credits) {
      const index = this.lines.findIndex(({ id }) => id === of);
      const charge = this.lines[index];
      if (charge !== undefined) this.lines[index] = { ...charge, credited };
    }
  }

  #version(name: string): PlanVersion {
    const version = this.#versions.get(name);
    if (version === undefined) throw new Error(`There is no plan ${name}.`);
    return version;
  }

  #uuid(): string {
    this.#drawn += 1;
    return uuid(this.#drawn);
  }
}
