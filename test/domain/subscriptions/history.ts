import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import type { InTrial } from '#domain/catalog/price.ts';
import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { AlignmentInput } from '#domain/shared/calendar/alignment.ts';
import { parseAlignment } from '#domain/shared/calendar/alignment.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { SubscriptionItemId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import type { Agreement } from '#domain/subscriptions/agreement/agreement.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { Mark } from '#domain/subscriptions/agreement/mark.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { alignedTo, anchorFrom, trialEndAfter } from '#domain/subscriptions/agreement/trial.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { endEffective } from '#domain/subscriptions/changes/effective.ts';
import type { CancelCredit } from '#domain/subscriptions/changes/end-change.ts';
import { recordedSince, settleEnd } from '#domain/subscriptions/changes/end-change.ts';
import type { NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
import { settle } from '#domain/subscriptions/settlement/settlement.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { requireRunning, subscribe, subscriptionAt } from '#domain/subscriptions/subscription.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { flat } from '../charging/builders.ts';

const uuid = (nth: number): string => `01900000-0000-7000-8000-${String(nth).padStart(12, '0')}`;

/** The parts of a subscription to one price; whatever a test does not care for has a value. */
export interface Agreed {
  readonly start: Mark;
  readonly end?: Mark | null;
  readonly zone?: TimeZone;
  readonly interval?: CalendarLength;
  readonly alignment?: AlignmentInput;
  readonly policy?: Partial<BillingPolicy>;
  readonly billed?: 'in_advance' | 'in_arrears';
  readonly terms?: PriceTerms;
  readonly trialDays?: number;
  readonly inTrial?: InTrial;
  readonly billedThrough?: CalendarDate | null;
}

const itemId: SubscriptionItemId = idFromUuid('si', uuid(1));
const priceId = idFromUuid('price', uuid(2));

const factsOf = ({
  start,
  end = null,
  zone = parseTimeZone('UTC'),
  interval = { unit: 'month', count: 1 },
  alignment = 'anniversary',
  policy = {},
  trialDays = 0,
  billedThrough = null,
}: Agreed): SubscriptionFacts => {
  const aligned = parseAlignment(alignment, interval);
  const agreedPolicy = { ...standardPolicy, ...policy };
  const trialEnd = trialDays === 0 ? null : trialEndAfter(start, trialDays, zone);
  const reference = alignedTo(start, trialEnd, agreedPolicy);
  return {
    id: idFromUuid('sub', uuid(3)),
    version: 1,
    customerId: idFromUuid('cus', uuid(4)),
    planId: idFromUuid('plan', uuid(5)),
    planVersion: 1,
    externalId: null,
    name: null,
    currency: parseCurrencyCode('EUR'),
    timeZone: zone,
    alignment: aligned,
    interval,
    ...anchorFrom(aligned, reference, interval),
    policy: agreedPolicy,
    segments: [
      {
        from: start,
        planVersionId: idFromUuid('ver', uuid(6)),
        items: [{ id: itemId, priceId, quantity: '1' }],
        ...(trialEnd && { trialEnd }),
      },
    ],
    start,
    billedThrough,
    term: null,
    end,
    endReason: null,
    isInvoicedApart: false,
    purchaseOrder: null,
    metadata: {},
    createdAt: start.at,
    updatedAt: start.at,
  };
};

const termsOf = ({ terms = flat(3000n), billed = 'in_advance', inTrial = 'free' }: Agreed) => {
  const { isProrated } = terms;
  const facts = { name: 'Seat', code: 'seat', kind: 'recurring', interval: null } as const;
  const model = { model: 'flat', amount: Money.of(3000n, parseCurrencyCode('EUR')) } as const;
  const price = { ...facts, ...model, id: priceId, billed, isOptional: false, isProrated, inTrial };
  const version = { terms: { prices: [price], minimumCommitment: null } } as unknown as PlanVersion;
  const hashed = { terms, hash: 'hash' };
  return { versionOf: () => version, ofPrice: () => hashed, ofCommitment: () => hashed };
};

/** A new agreement to one price. */
export const agree = (agreed: Agreed): Agreement => agreementOf(factsOf(agreed), termsOf(agreed));

/** One subscription over time: what the commands and runs of the service do, in memory. */
export class History {
  readonly #agreed: Agreed;
  #facts: SubscriptionFacts;
  #cursor: Cursor = { settledThrough: null, nextDueAt: null, noticedThrough: null };
  #changes = 0;
  readonly lines: SubscriptionCharge[] = [];

  constructor(agreed: Agreed, now: Instant = agreed.start.at) {
    this.#agreed = agreed;
    this.#facts = subscribe(factsOf(agreed), now).facts;
    this.run(now);
  }

  get agreement(): Agreement {
    return agreementOf(this.#facts, termsOf(this.#agreed));
  }

  get end(): Mark | null {
    return this.#facts.end;
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  at(now: Instant): Subscription {
    return subscriptionAt(this.#facts, now);
  }

  run(now: Instant): void {
    const { moments, cursor } = settle(this.agreement, this.#cursor, now);
    this.#cursor = cursor;
    this.#add(moments.flatMap(({ charges }) => charges));
  }

  cancel(now: Instant, effective: EffectiveInput, credit: CancelCredit = 'prorated'): void {
    this.#change(now, credit, (running) =>
      running.cancel(endEffective(effective, running, { now, effectiveNow: now }), null, now),
    );
  }

  uncancel(now: Instant, credit: CancelCredit = 'prorated'): void {
    this.#change(now, credit, (running) => running.uncancel(now));
  }

  #change(
    now: Instant,
    credit: CancelCredit,
    change: (running: ReturnType<typeof requireRunning>) => Subscription,
  ): void {
    this.run(now);
    const before = this.agreement;
    this.#facts = change(requireRunning(this.at(now))).facts;
    const after = this.agreement;
    const since = recordedSince(before, after);
    this.#changes += 1;
    const cause = `chg_${this.#changes}`;
    const recorded = this.#recorded().filter(
      ({ charge }) => since !== null && charge.servicePeriod.end > since,
    );
    const settled = settleEnd({ before, after, now, credit, cause, recorded });
    this.#cursor = settled.cursor;
    this.#add([...settled.charges, ...settled.credits.map(({ line }) => line)]);
    for (const { of, credited } of settled.credits) {
      const index = this.lines.findIndex(({ id }) => id === of);
      const charge = this.lines[index];
      if (charge !== undefined) this.lines[index] = { ...charge, credited };
    }
  }

  #recorded(): readonly ChargeWithTerms[] {
    const { terms = flat(3000n) } = this.#agreed;
    return this.lines.map((charge) => ({ charge, terms }));
  }

  #add(charges: readonly NewCharge[]): void {
    for (const charge of charges) {
      const id = idFromUuid('line', uuid(100 + this.lines.length));
      this.lines.push({ ...charge, id, invoiceId: null, createdAt: charge.startsAt });
    }
  }
}

/** The sum of lines before they are rounded. */
export const exactOf = (
  lines: readonly Pick<SubscriptionCharge, 'derivation'>[],
  terms: PriceTerms = flat(3000n),
): Fraction =>
  lines.reduce(
    (sum, { derivation }) => sum.plus(evaluate(terms, derivation).exact),
    Fraction.of(0n),
  );

/** The sum of lines. */
export const totalOf = (lines: readonly SubscriptionCharge[]): bigint =>
  lines.reduce((sum, { amount }) => sum.plus(amount), Money.zero(parseCurrencyCode('EUR'))).minor;
