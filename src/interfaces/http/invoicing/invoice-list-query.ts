import { z } from 'zod';
import { invoiceStatuses, paymentStatuses } from '#domain/invoicing/invoice-facts.ts';
import {
  createdAtQuery,
  currencyWire,
  dateWire,
  idWire,
  pageQuery,
  textWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

/** An amount in a query: whole minor units. */
const minorUnitsWire = z.codec(
  z
    .string()
    .max(20, { abort: true })
    .regex(/^\d{1,15}$/, 'It must be a whole number of minor units.')
    .meta({ description: 'In minor units of `currency`, which must be given with it.' }),
  z
    .int()
    .min(0)
    .max(999_999_999_999_999)
    .meta({ examples: [10_000] }),
  { decode: Number, encode: String },
);

const yesOrNo = { true: true, false: false } as const;

/** The query of lists of invoices and of their lines. */
export const invoiceListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(invoiceStatuses).optional(),
  paymentStatus: z.enum(paymentStatuses).optional(),
  customerId: idWire('cus').optional(),
  subscriptionId: idWire('sub').optional().meta({
    description: 'Those with a line of this subscription.',
  }),
  number: textWire(100).optional(),
  currency: currencyWire.optional(),
  'dueOn[gte]': dateWire.optional(),
  'dueOn[lte]': dateWire.optional(),
  'total[gte]': minorUnitsWire.optional(),
  'total[lte]': minorUnitsWire.optional(),
  overdue: z.enum(['true', 'false']).optional().meta({
    description: 'Whether it was not paid by its due date, as `invoice.overdue` told.',
  }),
  ...createdAtQuery,
});

/** The flat keys of the query as ranges, and the rest of it as it is. */
export const withInvoiceRanges = (query: z.output<typeof invoiceListQuery>) => {
  const {
    'dueOn[gte]': dueFrom,
    'dueOn[lte]': dueTo,
    'total[gte]': totalFrom,
    'total[lte]': totalTo,
    overdue,
    ...rest
  } = query;
  return {
    ...withCreatedAt(rest),
    dueOn: { gte: dueFrom, lte: dueTo },
    total: { gte: minorUnits(totalFrom), lte: minorUnits(totalTo) },
    isOverdue: overdue && yesOrNo[overdue],
  };
};

const minorUnits = (given: number | undefined): bigint | undefined =>
  given === undefined ? undefined : BigInt(given);
