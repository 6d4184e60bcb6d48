import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { Money } from '#domain/shared/money.ts';

/** All that a preview of a document shows, but for the ids of its lines. */
export const shownDocument = ({ lines, ...document }: InvoicePreview) => ({
  ...document,
  lines: lines.map(shownLine),
});

const shownLine = (line: TaxedCharge) => {
  const { kind, part, amount, derivation, description, quantity, taxed } = line;
  return { kind, part, amount, derivation, description, quantity, taxed };
};

/** A value as text: the same one for all that say the same, whatever the order of their fields. */
export const sortedText = (value: object): string => JSON.stringify(value, sorted);

const sorted = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Money) return `${value.minor} ${value.currency}`;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
};
