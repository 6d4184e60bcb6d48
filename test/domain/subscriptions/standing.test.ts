import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { ofSubscription } from '#domain/charging/charge.ts';
import { reissuedCharges, waived } from '#domain/invoicing/reissue.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { parseInstant, parseTimeZone } from '#domain/shared/time.ts';
import { startMark } from '#domain/subscriptions/agreement/mark.ts';
import { creditOf, unusedAfter } from '#domain/subscriptions/settlement/charges.ts';
import { standingCharges } from '#domain/subscriptions/settlement/standing.ts';
import { flat } from '../charging/builders.ts';
import { History } from './history.ts';

const at = parseInstant;
const zone = parseTimeZone('UTC');
const terms = flat(3000n);
let ids = 0;

/** June at 30.00, canceled on the evening of the 15th where that is asked for: half is credited. */
const june = (isCanceled: boolean): readonly SubscriptionCharge[] => {
  const history = new History({ start: startMark(at('2026-06-01T00:00:00Z'), zone) });
  if (isCanceled) history.cancel(at('2026-06-15T20:00:00Z'), 'now');
  return history.lines;
};

/** The lines once their invoice is voided, and their copies. */
const reissued = (lines: readonly SubscriptionCharge[]) => {
  ids += 1;
  const copies = reissuedCharges(lines, {
    nextLineId: () =>
      idFromUuid('line', `01900000-0000-7000-9000-${String((ids += 1)).padStart(12, '0')}`),
    invoiceId: idFromUuid('inv', '01900000-0000-7000-8000-000000000001'),
    now: at('2026-06-20T00:00:00Z'),
  });
  return { voided: voidedOf(lines), copies: copies.map(ofSubscription) };
};

const voidedOf = (lines: readonly SubscriptionCharge[]): readonly SubscriptionCharge[] => {
  const credited = waived(lines);
  return lines.map((line) => ({ ...line, credited: credited.get(line.id) ?? line.credited }));
};

const standing = (lines: readonly SubscriptionCharge[]) =>
  standingCharges(lines.map((charge) => ({ charge, terms })));

const shown = (lines: readonly SubscriptionCharge[]) =>
  standing(lines).map(({ charge, until }) => [charge.id, until.on, charge.credited.minor]);

describe('a charge whose invoice was voided', () => {
  test('stands as its copy, where it was reissued', () => {
    const { voided, copies } = reissued(june(false));

    expect(shown([...voided, ...copies])).toEqual([[copies[0]?.id, '2026-07-01', 0n]]);
  });

  test('stands as its copy up to a credit that stays on another invoice', () => {
    const [charge, credit] = june(true);
    if (charge === undefined || credit === undefined) throw new Error('It was credited.');
    const { voided, copies } = reissued([charge]);

    expect(shown([...voided, credit, ...copies])).toEqual([[copies[0]?.id, '2026-06-16', 1500n]]);
  });

  test('stands with the copy of a credit on the same invoice, copied twice too', () => {
    const first = reissued(june(true));
    const second = reissued(first.copies);
    const all = [...first.voided, ...second.voided, ...second.copies];

    const [charge, credit] = second.copies;

    expect(credit?.corrects).toBe(charge?.id);
    expect(shown(all)).toEqual([[charge?.id, '2026-06-16', 1500n]]);
  });

  test('stands for its time and gives nothing back, where it was waived', () => {
    const [stands] = standing(voidedOf(june(false)));
    if (stands === undefined) throw new Error('It stands.');
    const unused = unusedAfter(startMark(at('2026-06-16T00:00:00Z'), zone), stands);
    if (unused === null) throw new Error('Half is unused.');

    const credit = creditOf(stands, unused, 'chg_1');

    expect([credit?.line.amount.minor, credit?.credited.minor]).toEqual([0n, 3000n]);
  });
});
