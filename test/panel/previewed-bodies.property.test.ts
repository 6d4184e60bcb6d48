import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import type { ChangeTarget } from '../../panel/values/item-body.ts';
import {
  defaultItems,
  includedField,
  itemsAfter,
  itemValues,
  quantityField,
} from '../../panel/values/item-body.ts';
import { typedDecimal } from '../../panel/values/money-text.ts';
import { effectiveDay, endField, hasEndField } from '../../panel/values/own-end.ts';
import { emptyPrice, emptyTier, pricesBody } from '../../panel/values/plan-prices.ts';
import { modelsOf } from '../../panel/values/price-models.ts';
import { previewedPrice } from '../../panel/values/price-preview.ts';
import {
  cancellationBody,
  changeBody,
  newSubscriptionBody,
  newSubscriptionValues,
} from '../../panel/values/subscription-body.ts';
import type {
  CallPreview,
  Invoice,
  InvoicePreview,
  Plan,
  Subscription,
} from '../../panel/wire/types.ts';
import { openShop } from '../http/shop.ts';
import { appUnderTest } from '../support/app.ts';

// The panel shows what a call will invoice, and the amount of each price, before anything is
// stored. Whatever is typed into its forms, the invoices come to that, to the minor unit.
// PANEL_CASES=1000 plays as many.

const app = appUnderTest('memory');

const patient = { timeout: 3_600_000 };
const languages = ['en', 'de'] as const;

interface TypedTier {
  readonly width: number;
  readonly unitCents: number;
  readonly flatCents: number;
}

const priceForms = fc.record({
  model: fc.constantFrom(...modelsOf('recurring')),
  isOnce: fc.constantFrom(false, false, true),
  isInArrears: fc.boolean(),
  isOptional: fc.boolean(),
  isProrated: fc.boolean(),
  interval: fc.constantFrom('', '', '', '3'),
  inTrial: fc.boolean(),
  chargesAtZero: fc.boolean(),
  cents: fc.integer({ min: 0, max: 99_999 }),
  thousandths: fc.integer({ min: 0, max: 9_999 }),
  size: fc.integer({ min: 1, max: 40 }),
  minimum: fc.option(fc.integer({ min: 0, max: 5_000 })),
  tiers: fc.array(
    fc.record({
      width: fc.integer({ min: 1, max: 400 }),
      unitCents: fc.integer({ min: 0, max: 90_000 }),
      flatCents: fc.integer({ min: 0, max: 9_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

type PriceForm = typeof priceForms extends fc.Arbitrary<infer Form> ? Form : never;

const quantities = fc.oneof(
  fc.integer({ min: 0, max: 1500 }).map(String),
  fc.integer({ min: 0, max: 99_999 }).map((number) => decimal(number, 3)),
);

const cases = fc.record({
  language: fc.constantFrom(...languages),
  prices: fc.array(priceForms, { minLength: 1, maxLength: 4 }),
  others: fc.array(priceForms, { minLength: 1, maxLength: 3 }),
  quantities: fc.array(quantities, { minLength: 8, maxLength: 8 }),
  choices: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  trialDays: fc.constantFrom('', '', '10'),
  alignment: fc.constantFrom('anniversary', 'anniversary', 'calendar'),
  preset: fc.constantFrom('', '', 'month_30', 'per_second'),
  ends: fc.array(fc.constantFrom(null, null, 3, 20, 45), { minLength: 8, maxLength: 8 }),
  days: fc.integer({ min: 0, max: 40 }),
  move: fc.boolean(),
  effective: fc.constantFrom('now', 'now', 'period_end'),
  cancelCredit: fc.constantFrom('', ...policyValues.cancelCredit),
});

type Case = typeof cases extends fc.Arbitrary<infer Each> ? Each : never;

const decimal = (number: number, digits: number): string => {
  const padded = String(number).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
};

/** The values of the form of a plan, as somebody types them in a language. */
const typedPrices = (forms: readonly PriceForm[], language: string) => {
  const typed = (number: number, digits = 2) => typedDecimal(decimal(number, digits), language);
  const rows = forms.map((form, index) => {
    const row = `row${index}`;
    const tiers = form.tiers.flatMap((tier: TypedTier, place) => {
      const upTo = form.tiers.slice(0, place + 1).reduce((sum, { width }) => sum + width, 0);
      const name = `${row}.t${place}`;
      return Object.entries({
        ...emptyTier(name),
        [`${name}.upTo`]: String(upTo),
        [`${name}.unitAmount`]: typed(tier.unitCents, 4),
        [`${name}.flatAmount`]: typed(tier.flatCents),
        [`${name}.packageSize`]: String(form.size),
        [`${name}.amount`]: typed(tier.flatCents),
      });
    });
    return {
      ...emptyPrice(row),
      ...Object.fromEntries(tiers),
      [`${row}.tiers`]: form.tiers.map((_tier, place) => `t${place}`).join(' '),
      // Another plan has some of the same prices, by their codes, which follow from their names.
      [`${row}.name`]: `Price ${index}`,
      [`${row}.model`]: form.model,
      [`${row}.kind`]: form.isOnce ? 'one_time' : 'recurring',
      [`${row}.billed`]: form.isInArrears ? 'in_arrears' : 'in_advance',
      [`${row}.isOptional`]: form.isOptional,
      [`${row}.isProrated`]: form.isProrated,
      [`${row}.interval.count`]: form.interval,
      [`${row}.inTrial`]: form.inTrial,
      [`${row}.chargesAtZero`]: form.chargesAtZero,
      [`${row}.amount`]: typed(form.cents),
      [`${row}.unitAmount`]: typed(form.thousandths, 4),
      [`${row}.packageSize`]: String(form.size),
      [`${row}.minimum`]: form.minimum === null ? '' : typed(form.minimum),
    };
  });
  const values = Object.assign({}, ...rows, { rows: forms.map((_f, i) => `row${i}`).join(' ') });
  return pricesBody(values, 'EUR', language);
};

const amountsOf = ({ lines, total, amountDue }: InvoicePreview | Invoice) => ({
  lines: lines.map(({ description, amount }) => `${description} ${amount.amount}`).toSorted(),
  total: total.amount,
  amountDue: amountDue.amount,
});

/** Invoices that were compared with their previews, so that a test of nothing is noticed. */
let compared = 0;

const play = async (given: Case): Promise<void> => {
  const { language } = given;
  const shop = await openShop(app, '2026-01-31T10:00:00Z');
  const planOf = async (forms: readonly PriceForm[]): Promise<Plan> => {
    const id = await shop.newPlan({ prices: typedPrices(forms, language) });
    return (await shop.send('get', `/v1/plans/${id}`)).body as Plan;
  };
  const plan = await planOf(given.prices);
  /** Previews, calls with the quote, and compares the invoices with those that were shown. */
  const previewThenDo = async (path: string, call: string, body: object) => {
    const shown = await shop.send('post', path, body);
    const { quote, now } = shown.body as CallPreview;
    const before = await shop.invoices();
    const done = await shop.send('post', call, { ...body, ...(quote && { quote }) }, '*');
    const made = (await shop.invoices()).slice(before.length) as readonly unknown[] as Invoice[];
    // A preview refuses what the call refuses, in the same words.
    expect(done.status < 300 ? 200 : done.body.code).toEqual(
      shown.status === 200 ? 200 : shown.body.code,
    );
    if (shown.status === 200) expect(made.map(amountsOf)).toEqual(now.map(amountsOf));
    compared += shown.status === 200 ? made.length : 0;
    return { shown, done, made };
  };

  const values = {
    ...newSubscriptionValues(shop.customerId, plan.id),
    trialDays: given.trialDays,
    alignment: given.alignment,
    'billingPolicy.preset': given.preset,
    ...itemValues(plan, defaultItems(plan.prices), language),
    ...typedItems(plan, given),
  };
  const body = newSubscriptionBody(values, plan.prices, language);
  const { done, made } = await previewThenDo(
    '/v1/subscriptions/preview',
    '/v1/subscriptions',
    body,
  );
  if (done.status >= 300) return;
  const subscription = done.body as Subscription;
  // Counted by seconds, the first period begins at the hour of the start, and is not whole.
  const isWhole = given.trialDays === '' && given.alignment === 'anniversary';
  if (isWhole && given.preset !== 'per_second') {
    expectPreviewedPrices(plan, subscription, made);
  }

  const now = new Date(Date.UTC(2026, 0, 31 + given.days, 15)).toISOString();
  await shop.advance(now);
  const asChanged = (await shop.send('get', `/v1/subscriptions/${subscription.id}`))
    .body as Subscription;
  const other = await planOf(given.others);
  const current = {
    ...asChanged,
    prices: plan.prices,
    interval: plan.interval,
    effectiveOn: effectiveDay({ effective: given.effective }, asChanged, now),
  };
  const target: ChangeTarget = given.move
    ? { ...other, planId: other.id, planVersion: 1 }
    : current;
  const changed = {
    effective: given.effective,
    ...itemValues(target, itemsAfter(current, target), language),
    ...typedItems(target, {
      ...given,
      quantities: given.quantities.slice(4),
      ends: given.ends.slice(4),
    }),
  };
  const member = `/v1/subscriptions/${subscription.id}`;
  const change = changeBody(changed, current, target, language);
  await previewThenDo(`${member}/changes/preview`, `${member}/changes`, change);

  const cancellation = cancellationBody({
    effective: given.effective,
    cancelCredit: given.cancelCredit,
  });
  await previewThenDo(`${member}/cancel/preview`, `${member}/cancel`, cancellation);
};

/** A day some days after the one on which the subscription begins. */
const dayOf = (days: number): string =>
  new Date(Date.UTC(2026, 0, 31 + days)).toISOString().slice(0, 10);

const typedItems = ({ prices }: Pick<Plan, 'prices'>, given: Case) =>
  Object.fromEntries(
    prices.flatMap(({ id, isOptional, kind }, index) => [
      [hasEndField(id), kind !== 'one_time' && given.ends[index] !== null],
      [endField(id), dayOf(given.ends[index] ?? 0)],
      [quantityField(id), typedDecimal(given.quantities[index] ?? '1', given.language)],
      [includedField(id), isOptional !== true || given.choices[index] === true],
    ]),
  );

/** A whole first period costs what the editor of the plan shows for its quantity. */
const expectPreviewedPrices = (
  { prices }: Plan,
  { items }: Subscription,
  [invoice]: readonly Invoice[],
): void => {
  for (const line of invoice?.lines ?? []) {
    const price = prices.find(({ id }) => id === line.priceId);
    const item = items.find(({ priceId }) => priceId === line.priceId);
    // An item that ends by itself may not have a whole period.
    if (price === undefined || item === undefined || item.endsOn !== null) continue;
    const preview = previewedPrice(price, 'EUR', item.quantity);
    expect(preview).toMatchObject({ kind: 'computed', amount: line.amount });
  }
};

const numRuns = Number(process.env['PANEL_CASES'] ?? 12);

test('the invoices come to what the forms of the panel showed before', patient, async () => {
  await fc.assert(fc.asyncProperty(cases, play), { numRuns });

  expect(compared).toBeGreaterThan(numRuns / 2);
});
