import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * The charges of a voided invoice, as they stand on the one that replaces it. Each names the one
 * that it copies as its cause, and so is made once; what was credited of it stays credited.
 */
export const reissuedCharges = (
  lines: readonly ChargeFacts[],
  {
    nextLineId,
    invoiceId,
    now,
  }: {
    readonly nextLineId: () => LineId;
    readonly invoiceId: InvoiceId;
    readonly now: Instant;
  },
): readonly ChargeFacts[] => {
  const copies = new Map(lines.map(({ id }) => [id, nextLineId()] as const));
  return lines.map((line) => {
    const copy = { id: copies.get(line.id) ?? line.id, cause: line.id, invoiceId, createdAt: now };
    if (line.kind === 'manual') return { ...line, ...copy };
    const { corrects } = line;
    return { ...line, ...copy, corrects: corrects && (copies.get(corrects) ?? corrects) };
  });
};

/**
 * How much of charges is credited once their invoice is voided: all of it, so that no later change
 * gives back what is not owed any more.
 */
export const waived = (lines: readonly ChargeFacts[]): ReadonlyMap<LineId, Money> =>
  new Map(
    lines
      .filter(({ amount }) => amount.isPositive())
      .map(({ id, amount }) => [id, amount] as const),
  );
