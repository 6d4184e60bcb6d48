import type {
  BillingIssueFilter,
  BillingIssueQueries,
  InvoiceDocumentView,
  InvoiceQueries,
} from '#application/invoicing/queries.ts';
import { invoiceViewOf } from '#application/invoicing/queries.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import type { Buyer } from '#domain/invoicing/parties.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { orUndefined } from '#domain/shared/check.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import type { ChargeRow } from '#infrastructure/typeorm/charging/charge-row.ts';
import { chargeColumns, toCharge } from '#infrastructure/typeorm/charging/charge-row.ts';
import type { BillingIssueRow } from '#infrastructure/typeorm/invoicing/billing-issues.ts';
import {
  billingIssueColumns,
  toBillingIssue,
} from '#infrastructure/typeorm/invoicing/billing-issues.ts';
import { invoiceConditions } from '#infrastructure/typeorm/invoicing/invoice-conditions.ts';
import type { InvoiceRow } from '#infrastructure/typeorm/invoicing/invoice-row.ts';
import { invoiceColumns, toInvoiceFacts } from '#infrastructure/typeorm/invoicing/invoice-row.ts';
import type { LineTaxesRow } from '#infrastructure/typeorm/invoicing/line-taxes-row.ts';
import { lineTaxesColumns, toLineTaxes } from '#infrastructure/typeorm/invoicing/line-taxes-row.ts';
import { beginningStatement } from '#infrastructure/typeorm/reads/beginning-statement.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import { equal, listStatement, madeWithin } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

interface DocumentRow extends InvoiceRow {
  readonly seller: Partial<Seller> | null;
  readonly buyer: (Omit<Buyer, 'locale'> & Partial<Buyer>) | null;
  readonly taxRule: TaxRule | null;
}

const findOne = tenantScoped(
  `select ${invoiceColumns}, d.seller, d.buyer, d.tax_rule as "taxRule" from invoices
    left join invoice_documents d on d.tenant_id = scope.tenant_id and d.invoice_id = invoices.id
    where invoices.tenant_id = scope.tenant_id and invoices.id = $2`,
  'invoices.find',
);

// Lines keep the order in which they stand on a document; those of drafts have that of their ids.
const placed = `left join invoice_lines l on l.tenant_id = scope.tenant_id and l.line_id = c.id`;
const inOrder = 'order by l.ordinal, c.id';

const lines = tenantScoped(
  `select ${chargeColumns}, ${lineTaxesColumns} from charges c ${placed}
    where c.tenant_id = scope.tenant_id and c.invoice_id = $2 ${inOrder}`,
  'invoices.lines',
);

const linesOfAll = tenantScoped(
  `select ${chargeColumns}, ${lineTaxesColumns} from charges c ${placed}
    where c.tenant_id = scope.tenant_id and c.invoice_id = any ($2) ${inOrder}`,
  'invoices.lines-of-all',
);

const explainedColumns = `${chargeColumns}, t.terms, ${lineTaxesColumns}, d.tax_rule as "taxRule"`;

// Of a draft there is no document, and no line of one.
const explainedTables = `charges c
    join price_terms t on t.tenant_id = scope.tenant_id and t.hash = c.terms_hash
    left join invoice_documents d
      on d.tenant_id = scope.tenant_id and d.invoice_id = c.invoice_id ${placed}`;

const explainedLine = tenantScoped(
  `select ${explainedColumns} from ${explainedTables}
    where c.tenant_id = scope.tenant_id and c.invoice_id = $2 and c.id = $3`,
  'invoices.explained-line',
);

const explainedLines = tenantScoped(
  `select ${explainedColumns} from ${explainedTables}
    where c.tenant_id = scope.tenant_id and c.invoice_id = any ($2) ${inOrder}`,
  'invoices.explained-lines',
);

type LineRow = ChargeRow & LineTaxesRow;

type ExplainedRow = LineRow & { readonly terms: PriceTerms; readonly taxRule: TaxRule | null };

const toLine = ({ taxes, taxCorrection, ...row }: LineRow): TaxedCharge => ({
  ...toCharge(row),
  taxed: toLineTaxes({ taxes, taxCorrection }, row.currency),
});

const toExplained = ({ terms, taxRule, ...row }: ExplainedRow): ExplainableLine => ({
  charge: toLine(row),
  terms,
  taxRule,
});

const source = {
  name: 'invoices.list',
  columns: invoiceColumns,
  from: 'invoices',
  alias: 'invoices',
};
const named = { ...source, kind: 'inv', column: 'number' } as const;

const numbered = tenantScoped(
  `select ${invoiceColumns} from invoices
    where invoices.tenant_id = scope.tenant_id and invoices.number = any ($2)`,
  'invoices.numbered',
);

// A document that was stored before a fact was known says nothing of it.
const partiesOf = ({
  seller,
  buyer,
}: DocumentRow): Pick<InvoiceDocumentView, 'seller' | 'buyer'> => ({
  seller: seller && { ...standardBilling.seller, ...seller },
  buyer: buyer && { locale: null, ...buyer },
});

/** Reads of invoices in PostgreSQL. */
export const postgresInvoiceQueries = (reader: TenantReader): InvoiceQueries => ({
  find: async (invoiceId) => {
    const [found, ofInvoice] = await Promise.all([
      reader.rows<DocumentRow>(findOne, [uuidOf(invoiceId)]),
      reader.rows<LineRow>(lines, [uuidOf(invoiceId)]),
    ]);
    const [row] = found;
    if (row === undefined) return undefined;
    const { taxRule } = row;
    const parties = { ...partiesOf(row), taxRule };
    return { ...invoiceViewOf(toInvoiceFacts(row)), ...parties, lines: ofInvoice.map(toLine) };
  },
  list: async (filter, slice) => {
    const { statement, values } = listStatement(source, invoiceConditions(filter, reader), slice);
    const rows = await reader.rows<InvoiceRow>(statement, values);
    return rows.map((row) => invoiceViewOf(toInvoiceFacts(row)));
  },
  search: async (text, limit) => {
    const beginnings = [...new Set([text, text.toUpperCase()])];
    const { statement, values } = beginningStatement(named, beginnings, limit);
    const rows = await reader.rows<InvoiceRow>(statement, values);
    return rows.map((row) => invoiceViewOf(toInvoiceFacts(row)));
  },
  linesOf: async (invoiceIds) => {
    const rows = await reader.rows<LineRow>(linesOfAll, [invoiceIds.map(uuidOf)]);
    const ofInvoices = Map.groupBy(rows, ({ invoiceId }) => invoiceId ?? '');
    return new Map<InvoiceId, readonly TaxedCharge[]>(
      [...ofInvoices].map(([id, found]) => [idFromUuid('inv', id), found.map(toLine)]),
    );
  },
  numbered: async (numbers) => {
    const rows = await reader.rows<InvoiceRow>(numbered, [numbers]);
    return rows.map((row) => invoiceViewOf(toInvoiceFacts(row)));
  },
  findLine: async (invoiceId, lineId) => {
    const values = [uuidOf(invoiceId), uuidOf(lineId)];
    const [row] = await reader.rows<ExplainedRow>(explainedLine, values);
    return row && toExplained(row);
  },
  explained: async (invoiceIds) => {
    const rows = await reader.rows<ExplainedRow>(explainedLines, [invoiceIds.map(uuidOf)]);
    const ofInvoices = Map.groupBy(rows, ({ invoiceId }) => invoiceId ?? '');
    return new Map<InvoiceId, readonly ExplainableLine[]>(
      [...ofInvoices].map(([id, found]) => [idFromUuid('inv', id), found.map(toExplained)]),
    );
  },
});

const issueSource = {
  name: 'billing_issues.list',
  columns: billingIssueColumns,
  from: 'billing_issues i',
  alias: 'i',
};

/** Reads of billing issues in PostgreSQL. */
export const postgresBillingIssueQueries = (reader: TenantReader): BillingIssueQueries => ({
  list: async (filter, slice) => {
    const asked = listStatement(issueSource, issueConditions(filter, reader), slice);
    const rows = await reader.rows<BillingIssueRow>(asked.statement, asked.values);
    return rows.map(toBillingIssue);
  },
});

const issueConditions = (
  { status = 'open', customerId, createdAt }: BillingIssueFilter,
  reader: TenantReader,
): readonly Condition[] => [
  equal('i.customer_id', orUndefined(uuidOf)(customerId)),
  ...madeWithin(reader, 'i', createdAt),
  ...(status === 'all' ? [] : [isResolved(status === 'resolved')]),
];

const isResolved = (resolved: boolean): Condition => ({
  sql: () => `i.resolved_at is ${resolved ? 'not null' : 'null'}`,
  values: [],
});
