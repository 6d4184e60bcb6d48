import type { NumberSeriesRepository } from '#application/invoicing/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The row is locked until the transaction ends: whoever fails gives its numbers back.
const take = {
  name: 'number_series.take',
  text: `insert into number_series (tenant_id, series, last_number, last_issued_on)
    values ($1, $2, $3, $4)
    on conflict (tenant_id, series) do update
      set last_number = number_series.last_number + excluded.last_number,
        last_issued_on = greatest(number_series.last_issued_on, excluded.last_issued_on)
    returning (number_series.last_number - $3 + 1)::float8 as first,
      number_series.last_issued_on as "issuedOn"`,
};

/** Numbers of invoices in PostgreSQL: one row for each series. */
export const postgresNumberSeries = ({
  client,
  tenantId,
}: Transaction): NumberSeriesRepository => ({
  take: async (series, count, issuedOn) => {
    const { rows } = await client.query<{
      readonly first: number;
      readonly issuedOn: CalendarDate;
    }>({ ...take, values: [tenantId, series, count, issuedOn] });
    const [taken] = rows;
    invariant(taken !== undefined, 'Numbers are always given.');
    return taken;
  },
});
