import type { NamedSubjects } from '#application/metering/usage-ports.ts';
import type { KnownSubjects } from '#domain/metering/admission.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const findCustomers = {
  name: 'usage.customers',
  text: `select c.id, null as external_id from customers c
      where c.tenant_id = $1 and c.id = any ($2)
    union all
    select c.id, c.external_id from customers c
      where c.tenant_id = $1 and c.external_id = any ($3)`,
};

const findSubscriptions = {
  name: 'usage.subscriptions',
  text: `select s.id, s.customer_id from subscriptions s
    where s.tenant_id = $1 and s.id = any ($2)`,
};

/** The customers and subscriptions that events name, in one round trip: law 4 of `UsageStore`. */
export const subjectsOf = async (
  { client, tenantId }: Transaction,
  { customerIds, externalIds, subscriptionIds }: NamedSubjects,
): Promise<KnownSubjects> => {
  const customers = client.query<{ readonly id: string; readonly external_id: string | null }>({
    ...findCustomers,
    values: [tenantId, customerIds.map(uuidOf), externalIds],
  });
  const subscriptions =
    subscriptionIds.length === 0
      ? Promise.resolve({ rows: [] })
      : client.query<{ readonly id: string; readonly customer_id: string }>({
          ...findSubscriptions,
          values: [tenantId, subscriptionIds.map(uuidOf)],
        });
  await awaitPipelined(customers, subscriptions);
  const rows = (await customers).rows.map(({ id, external_id: externalId }) => ({
    id: idFromUuid('cus', id),
    externalId,
  }));
  return {
    customers: new Set(rows.map(({ id }) => id)),
    byExternalId: new Map(
      rows.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]])),
    ),
    subscriptions: new Map(
      (await subscriptions).rows.map(({ id, customer_id: customerId }) => [
        idFromUuid('sub', id),
        idFromUuid('cus', customerId),
      ]),
    ),
  };
};
