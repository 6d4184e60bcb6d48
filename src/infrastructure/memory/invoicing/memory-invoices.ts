import type { InvoiceRepository, IssuedDocument } from '#application/invoicing/ports.ts';
import { InvoiceNumberTaken } from '#domain/invoicing/errors.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import { invoiceOf } from '#domain/invoicing/invoice.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { CustomerId, InvoiceId, LineId } from '#domain/shared/ids.ts';
import { lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { assertAccount } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<ChargingTables & InvoicingTables>;

/** Invoices in memory. */
export const memoryInvoices = (transaction: Transaction): InvoiceRepository => {
  const { tenantId } = transaction;
  const all = (): readonly Invoice[] => transaction.tables.invoices.under(`${tenantId}/`);
  const store = (invoice: Invoice): Invoice => {
    const { facts } = invoice;
    const number = facts.issue?.number;
    const isTaken = ({ facts: other }: Invoice): boolean =>
      other.id !== facts.id && other.issue?.number === number;
    if (number !== undefined && all().some(isTaken)) throw new InvoiceNumberTaken();
    const stored = invoiceOf({ ...facts, version: facts.version + 1 });
    transaction.tables.invoices.store(`${tenantId}/${facts.id}`, stored);
    transaction.record(invoice);
    return stored;
  };
  return {
    find: async (invoiceId) => transaction.tables.invoices.get(`${tenantId}/${invoiceId}`),
    add: async (invoices) => {
      for (const invoice of invoices) {
        assertAccount(transaction, invoice.facts.customerId);
        store(invoice);
      }
    },
    save: async (invoice) => store(invoice),
    saveAll: async (invoices) => invoices.map(store),
    delete: async (draft) => deleteOne(transaction, draft),
    countSince: async (instant) =>
      all().filter(({ facts }) => uuidOf(facts.id) >= lowestUuidAt(instant)).length,
    credited: async (lineIds) => creditedIn(transaction, lineIds),
    issue: async (documents) => {
      for (const document of documents) issueOne(transaction, document);
    },
    pending: async (customerIds, except) =>
      customerIds.flatMap((customerId) => {
        const own = all().filter(
          ({ facts }) => facts.customerId === customerId && !except.includes(facts.id),
        );
        const at = earliest(own.flatMap(({ facts }) => attentionAt(facts) ?? []));
        return at === null ? [] : [{ customerId, at }];
      }),
    needingAttention: async (customerIds, through) =>
      all()
        .filter(({ facts }) => {
          const at = attentionAt(facts);
          return customerIds.includes(facts.customerId) && at !== null && at <= through;
        })
        .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
  };
};

const creditedIn = ({ tables, tenantId }: Transaction, lineIds: readonly LineId[]) => {
  const documents = tables.invoiceDocuments.under(`${tenantId}/`);
  const issued = new Map(
    documents.flatMap(({ lines }) => lines.map(({ lineId, taxed }) => [lineId, taxed])),
  );
  return lineIds.flatMap((lineId) => {
    const charge = tables.charges.get(`${tenantId}/${lineId}`);
    return charge === undefined ? [] : [{ charge, taxes: issued.get(lineId)?.taxes ?? null }];
  });
};

const earliest = (instants: readonly Instant[]): Instant | null =>
  instants.toSorted((one, other) => one - other)[0] ?? null;

/** When an invoice is to be finalized or falls overdue, whichever comes first. */
const attentionAt = ({ finalizesAt, overdueAt }: Invoice['facts']): Instant | null =>
  earliest([finalizesAt, overdueAt].filter((at) => at !== null));

const orderOf = ({ facts }: Invoice): `${CustomerId}/${string}` =>
  `${facts.customerId}/${facts.id}`;

const deleteOne = (transaction: Transaction, draft: Deleted<InvoiceId>): void => {
  const { tables, tenantId } = transaction;
  const key = `${tenantId}/${draft.id}`;
  const lines = tables.charges.under(`${tenantId}/`).filter((each) => each.invoiceId === draft.id);
  const isDraft = tables.invoices.get(key)?.status === 'draft';
  if (!isDraft || lines.length > 0) throw new VersionMismatch();
  tables.invoices.delete(key, draft.version);
  transaction.record(draft);
};

const issueOne = ({ tables, tenantId }: Transaction, document: IssuedDocument): void => {
  const key = `${tenantId}/${document.invoiceId}`;
  invariant(tables.invoices.get(key) !== undefined, 'A document is one of a stored invoice.');
  const documents = tables.invoiceDocuments.under(`${tenantId}/`);
  const issued = new Set(documents.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)));
  const isNew =
    tables.invoiceDocuments.get(key) === undefined &&
    document.lines.every(({ lineId }) => !issued.has(lineId));
  invariant(isNew, 'A document is issued once, and a line stands on one document.');
  const areStored = document.lines.every(
    ({ lineId }) => tables.charges.get(`${tenantId}/${lineId}`) !== undefined,
  );
  invariant(areStored, 'The lines of a document are stored charges.');
  tables.invoiceDocuments.put(key, document);
};
