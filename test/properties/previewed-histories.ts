import { expect } from 'vitest';
import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import type { ChangeSubscriptionInput } from '#application/subscriptions/changes/change-subscription.ts';
import type { Preview } from '#application/subscriptions/changes/preview-decision.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { PriceId, SubscriptionId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import type { PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import type { History, Step } from './change-histories.ts';
import { planNames, plans } from './change-histories.ts';

// A preview is what happens: whatever was done before, the call makes the documents that its
// preview showed, refuses what that refused, and the next run makes the next one.

const hour = 3_600_000;
const euro = parseCurrencyCode('EUR');

interface Shown extends Pick<InvoicePreview, 'total' | 'amountDue'> {
  readonly lines: readonly Pick<
    InvoicePreview['lines'][number],
    'description' | 'servicePeriod' | 'amount'
  >[];
}

// Lines that waited stand in the order of their ids, which is random within a millisecond.
const textOf = ({ total, amountDue, lines }: Shown): string =>
  [
    ...lines
      .map(
        ({ description, servicePeriod, amount }) =>
          `${description} ${servicePeriod?.start}/${servicePeriod?.end} ${amount.toDecimal()}`,
      )
      .toSorted(),
    `${total.toDecimal()} ${amountDue.toDecimal()}`,
  ].join(', ');

const documentsOf = async ({ context, invoices }: PlanShop): Promise<readonly string[]> => {
  const { data } = await invoices.list.execute(context, { limit: 100 });
  const all = await Promise.all(
    data.toReversed().map(({ id }) => invoices.get.execute(context, { invoiceId: id })),
  );
  return all.map(textOf);
};

/**
 * Whether it is only there because a commitment is to be counted, and comes to nothing or less.
 * Then it is not made: what is counted may come to anything, until it is.
 */
const mayWait = ({ lines, total }: InvoicePreview): boolean =>
  total.isZero() && lines.some(({ kind }) => kind === 'commitment');

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

type Outcome = { readonly preview?: Preview; readonly refused?: string };

const outcomeOf = async (work: () => Promise<Preview | null>): Promise<Outcome> => {
  try {
    const preview = await work();
    return preview === null ? {} : { preview };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refused: `${error.code}: ${error.message}` };
  }
};

const dayAfter = (now: number, days: number): string =>
  formatInstant((now + days * 24 * hour) as never).slice(0, 10);

/** The item that a step changes: its amounts, its own end, or whether it is there. */
const itemOf = ({ kind, afterHours, resumesAfter }: Step, priceId: PriceId, now: number) => {
  if (kind === 'amount') {
    const override = { amount: Money.of(BigInt(afterHours) * 7n, euro) };
    return { priceId, override: resumesAfter === null ? null : override };
  }
  if (kind !== 'expire') return { priceId, isIncluded: kind === 'add' };
  return { priceId, endsOn: resumesAfter === null ? null : dayAfter(now, resumesAfter) };
};

interface Asked {
  readonly subscriptionId: SubscriptionId;
  readonly effective: EffectiveInput;
  readonly change: ChangeSubscriptionInput;
  readonly now: number;
}

/** The preview of a step, and the call itself. */
const callsOf = (
  { context, subscriptions }: PlanShop,
  { kind, credit, resumesAfter }: Step,
  { subscriptionId, effective, change, now }: Asked,
): {
  readonly previews: () => Promise<Preview>;
  readonly calls: (seen: { version: number; quote?: string }) => Promise<unknown>;
} => {
  const ending = { subscriptionId, effective };
  const resumesOn = resumesAfter === null ? {} : { resumesOn: dayAfter(now, resumesAfter) };
  const pause = { ...ending, credit, ...resumesOn };
  switch (kind) {
    case 'cancel':
      return {
        previews: () => subscriptions.previewCancel.execute(context, ending),
        calls: (seen) => subscriptions.cancel.execute(context, { ...ending, ...seen }),
      };
    case 'extend': {
      const trialEndsAt = formatInstant((now + 15 * 24 * hour) as never);
      const extension = { subscriptionId, trialEndsAt };
      return {
        previews: () => subscriptions.previewExtendTrial.execute(context, extension),
        calls: (seen) => subscriptions.extendTrial.execute(context, { ...extension, ...seen }),
      };
    }
    case 'end':
      return {
        previews: () => subscriptions.previewEndTrial.execute(context, { subscriptionId }),
        calls: (seen) => subscriptions.endTrial.execute(context, { subscriptionId, ...seen }),
      };
    case 'pause':
      return {
        previews: () => subscriptions.previewPause.execute(context, pause),
        calls: (seen) => subscriptions.pause.execute(context, { ...pause, ...seen }),
      };
    case 'resume':
      return {
        previews: () => subscriptions.previewResume.execute(context, ending),
        calls: (seen) => subscriptions.resume.execute(context, { ...ending, ...seen }),
      };
    case 'plan':
    case 'add':
    case 'remove':
    case 'move':
    case 'amount':
    case 'expire':
    case 'run':
      return {
        previews: () => subscriptions.previewChange.execute(context, change),
        calls: ({ quote }) => subscriptions.change.execute(context, { ...change, quote }),
      };
  }
};

/** Plays a history, holds each preview to what happens, and gives all documents at its end. */
export const playPreviewed = async (
  storage: StorageHarness,
  { preset, start, plan, renewal, billedDays, steps: all }: History,
): Promise<readonly string[]> => {
  const shop = await openPlanShop(storage, { plans, policy: { preset } });
  let now = Date.parse('2026-01-01T00:00:00Z') + start * hour;
  const setNow = (): void => shop.setTime(formatInstant(now as never));
  setNow();
  const { id: subscriptionId } = await shop.subscribe(plan, {
    ...(renewal && { term: { unit: 'month', count: 2 }, renewal }),
    ...(billedDays > 0 && { billedThrough: dayOf(now + billedDays * 24 * hour) }),
  });
  for (const step of all) {
    now += step.afterHours * hour;
    setNow();
    await shop.run();
    if (step.kind === 'run') continue;
    const { kind, effective: when } = step;
    const effective: EffectiveInput =
      typeof when === 'number' ? { at: formatInstant((now + when * 24 * hour) as never) } : when;
    const { charge, creditAs, decrease } = step;
    const seen = await shop.subscriptions.get.execute(shop.context, { subscriptionId });
    const current = planNames.find((name) => shop.planId(name) === seen.planId) ?? plan;
    const [first = '', second = first] = Object.keys(plans[current].prices);
    const item = itemOf(step, shop.priceId(current, second), now);
    const items = kind === 'plan' || kind === 'move' ? {} : { items: [item] };
    const change = {
      ...(kind === 'plan' ? { planId: shop.planId(step.plan) } : items),
      ...(kind === 'move' && { anchorOn: dayAfter(now, step.afterHours % 28) }),
      subscriptionId,
      effective,
      billingPolicy: { charge, creditAs, decrease },
    };
    const before = await documentsOf(shop);
    const { previews, calls } = callsOf(shop, step, { subscriptionId, effective, change, now });
    const foreseen = await outcomeOf(previews);
    expect(await documentsOf(shop)).toEqual(before);
    const quote = foreseen.preview && { quote: foreseen.preview.quote };
    const done = await outcomeOf(async () => {
      await calls({ version: seen.version, ...quote });
      return null;
    });
    expect(done.refused).toBe(foreseen.refused);
    if (foreseen.preview === undefined) continue;
    const made = (await documentsOf(shop)).slice(before.length);
    expect(made).toEqual(foreseen.preview.now.map(textOf));
    const { next } = foreseen.preview;
    if (next === null) continue;
    // It may lie beyond periods that a credit pays: each is run when it is due.
    while (now < next.at) {
      now = Math.min(next.at, Math.max(now + 1, (await shop.nextDueAt()) ?? next.at));
      setNow();
      await shop.run();
    }
    const later = (await documentsOf(shop)).slice(before.length + made.length);
    if (!mayWait(next)) expect(later).toContain(textOf(next));
  }
  return documentsOf(shop);
};
