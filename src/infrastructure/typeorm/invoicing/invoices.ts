import type {
  InvoiceRepository,
  IssuedDocument,
  IssuedLine,
} from '#application/invoicing/ports.ts';
import { InvoiceNumberTaken } from '#domain/invoicing/errors.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import { invoiceOf } from '#domain/invoicing/invoice.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { ChargeRow } from '#infrastructure/typeorm/charging/charge-row.ts';
import { chargeColumns, toCharge } from '#infrastructure/typeorm/charging/charge-row.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import type { InvoiceRow } from '#infrastructure/typeorm/invoicing/invoice-row.ts';
import {
  invoiceColumns,
  invoiceInserts,
  invoiceUpdates,
  toInvoice,
} from '#infrastructure/typeorm/invoicing/invoice-row.ts';
import type { LineTaxesRow } from '#infrastructure/typeorm/invoicing/line-taxes-row.ts';
import {
  correctionText,
  lineTaxesColumns,
  taxesText,
  toLineTaxes,
} from '#infrastructure/typeorm/invoicing/line-taxes-row.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const find = {
  name: 'invoices.find-one',
  text: `select ${invoiceColumns} from invoices where invoices.tenant_id = $1 and invoices.id = $2`,
};

const pending = {
  name: 'invoices.pending',
  text: `select customer_id as "customerId", min(least(finalizes_at, overdue_at)) as at
    from invoices
    where tenant_id = $1 and customer_id = any ($2)
      and (finalizes_at is not null or overdue_at is not null) and id <> all ($3)
    group by customer_id`,
};

const needingAttention = {
  name: 'invoices.needing-attention',
  text: `select ${invoiceColumns} from invoices
    where tenant_id = $1 and customer_id = any ($2) and least(finalizes_at, overdue_at) <= $3
      and (finalizes_at is not null or overdue_at is not null)
    order by customer_id, id`,
};

const countSince = {
  name: 'invoices.count-since',
  text: 'select count(*)::integer as count from invoices where tenant_id = $1 and id >= $2',
};

// A line that stands on it is referred to by nothing in the database: so it is asked for.
const deleteDraft = {
  name: 'invoices.delete-draft',
  text: `delete from invoices where tenant_id = $1 and id = $2 and version = $3
    and number is null
    and not exists (select from charges c where c.tenant_id = $1 and c.invoice_id = $2)`,
};

const documentInserts = insertMany<IssuedDocument>('invoice_documents', [
  ['invoice_id', 'uuid', ({ invoiceId }) => uuidOf(invoiceId)],
  ['seller', 'jsonb', ({ seller }) => JSON.stringify(seller)],
  ['buyer', 'jsonb', ({ buyer }) => JSON.stringify(buyer)],
  ['issued_at', 'timestamptz', ({ issuedAt }) => formatInstant(issuedAt)],
  ['tax_rule', 'jsonb', ({ taxRule }) => taxRule && JSON.stringify(taxRule)],
]);

interface PlacedLine extends IssuedLine {
  readonly invoiceId: InvoiceId;
  readonly ordinal: number;
}

const lineInserts = insertMany<PlacedLine>('invoice_lines', [
  ['invoice_id', 'uuid', ({ invoiceId }) => uuidOf(invoiceId)],
  ['ordinal', 'integer', ({ ordinal }) => ordinal],
  ['line_id', 'uuid', ({ lineId }) => uuidOf(lineId)],
  ['discount', 'bigint', ({ discount }) => String(discount.minor)],
  ['tax', 'bigint', ({ tax }) => String(tax.minor)],
  ['total', 'bigint', ({ total }) => String(total.minor)],
  ['taxes', 'jsonb', ({ taxed }) => taxesText(taxed)],
  ['tax_correction', 'jsonb', ({ taxed }) => correctionText(taxed)],
]);

const credited = {
  name: 'invoices.credited',
  text: `select ${chargeColumns}, l.line_id is not null as "isIssued", ${lineTaxesColumns}
    from charges c
    left join invoice_lines l on l.tenant_id = $1 and l.line_id = c.id
    where c.tenant_id = $1 and c.id = any ($2)`,
};

type CreditedRow = ChargeRow & LineTaxesRow & { readonly isIssued: boolean };

const mistakes = { invoices_number_key: InvoiceNumberTaken };

/** Invoices in PostgreSQL. What is issued lies in tables that nobody may change. */
export const postgresInvoices = (transaction: Transaction): InvoiceRepository => {
  const { client, tenantId, events } = transaction;
  const saveAll = async (invoices: readonly Invoice[]): Promise<void> => {
    if (invoices.length === 0) return;
    const facts = invoices.map((invoice) => invoice.facts);
    const { rowCount } = await mapConstraintErrors(
      mistakes,
      client.query(invoiceUpdates.of(tenantId, facts)),
    );
    if (rowCount !== invoices.length) throw new VersionMismatch();
    for (const invoice of invoices) events.record(invoice);
  };
  return {
    find: async (invoiceId) => {
      const values = [tenantId, uuidOf(invoiceId)];
      const { rows } = await client.query<InvoiceRow>({ ...find, values });
      return rows[0] && toInvoice(rows[0]);
    },
    add: async (invoices) => {
      if (invoices.length === 0) return;
      const facts = invoices.map((invoice) => invoice.facts);
      await mapConstraintErrors(mistakes, client.query(invoiceInserts.of(tenantId, facts)));
      for (const invoice of invoices) events.record(invoice);
    },
    save: async (invoice) => {
      await saveAll([invoice]);
      return stored(invoice);
    },
    saveAll: async (invoices) => {
      await saveAll(invoices);
      return invoices.map(stored);
    },
    delete: async (draft) => {
      const values = [tenantId, uuidOf(draft.id), draft.version];
      const { rowCount } = await client.query({ ...deleteDraft, values });
      if (rowCount !== 1) throw new VersionMismatch();
      events.record(draft);
    },
    issue: async (documents) => {
      await awaitPipelined(
        client.query(documentInserts.of(tenantId, documents)),
        client.query(lineInserts.of(tenantId, documents.flatMap(placedLines))),
      );
    },
    ...creditedIn(transaction),
    ...noticedIn(transaction),
  };
};

/** Charges that are credited, and their taxes. */
const creditedIn = ({ client, tenantId }: Transaction): Pick<InvoiceRepository, 'credited'> => ({
  credited: async (lineIds) => {
    const values = [tenantId, lineIds.map(uuidOf)];
    const { rows } = await client.query<CreditedRow>({ ...credited, values });
    return rows.map(({ isIssued, taxes, taxCorrection, ...row }) => ({
      charge: toCharge(row),
      taxes: isIssued ? toLineTaxes({ taxes, taxCorrection }, row.currency).taxes : null,
    }));
  },
});

/** How many invoices were made, and which are to be finalized, or fall overdue. */
const noticedIn = ({
  client,
  tenantId,
}: Transaction): Pick<InvoiceRepository, 'countSince' | 'pending' | 'needingAttention'> => ({
  countSince: async (instant) => {
    const values = [tenantId, lowestUuidAt(instant)];
    const { rows } = await client.query<{ readonly count: number }>({ ...countSince, values });
    return rows[0]?.count ?? 0;
  },
  pending: async (customerIds, except) => {
    const values = [tenantId, customerIds.map(uuidOf), except.map(uuidOf)];
    const { rows } = await client.query<{ readonly customerId: string; readonly at: Date }>({
      ...pending,
      values,
    });
    return rows.map(({ customerId, at }) => ({
      customerId: idFromUuid('cus', customerId),
      at: instantOf(at.getTime()),
    }));
  },
  needingAttention: async (customerIds, through) => {
    if (customerIds.length === 0) return [];
    const values = [tenantId, customerIds.map(uuidOf), formatInstant(through)];
    const { rows } = await client.query<InvoiceRow>({ ...needingAttention, values });
    return rows.map(toInvoice);
  },
});

const placedLines = ({ invoiceId, lines }: IssuedDocument): readonly PlacedLine[] =>
  lines.map((line, ordinal) => ({ ...line, invoiceId, ordinal }));

const stored = ({ facts }: Invoice): Invoice => invoiceOf({ ...facts, version: facts.version + 1 });
