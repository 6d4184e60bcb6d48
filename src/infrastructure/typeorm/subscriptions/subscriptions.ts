import type { SubscriptionRepository } from '#application/subscriptions/ports.ts';
import type {
  SubscriptionFilter,
  SubscriptionQueries,
} from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import { ofSubscription } from '#domain/charging/charge.ts';
import { orUndefined } from '#domain/shared/check.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { lowestUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { SubscriptionExternalIdTaken } from '#domain/subscriptions/errors.ts';
import { subscriptionAt } from '#domain/subscriptions/subscription.ts';
import {
  findRow,
  selectedColumns,
  storeRow,
} from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { ChargeRow } from '#infrastructure/typeorm/charging/charge-row.ts';
import { chargeColumns, toCharge } from '#infrastructure/typeorm/charging/charge-row.ts';
import { beginningStatement } from '#infrastructure/typeorm/reads/beginning-statement.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import {
  equal,
  equalToFew,
  listStatement,
  madeWithin,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';
import type { SubscriptionRow } from '#infrastructure/typeorm/subscriptions/subscription.table.ts';
import {
  subscriptionTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/subscriptions/subscription.table.ts';
import {
  postgresSubscriptionChanges,
  subscriptionChangesRead,
} from '#infrastructure/typeorm/subscriptions/subscription-changes.ts';
import { postgresSubscriptionCursors } from '#infrastructure/typeorm/subscriptions/subscription-cursors.ts';
import { selections } from '#infrastructure/typeorm/subscriptions/subscription-selections.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const columns = selectedColumns(table);

interface TrackedRow extends SubscriptionRow {
  readonly settledThrough: Date | null;
  readonly nextDueAt: Date | null;
  readonly noticedThrough: Date | null;
}

const ofCustomers = {
  name: 'subscriptions.of-customers',
  text: `select ${columns}, k.settled_through as "settledThrough", k.next_due_at as "nextDueAt",
      k.noticed_through as "noticedThrough"
    from subscription_cursors k
    join subscriptions on subscriptions.tenant_id = $1 and subscriptions.id = k.subscription_id
    where k.tenant_id = $1 and k.customer_id = any ($2) and k.next_due_at is not null
    order by k.customer_id, subscriptions.id`,
};

const byExternalId = {
  name: 'subscriptions.by-external-id',
  text: 'select 1 from subscriptions where tenant_id = $1 and external_id = $2',
};

const tried = {
  name: 'subscriptions.tried',
  text: `select 1 from subscriptions s
    cross join lateral jsonb_array_elements_text(s.trial_plan_ids) as t (plan_id)
    join plans tried on tried.tenant_id = $1 and tried.id = t.plan_id::uuid
    join plans asked on asked.tenant_id = $1 and asked.id = $3
      and asked.product_id = tried.product_id
    where s.tenant_id = $1 and s.customer_id = $2
      and (s.ends_at is null or s.ends_at > s.starts_at)
    limit 1`,
};

const refusals = { subscriptions_external_id_key: SubscriptionExternalIdTaken };

const typeOrmSubscriptions = (transaction: Transaction): SubscriptionRepository => {
  const { client, tenantId, events } = transaction;
  return {
    find: async (subscriptionId, at) => {
      const row = await findRow(transaction, table, uuidOf(subscriptionId));
      return row && subscriptionAt(toFacts(row), at);
    },
    save: async (subscription) => {
      const { facts } = subscription;
      const stored = { ...facts, version: facts.version + 1 };
      await mapConstraintErrors(refusals, storeRow(transaction, table, toRow(stored, tenantId)));
      events.record(subscription);
      return subscriptionAt(stored, facts.updatedAt);
    },
    ofCustomers: async (customerIds) => {
      const values = [tenantId, customerIds.map(uuidOf)];
      const { rows } = await client.query<TrackedRow>({ ...ofCustomers, values });
      return rows.map(({ settledThrough, nextDueAt, noticedThrough, ...row }) => ({
        facts: toFacts(row),
        cursor: {
          settledThrough: settledThrough && instantOf(settledThrough.getTime()),
          nextDueAt: nextDueAt && instantOf(nextDueAt.getTime()),
          noticedThrough: noticedThrough && instantOf(noticedThrough.getTime()),
        },
      }));
    },
    hasExternalId: async (externalId) => {
      const { rowCount } = await client.query({ ...byExternalId, values: [tenantId, externalId] });
      return rowCount === 1;
    },
    hasTried: async (customerId, planId) => {
      const values = [tenantId, uuidOf(customerId), uuidOf(planId)];
      const { rowCount } = await client.query({ ...tried, values });
      return rowCount === 1;
    },
    ...selections(transaction),
  };
};

const findOne = tenantScoped(
  `select ${columns} from subscriptions
    where subscriptions.tenant_id = scope.tenant_id and subscriptions.id = $2`,
  'subscriptions.find',
);

const chargesBeside = (operator: '<' | '>', order: 'asc' | 'desc'): string =>
  `select ${chargeColumns}, invoices.number as "invoiceNumber" from charges c
    left join invoices on invoices.tenant_id = scope.tenant_id and invoices.id = c.invoice_id
    where c.tenant_id = scope.tenant_id and c.subscription_id = $2
      and (c.created_at, c.id) ${operator} ($3::timestamptz, $4::uuid)
    order by c.created_at ${order}, c.id ${order} limit $5`;

const chargesAfter = tenantScoped(chargesBeside('>', 'asc'), 'subscriptions.charges');

const chargesBefore = tenantScoped(
  `select nearest.* from (${chargesBeside('<', 'desc')}) nearest
    order by nearest."createdAt", nearest.id`,
  'subscriptions.charges-before',
);

type NumberedRow = ChargeRow & { readonly invoiceNumber: string | null };

const source = {
  name: 'subscriptions.list',
  columns,
  from: 'subscriptions',
  alias: 'subscriptions',
};

const named = { ...source, kind: 'sub', column: 'external_id' } as const;

const typeOrmSubscriptionQueries = (reader: TenantReader): SubscriptionQueries => ({
  find: async (subscriptionId) => {
    const now = await reader.now();
    const [row] = await reader.rows<SubscriptionRow>(findOne, [uuidOf(subscriptionId)]);
    return row && subscriptionView({ facts: toFacts(row) }, now);
  },
  list: async (filter, slice) => {
    const now = await reader.now();
    const { statement, values } = listStatement(source, conditionsOf(filter, now, reader), slice);
    const rows = await reader.rows<SubscriptionRow>(statement, values);
    return rows.map((row) => subscriptionView({ facts: toFacts(row) }, now));
  },
  search: async (text, limit) => {
    const now = await reader.now();
    const { statement, values } = beginningStatement(named, [text], limit);
    const rows = await reader.rows<SubscriptionRow>(statement, values);
    return rows.map((row) => subscriptionView({ facts: toFacts(row) }, now));
  },
  changes: subscriptionChangesRead(reader),
  charges: async (subscriptionId, { limit, after, before }) => {
    const place = before ?? after;
    const lineId = place?.lineId ?? null;
    const statement = before === undefined ? chargesAfter : chargesBefore;
    const rows = await reader.rows<NumberedRow>(statement, [
      uuidOf(subscriptionId),
      place === null ? '-infinity' : formatInstant(place.at),
      lineId === null ? lowestUuid : uuidOf(lineId),
      limit,
    ]);
    return rows.map(({ invoiceNumber, ...row }) => ({
      charge: ofSubscription(toCharge(row)),
      invoiceNumber,
    }));
  },
});

const conditionsOf = (
  filter: SubscriptionFilter,
  now: Instant,
  reader: TenantReader,
): readonly Condition[] => [
  inStatus(filter.status, formatInstant(now)),
  equal('subscriptions.customer_id', orUndefined(uuidOf)(filter.customerId)),
  ofPlan(filter.planId, now),
  equalToFew('subscriptions.external_id', filter.externalId),
  ...madeWithin(reader, 'subscriptions', filter.createdAt),
];

// The plan in the row is that of the last write; where there are several segments, it may have
// moved since. Those have an index of their own.
const ofPlan = (planId: PlanId | undefined, now: Instant): Condition => ({
  sql: (uuid, id, at) => `(
    (subscriptions.segments -> 1 is null and subscriptions.plan_id = ${uuid}::uuid)
    or (subscriptions.segments -> 1 is not null and ${id}::text = (
      select s.segment #>> '{plan,planId}'
      from jsonb_array_elements(subscriptions.segments) with ordinality as s (segment, place)
      where (s.segment ->> 'at')::bigint <= ${at}::bigint or s.place = 1
      order by s.place desc limit 1
    )))`,
  values: planId === undefined ? [undefined] : [uuidOf(planId), planId, now],
});

const inStatus = (status: SubscriptionFilter['status'], now: string): Condition => {
  const values = [now];
  switch (status) {
    case undefined:
      return { sql: () => 'true', values: [undefined] };
    case 'ended':
      return {
        sql: (at) => `(subscriptions.ends_at <= ${at}
          or subscriptions.ends_at <= subscriptions.starts_at)`,
        values,
      };
    case 'scheduled':
      return {
        sql: (at) => `subscriptions.starts_at > ${at} and (subscriptions.ends_at is null
          or subscriptions.ends_at > subscriptions.starts_at)`,
        values,
      };
    case 'trialing':
      return {
        sql: (at) => `${isRunning(at)} and ${isInTrial(at)} and not ${isPaused(at)}`,
        values,
      };
    case 'active':
      return {
        sql: (at) => `${isRunning(at)} and not ${isPaused(at)} and not ${isInTrial(at)}`,
        values,
      };
    case 'paused':
      return { sql: (at) => `${isRunning(at)} and ${isPaused(at)}`, values };
  }
};

const isRunning = (at: string): string => `subscriptions.starts_at <= ${at}
  and (subscriptions.ends_at is null or subscriptions.ends_at > ${at})`;

// Only those with a trial ahead look into their segments: the one in force says when it ends.
const isInTrial = (at: string): string => `coalesce(subscriptions.trial_ends_at > ${at} and (
    select (s.agreed -> 'trialEnd' ->> 'at')::bigint > extract(epoch from ${at}::timestamptz) * 1000
    from jsonb_array_elements(subscriptions.segments) with ordinality as s (agreed, nth)
    where (s.agreed ->> 'at')::bigint <= extract(epoch from ${at}::timestamptz) * 1000
    order by s.nth desc limit 1
  ), false)`;

// Written with the subscription: the pause in force then, or the next. There is one at a time.
const isPaused = (at: string): string =>
  `coalesce(subscriptions.pause_starts_at <= ${at}
    and (subscriptions.resumes_at is null or subscriptions.resumes_at > ${at}), false)`;

/** Subscriptions in PostgreSQL. */
export const subscriptions: Resource<SubscriptionRepository, SubscriptionQueries> = {
  table,
  repository: typeOrmSubscriptions,
  queries: typeOrmSubscriptionQueries,
};

/** How far the charges of each have been made. */
export const subscriptionCursors = { repository: postgresSubscriptionCursors };

/** The changes of each. */
export const subscriptionChanges = { repository: postgresSubscriptionChanges };
