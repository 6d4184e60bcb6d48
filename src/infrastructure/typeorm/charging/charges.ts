import type { ChargeRepository } from '#application/charging/ports.ts';
import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import { ofSubscription } from '#domain/charging/charge.ts';
import { ChargeExists, CreditOutOfBounds } from '#domain/charging/errors.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { ChargeRow, ExplainedRow } from '#infrastructure/typeorm/charging/charge-row.ts';
import {
  chargeColumns,
  chargeInserts,
  toCharge,
  toExplained,
} from '#infrastructure/typeorm/charging/charge-row.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const termsInserts = insertMany<readonly [hash: string, terms: PriceTerms]>(
  'price_terms',
  [
    ['hash', 'text', ([hash]) => hash],
    ['terms', 'jsonb', ([, terms]) => JSON.stringify(terms)],
  ],
  'on conflict (tenant_id, hash) do nothing',
);

const attach = {
  name: 'charges.attach',
  text: `update charges set invoice_id = $3
    where tenant_id = $1 and id = any ($2) and invoice_id is null`,
};

const credit = {
  name: 'charges.credit',
  text: `update charges c set credited = r.credited
    from unnest($2::uuid[], $3::bigint[]) as r (id, credited)
    where c.tenant_id = $1 and c.id = r.id`,
};

const unbilled = {
  name: 'charges.unbilled',
  text: `select ${chargeColumns} from charges c
    where c.tenant_id = $1 and c.customer_id = any ($2) and c.invoice_id is null
      and c.amount <> 0 and (c.amount > 0 or c.credited > c.amount)
    order by c.id`,
};

const find = {
  name: 'charges.find',
  text: `select ${chargeColumns}, t.terms from charges c
    join price_terms t on t.tenant_id = $1 and t.hash = c.terms_hash
    where c.tenant_id = $1 and c.id = any ($2) order by c.id`,
};

const crediting = {
  name: 'charges.crediting',
  text: `select ${chargeColumns} from charges c
    where c.tenant_id = $1 and c.corrects = any ($2) order by c.id`,
};

// A line that was issued is referred to by its document, and stays whatever anybody says.
const deleteManual = {
  name: 'charges.delete-manual',
  text: `delete from charges where tenant_id = $1 and id = any ($2) and kind = 'manual'`,
};

// It is stored again at once, as it was counted.
const deleteUncounted = {
  name: 'charges.delete-uncounted',
  text: `delete from charges where tenant_id = $1 and id = any ($2)
    and kind in ('usage', 'commitment') and derivation -> 'counted' = 'null'::jsonb`,
};

const onInvoices = {
  name: 'charges.on-invoices',
  text: `select ${chargeColumns} from charges c
    where c.tenant_id = $1 and c.invoice_id = any ($2) order by c.id`,
};

const endingAfter = {
  name: 'charges.ending-after',
  text: `select ${chargeColumns}, t.terms from charges c
    join price_terms t on t.tenant_id = $1 and t.hash = c.terms_hash
    where c.tenant_id = $1 and c.subscription_id = $2 and c.period_end > $3
    order by c.id`,
};

const mistakes = {
  charges_identity_key: ChargeExists,
  charges_credited_check: CreditOutOfBounds,
};

// Whoever stores new terms has them to itself until its commit. All store them in one order: so two
// that store the same ones never wait for each other.
const inOrder = (
  terms: ReadonlyMap<string, PriceTerms>,
): readonly (readonly [hash: string, terms: PriceTerms])[] =>
  [...terms].toSorted(([one], [other]) => (one < other ? -1 : 1));

/** Charges in PostgreSQL. Rows are added; only where they stand and what is credited is noted. */
const open = (transaction: Transaction): ChargeRepository => ({
  ...writes(transaction),
  ...reads(transaction),
});

type Writes = 'add' | 'attach' | 'credit' | 'deleteManual' | 'deleteUncounted';

const writes = ({ client, tenantId }: Transaction): Pick<ChargeRepository, Writes> => ({
  add: async (charges, terms) => {
    const named = terms.size > 0 ? [client.query(termsInserts.of(tenantId, inOrder(terms)))] : [];
    const inserted = awaitPipelined(...named, client.query(chargeInserts.of(tenantId, charges)));
    await mapConstraintErrors(mistakes, inserted);
  },
  attach: async (lineIds, invoiceId) => {
    const values = [tenantId, lineIds.map(uuidOf), uuidOf(invoiceId)];
    const { rowCount } = await client.query({ ...attach, values });
    invariant(rowCount === lineIds.length, 'A charge stands on one invoice.');
  },
  credit: async (credited) => {
    const entries = [...credited];
    const values = [
      tenantId,
      entries.map(([id]) => uuidOf(id)),
      entries.map(([, amount]) => String(amount.minor)),
    ];
    const { rowCount } = await mapConstraintErrors(mistakes, client.query({ ...credit, values }));
    invariant(rowCount === entries.length, 'A charge that changes is stored.');
  },
  deleteManual: async (lineIds) => {
    const values = [tenantId, lineIds.map(uuidOf)];
    const { rowCount } = await client.query({ ...deleteManual, values });
    invariant(rowCount === lineIds.length, 'Only lines that a person wrote are deleted.');
  },
  deleteUncounted: async (lineIds) => {
    const values = [tenantId, lineIds.map(uuidOf)];
    const { rowCount } = await client.query({ ...deleteUncounted, values });
    invariant(rowCount === lineIds.length, 'Usage that was counted stays.');
  },
});

interface Statement {
  readonly name: string;
  readonly text: string;
}

const reads = ({ client, tenantId }: Transaction): Omit<ChargeRepository, Writes> => {
  const rows = async (
    statement: Statement,
    ...values: readonly unknown[]
  ): Promise<readonly ChargeFacts[]> => {
    const found = await client.query<ChargeRow>({ ...statement, values: [tenantId, ...values] });
    return found.rows.map(toCharge);
  };
  const explained = async (
    statement: Statement,
    ...values: readonly unknown[]
  ): Promise<readonly ChargeWithTerms<ChargeFacts>[]> => {
    const found = await client.query<ExplainedRow>({ ...statement, values: [tenantId, ...values] });
    return found.rows.map(toExplained);
  };
  return {
    unbilled: (customerIds) => rows(unbilled, customerIds.map(uuidOf)),
    onInvoices: async (invoiceIds) => {
      const found = await rows(onInvoices, invoiceIds.map(uuidOf));
      const byInvoice = Map.groupBy(found, ({ invoiceId }) => invoiceId);
      return new Map(
        invoiceIds.flatMap((id) => {
          const lines = byInvoice.get(id);
          return lines === undefined ? [] : [[id, lines] as const];
        }),
      );
    },
    crediting: (lineIds) => rows(crediting, lineIds.map(uuidOf)),
    find: (lineIds) => explained(find, lineIds.map(uuidOf)),
    endingAfter: async (subscriptionId, day) => {
      const found = await explained(endingAfter, uuidOf(subscriptionId), day);
      return found.map(({ charge, terms }) => ({ charge: ofSubscription(charge), terms }));
    },
  };
};

/** The charges of customers. */
export const charges = { repository: open };
