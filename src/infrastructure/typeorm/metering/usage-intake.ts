import type { IntakeFacts, NamedByEvents } from '#application/metering/usage-ports.ts';
import type { CountingMeter } from '#domain/metering/admission.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';
import { linesIn, linesOf } from '#infrastructure/typeorm/connection/lines.ts';
import { usageOf } from '#infrastructure/typeorm/tenants/tenant.table.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Where all customers are there, as nearly always, their number says so: a row for each would be
// read for nothing. Subscriptions that refuse have an index of their own.
const findIntake = {
  name: 'usage.intake',
  text: `select t.usage,
      (select json_agg(json_build_object('id', m.id, 'code', m.code, 'eventType', m.event_type,
          'filters', m.filters, 'aggregation', m.aggregation, 'property', m.property,
          'groupBy', m.group_by, 'isCarriedOver', m.is_carried_over, 'removal', m.removal))
        from meters m
        where m.tenant_id = $1 and m.archived_at is null and m.event_type = any ($2)) as meters,
      (select count(*)::integer from customers c
        where c.tenant_id = $1 and c.id = any (${linesIn('$3')}::uuid[])) as customers,
      exists (select from subscriptions s
        where s.tenant_id = $1 and s.policy ->> 'lateUsage' = 'refuse') as "refusesLate"
    from tenants t where t.id = $1`,
};

const findCustomers = {
  name: 'usage.customers',
  text: `select c.id from customers c
    where c.tenant_id = $1 and c.id = any (${linesIn('$2')}::uuid[])`,
};

const findExternal = {
  name: 'usage.external-customers',
  text: `select c.id, c.external_id from customers c
    where c.tenant_id = $1 and c.external_id = any ($2)`,
};

const findSubscriptions = {
  name: 'usage.subscriptions',
  text: `select s.id, s.customer_id from subscriptions s
    where s.tenant_id = $1 and s.id = any ($2)`,
};

interface IntakeRow {
  readonly usage: Partial<UsageSettings>;
  readonly meters: readonly (CountingMeter & { readonly id: string })[] | null;
  readonly customers: number;
  readonly refusesLate: boolean;
}

/** Law 4 of `UsageStore`: in one statement where events name no other customers than by our ids. */
export const intakeOf = async (
  transaction: Transaction,
  { types, customerIds, externalIds, subscriptionIds }: NamedByEvents,
): Promise<IntakeFacts | undefined> => {
  const { client, tenantId } = transaction;
  const values = [tenantId, types, linesOf(customerIds, uuidOf)];
  const asked = client.query<IntakeRow>({ ...findIntake, values });
  const byExternalId = externalOf(transaction, externalIds);
  const subscriptions = subscriptionsOf(transaction, subscriptionIds);
  await awaitPipelined(asked, byExternalId, subscriptions);
  const [found] = (await asked).rows;
  if (found === undefined) return undefined;
  const isAll = found.customers === customerIds.length;
  return {
    settings: usageOf(found.usage),
    meters: (found.meters ?? []).map((meter) => ({ ...meter, id: idFromUuid('mtr', meter.id) })),
    refusesLate: found.refusesLate,
    subjects: {
      customers: isAll ? new Set(customerIds) : await customersOf(transaction, customerIds),
      byExternalId: await byExternalId,
      subscriptions: await subscriptions,
    },
  };
};

const customersOf = async (
  { client, tenantId }: Transaction,
  ids: readonly CustomerId[],
): Promise<ReadonlySet<CustomerId>> => {
  const values = [tenantId, linesOf(ids, uuidOf)];
  const { rows } = await client.query<{ readonly id: string }>({ ...findCustomers, values });
  return new Set(rows.map(({ id }) => idFromUuid('cus', id)));
};

const externalOf = async (
  { client, tenantId }: Transaction,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerId>> => {
  if (externalIds.length === 0) return new Map();
  const { rows } = await client.query<{ readonly id: string; readonly external_id: string }>({
    ...findExternal,
    values: [tenantId, externalIds],
  });
  return new Map(rows.map((row) => [row.external_id, idFromUuid('cus', row.id)]));
};

const subscriptionsOf = async (
  { client, tenantId }: Transaction,
  ids: readonly SubscriptionId[],
): Promise<ReadonlyMap<SubscriptionId, CustomerId>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ readonly id: string; readonly customer_id: string }>({
    ...findSubscriptions,
    values: [tenantId, ids.map(uuidOf)],
  });
  return new Map(
    rows.map((row) => [idFromUuid('sub', row.id), idFromUuid('cus', row.customer_id)]),
  );
};
