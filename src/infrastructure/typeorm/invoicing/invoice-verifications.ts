import type {
  InvoiceVerificationRepository,
  SeriesStanding,
} from '#application/invoicing/ports.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const standing = {
  name: 'invoice_verifications.standing',
  text: `select s.series, s.last_number::float8 as "lastNumber",
      coalesce(v.verified_through, 0)::float8 as "verifiedThrough"
    from number_series s
    left join invoice_verifications v on v.tenant_id = $1 and v.series = s.series
    where s.tenant_id = $1 order by s.series`,
};

const begin = {
  name: 'invoice_verifications.begin',
  text: `insert into invoice_verifications (tenant_id, series, verified_through)
    values ($1, $2, $3) on conflict (tenant_id, series) do nothing`,
};

const moveOn = {
  name: 'invoice_verifications.move-on',
  text: `update invoice_verifications set verified_through = $3
    where tenant_id = $1 and series = $2 and verified_through = $4`,
};

/** How far invoices were verified, in PostgreSQL: a row for each series. */
export const postgresInvoiceVerifications = ({
  client,
  tenantId,
}: Transaction): InvoiceVerificationRepository => ({
  standing: async () => {
    const { rows } = await client.query<SeriesStanding>({ ...standing, values: [tenantId] });
    return rows;
  },
  moveOn: async (series, from, through) => {
    const values = [tenantId, series, through];
    const { rowCount } =
      from === 0
        ? await client.query({ ...begin, values })
        : await client.query({ ...moveOn, values: [...values, from] });
    return rowCount === 1;
  },
});
