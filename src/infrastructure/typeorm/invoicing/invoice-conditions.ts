import type { InvoiceFilter } from '#application/invoicing/queries.ts';
import type { DateRange } from '#application/shared/created-on.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import { equal, equalToFew, madeWithin } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';

/** The conditions of a filter of invoices. Each has an index of its own, in the same words. */
export const invoiceConditions = (
  filter: InvoiceFilter,
  reader: TenantReader,
): readonly Condition[] => [
  equal('invoices.status', filter.status),
  equal(paymentStatus, filter.paymentStatus),
  equal('invoices.customer_id', orUndefined(uuidOf)(filter.customerId)),
  ofSubscription(orUndefined(uuidOf)(filter.subscriptionId)),
  equalToFew('invoices.number', filter.number),
  equal('invoices.currency', filter.currency),
  bound('invoices.due_on', '>=', orUndefined(storable)(filter.dueOn?.gte), 'date'),
  bound('invoices.due_on', '<=', orUndefined(storable)(filter.dueOn?.lte), 'date'),
  notNewerThanDue(filter.dueOn),
  bound('invoices.total', '>=', orUndefined(String)(filter.total?.gte), 'bigint'),
  bound('invoices.total', '<=', orUndefined(String)(filter.total?.lte), 'bigint'),
  isOverdue(filter.isOverdue),
  ...madeWithin(reader, 'invoices', filter.createdAt),
];

// As `paymentStatusOf` tells it.
const paymentStatus = `case
  when invoices.number is not null and invoices.amount_due = 0 then 'paid'
  when invoices.amount_paid > 0 then 'partially_paid' else 'unpaid' end`;

// The ids are looked up first: few invoices of many have lines of one subscription.
const ofSubscription = (subscriptionId: string | undefined): Condition => ({
  sql: (id) => `invoices.id = any (array(select distinct c.invoice_id from charges c
    where c.tenant_id = scope.tenant_id and c.subscription_id = ${id}
      and c.invoice_id is not null))`,
  values: [subscriptionId],
});

const bound = (
  column: string,
  operator: '>=' | '<=',
  value: string | undefined,
  type: 'date' | 'bigint',
): Condition => ({
  sql: (placeholder) => `${column} ${operator} ${placeholder}::${type}`,
  values: [value],
});

// PostgreSQL counts no year 0, and nothing is due in it.
const storable = (date: CalendarDate): string => (date < firstStored ? firstStored : date);

const firstStored = '0001-01-01';

// The newest come first, and those that are due in a span of days are seldom the newest of all. So
// the list begins at the newest one that is due on any of these days: an index leads to it. Days
// before the first one and behind the last are not looked at, nor any where nothing is due at all.
const notNewerThanDue = ({ gte, lte }: DateRange = {}): Condition => ({
  sql: (first, last) => `invoices.id <= (select newest.id
    from generate_series(${endOfDueDates('greatest', first)}::timestamp,
      ${endOfDueDates('least', last)}::timestamp, interval '1 day') as due(day)
    cross join lateral (select i.id from invoices i
      where i.tenant_id = scope.tenant_id and i.due_on = due.day::date
      order by i.id desc limit 1) newest
    order by newest.id desc limit 1)`,
  values: [orUndefined(storable)(gte) ?? null, orUndefined(storable)(lte)],
});

const endOfDueDates = (inner: 'greatest' | 'least', asked: string): string =>
  `(select ${inner}(${asked}::date, i.due_on) from invoices i
    where i.tenant_id = scope.tenant_id and i.due_on is not null
    order by i.due_on ${inner === 'least' ? 'desc' : ''} limit 1)`;

// As `isOverdue` in the queries of invoices tells it.
const isOverdue = (wanted: boolean | undefined): Condition => ({
  sql: (placeholder) =>
    wanted === true
      ? `(invoices.status = 'finalized' and invoices.amount_due > 0
          and invoices.overdue_at is null and ${placeholder})`
      : `not (invoices.status = 'finalized' and invoices.amount_due > 0
          and invoices.overdue_at is null and not ${placeholder})`,
  values: [wanted],
});
