import { describe, expect, test } from 'vitest';
import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import { explainCharge } from '#domain/invoicing/line-explanation.ts';
import {
  changedManualLine,
  manualLineLimits,
  parseManualLines,
  requireManual,
} from '#domain/invoicing/manual-line.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import {
  buildCharge,
  buildInvoice,
  buildManualCharge,
  buildSubscription,
  builtTerms,
  euros,
} from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';
import { onTop, rule } from '../taxes/rates.ts';

const customerId = buildId('cus');

describe('lines that people write', () => {
  const line = { description: 'A', unitAmount: '1' };
  const subscription = buildSubscription(customerId, buildPlan(buildId('prod')).activate(someday));
  const [charge, terms] = buildManualCharge(buildInvoice(customerId));
  const [manual] = [...terms.values()];
  const [flat] = [...builtTerms().values()];
  if (manual === undefined || flat === undefined) throw new Error('A charge has terms.');

  test('are 1 to 200 in a request', () => {
    const { lines: most } = manualLineLimits;
    const many = (count: number) => () =>
      parseManualLines(Array.from({ length: count }, () => line));

    expect(most).toBe(200);
    expect(refused(many(0))).toEqual([' too_few']);
    expect(refused(many(most))).toEqual([]);
    expect(refused(many(most + 1))).toEqual([' too_many']);
    expect(refused(() => parseManualLines([line, { ...line, description: '' }]))).toEqual([
      '/1/description too_short',
    ]);
  });

  test('are changed, and lines of subscriptions are not', () => {
    const written = { charge, terms: manual };

    expect(requireManual(written)).toEqual(written);
    const other: ChargeWithTerms<ChargeFacts> = { charge: buildCharge(subscription), terms: flat };
    expect(refused(() => requireManual(other))).toEqual(['invoice_line_not_manual']);
    expect(() => changedManualLine({ charge, terms: flat }, {})).toThrow(InvariantViolation);
    expect(charge).toMatchObject({ part: '', cause: `hand/${charge.id}` });
    expect(manual.isProrated).toBe(false);
  });

  test('are explained from their price to their total', () => {
    const vat = onTop('0.2', 'VAT');
    const taxes = [{ ...vat, amount: euros(500n) }];
    const taxed = { ...charge, taxed: { taxes, correction: null } };

    expect(explainCharge({ charge: taxed, terms: manual, taxRule: rule() })).toEqual({
      derivation: charge.derivation,
      exact: '25',
      amount: euros(2500n),
      steps: [
        { text: '2.5 × EUR 10.00', quantity: '2.5', unitAmount: '10', amount: '25' },
        { text: 'EUR 25.00, rounded half up from 25', amount: '25' },
        {
          text: 'EUR 5.00 of VAT: 0.2 of EUR 25.00, rounded once over all lines of this rate',
          amount: '5',
        },
        { text: 'EUR 30.00 in all, EUR 25.00 without tax', amount: '30' },
      ],
    });
  });

  test('of late usage say why they are there', () => {
    const late = {
      ...buildCharge(subscription, { kind: 'usage', corrects: buildId('line') }),
      taxed: untaxed,
    };

    const { steps } = explainCharge({ charge: late, terms: flat, taxRule: null });

    expect(steps.at(-1)).toEqual({
      text: 'EUR 49.00 for usage that came or was cancelled after its period was invoiced',
      amount: '49',
    });
  });
});
