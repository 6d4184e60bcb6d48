import type { InvoiceFacts } from '#domain/invoicing/invoice-facts.ts';
import type { LineSums, TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { lineSums, untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import type {
  InvoiceId,
  LineId,
  PriceId,
  SubscriptionId,
  SubscriptionItemId,
} from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import type { LineTax } from '#domain/taxes/line-taxes.ts';

export const lineKinds = [
  'recurring',
  'usage',
  'commitment',
  'one_time',
  'credit',
  'manual',
  'balance',
] as const;

/** A line as a document shows it. */
export interface DocumentLine {
  readonly id: LineId;
  readonly kind: (typeof lineKinds)[number];
  readonly description: string;
  readonly subscriptionId: SubscriptionId | null;
  readonly subscriptionItemId: SubscriptionItemId | null;
  readonly priceId: PriceId | null;
  /** Its group, where a price has a line for each group; null elsewhere. */
  readonly group: string | null;
  /** A decimal. */
  readonly quantity: string;
  /** Local dates, the end exclusive; null on lines that belong to no time. */
  readonly servicePeriod: { readonly start: CalendarDate; readonly end: CalendarDate } | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly timeZone: TimeZone | null;
  /** Before discounts and taxes; negative for a credit. */
  readonly amount: Money;
  readonly discounts: readonly { readonly source: string; readonly amount: Money }[];
  readonly taxes: readonly Pick<LineTax, 'taxRateId' | 'name' | 'rate' | 'amount'>[];
  readonly net: Money;
  readonly total: Money;
  /** The line that a credit takes back, or that usage which came late corrects. */
  readonly corrects: LineId | null;
}

/** A line of a document that is not made yet. */
export type PreviewLine = Omit<DocumentLine, 'id'>;

/**
 * The lines of a document. One that would go below zero ends with a line of kind `balance`, which
 * moves the rest to the customer's balance.
 */
export const documentLines = (
  { id, movedToBalance }: Pick<InvoiceFacts, 'id' | 'movedToBalance'>,
  charges: readonly TaxedCharge[],
): readonly DocumentLine[] => [
  ...charges.map((charge) => ({ id: charge.id, ...chargeLine(charge) })),
  ...closingLines(movedToBalance).map((line) => ({ id: closingLineId(id), ...line })),
];

/** The lines that a document will have. */
export const previewLines = (
  { movedToBalance }: Pick<InvoiceFacts, 'movedToBalance'>,
  charges: readonly TaxedCharge[],
): readonly PreviewLine[] => [...charges.map(chargeLine), ...closingLines(movedToBalance)];

/** The line that closes a document; it shares the 128 bits of its invoice. */
export const closingLineId = (invoiceId: InvoiceId): LineId =>
  idFromUuid('line', uuidOf(invoiceId));

const chargeLine = ({ itemId, part, ...charge }: TaxedCharge): PreviewLine => ({
  kind: charge.kind,
  description: charge.description,
  subscriptionId: charge.subscriptionId,
  subscriptionItemId: itemId,
  priceId: charge.priceId,
  group: part === '' ? null : part,
  quantity: charge.quantity,
  servicePeriod: charge.servicePeriod,
  startsAt: charge.startsAt,
  endsAt: charge.endsAt,
  timeZone: charge.timeZone,
  ...amountsOf(lineSums(charge), charge.taxed.taxes),
  corrects: charge.corrects,
});

const closingLines = (movedToBalance: Money): readonly PreviewLine[] =>
  movedToBalance.isZero()
    ? []
    : [
        {
          kind: 'balance',
          description: 'Moved to your balance',
          subscriptionId: null,
          subscriptionItemId: null,
          priceId: null,
          group: null,
          quantity: '1',
          servicePeriod: null,
          startsAt: null,
          endsAt: null,
          timeZone: null,
          ...amountsOf(untaxedSums(movedToBalance), []),
          corrects: null,
        },
      ];

const amountsOf = ({ amount, net, total }: LineSums, taxes: readonly LineTax[]) => ({
  amount,
  discounts: [],
  taxes: taxes.map(({ taxRateId, name, rate, amount: tax }) => {
    return { taxRateId, name, rate, amount: tax };
  }),
  net,
  total,
});
