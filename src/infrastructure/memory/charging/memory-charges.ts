import type { ChargeRepository } from '#application/charging/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { chargeKey, ofSubscription } from '#domain/charging/charge.ts';
import { isUncounted } from '#domain/charging/counted-usage.ts';
import { ChargeExists, CreditOutOfBounds } from '#domain/charging/errors.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { assertAccount } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** The lines that were issued, by the invoice's key. */
interface Documents {
  readonly invoiceDocuments: MemoryTable<{
    readonly lines: readonly { readonly lineId: LineId }[];
  }>;
}

/** Charges in memory. */
export const memoryCharges = (
  transaction: MemoryTransaction<ChargingTables & Documents>,
): ChargeRepository => {
  const keyOf = (id: string): string => `${transaction.tenantId}/${id}`;
  const change = (
    id: LineId,
    changes: Partial<Pick<ChargeFacts, 'credited' | 'invoiceId'>>,
  ): void => {
    const { charges } = transaction.tables;
    const charge = charges.get(keyOf(id));
    invariant(charge !== undefined, 'A charge that changes is stored.');
    charges.put(keyOf(id), { ...charge, ...changes });
  };
  return {
    add: async (charges, terms) => {
      const { tables, tenantId } = transaction;
      for (const [hash, each] of terms) tables.priceTerms.put(keyOf(hash), each);
      const known = new Set(tables.charges.under(`${tenantId}/`).map(chargeKey));
      for (const charge of charges) {
        if (known.has(chargeKey(charge))) throw new ChargeExists();
        known.add(chargeKey(charge));
        addOne(transaction, charge);
      }
    },
    attach: async (lineIds, invoiceId) => {
      for (const id of lineIds) {
        const isFree = transaction.tables.charges.get(keyOf(id))?.invoiceId === null;
        invariant(isFree, 'A charge stands on one invoice.');
        change(id, { invoiceId });
      }
    },
    credit: async (credited) => {
      for (const [id, amount] of credited) {
        const charge = transaction.tables.charges.get(keyOf(id));
        if (charge !== undefined && isBeyond(charge, amount)) throw new CreditOutOfBounds();
        change(id, { credited: amount });
      }
    },
    deleteManual: async (lineIds) => deleteManual(transaction, lineIds),
    deleteUncounted: async (lineIds) => deleteUncounted(transaction, lineIds),
    ...reads(transaction),
  };
};

const reads = (
  transaction: MemoryTransaction<ChargingTables>,
): Pick<ChargeRepository, 'unbilled' | 'onInvoices' | 'endingAfter' | 'find' | 'crediting'> => ({
  unbilled: async (customerIds) =>
    chargesOf(transaction).filter(
      ({ customerId, invoiceId, amount, credited }) =>
        customerIds.includes(customerId) &&
        invoiceId === null &&
        !amount.isZero() &&
        (amount.isPositive() || !credited.isEqual(amount)),
    ),
  find: async (lineIds) =>
    chargesOf(transaction)
      .filter(({ id }) => lineIds.includes(id))
      .map((charge) => withTerms(transaction, charge)),
  crediting: async (lineIds) =>
    chargesOf(transaction).filter(
      ({ corrects }) => corrects !== null && lineIds.includes(corrects),
    ),
  onInvoices: async (invoiceIds) =>
    new Map(
      invoiceIds.flatMap((id) => {
        const found = chargesOf(transaction).filter(({ invoiceId }) => invoiceId === id);
        return found.length === 0 ? [] : [[id, found] as const];
      }),
    ),
  endingAfter: async (subscriptionId, day) =>
    chargesOf(transaction)
      .filter((charge) => charge.subscriptionId === subscriptionId)
      .map(ofSubscription)
      .filter(({ servicePeriod }) => servicePeriod.end > day)
      .map((charge) => withTerms(transaction, charge)),
});

const deleteManual = (
  { tables, tenantId }: MemoryTransaction<ChargingTables & Documents>,
  lineIds: readonly LineId[],
): void => {
  const documents = tables.invoiceDocuments.under(`${tenantId}/`);
  const issued = new Set(documents.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)));
  for (const id of lineIds) {
    const isManual = tables.charges.get(`${tenantId}/${id}`)?.kind === 'manual';
    invariant(isManual && !issued.has(id), 'Only lines that a person wrote are deleted.');
  }
  const gone = new Set(lineIds);
  tables.charges.removeWhere(`${tenantId}/`, ({ id }) => gone.has(id));
};

const deleteUncounted = (
  { tables, tenantId }: MemoryTransaction<ChargingTables>,
  lineIds: readonly LineId[],
): void => {
  for (const id of lineIds) {
    const charge = tables.charges.get(`${tenantId}/${id}`);
    invariant(charge !== undefined && isUncounted(charge), 'Usage that was counted stays.');
  }
  const gone = new Set(lineIds);
  tables.charges.removeWhere(`${tenantId}/`, ({ id }) => gone.has(id));
};

const addOne = (transaction: MemoryTransaction<ChargingTables>, charge: ChargeFacts): void => {
  const { tables, tenantId } = transaction;
  assertAccount(transaction, charge.customerId);
  if (isBeyond(charge, charge.credited)) throw new CreditOutOfBounds();
  withTerms(transaction, charge);
  tables.charges.put(`${tenantId}/${charge.id}`, charge);
};

const isBeyond = ({ amount }: ChargeFacts, { minor }: ChargeFacts['credited']): boolean =>
  amount.isNegative() ? minor < amount.minor || minor > 0n : minor > amount.minor || minor < 0n;

/** The charges of the tenant, by id. */
export const chargesOf = ({
  tables,
  tenantId,
}: Pick<MemoryReader<ChargingTables>, 'tables' | 'tenantId'>): readonly ChargeFacts[] =>
  tables.charges.under(`${tenantId}/`).toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** A charge with the terms that it names. */
export const withTerms = <Charge extends ChargeFacts>(
  { tables, tenantId }: Pick<MemoryReader<ChargingTables>, 'tables' | 'tenantId'>,
  charge: Charge,
) => {
  const terms = tables.priceTerms.get(`${tenantId}/${charge.termsHash}`);
  invariant(terms !== undefined, 'The terms of a charge are stored with it.');
  return { charge, terms };
};
