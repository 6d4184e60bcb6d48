import type { SubscriptionChangeRepository } from '#application/subscriptions/ports.ts';
import type { SubscriptionQueries } from '#application/subscriptions/queries.ts';
import { subscriptionChangeView } from '#application/subscriptions/queries.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { endedAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { equal, listStatement, madeWithin } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** Those that were stored before there were trials say nothing of one. */
type StoredTerms = Pick<SubscriptionChange, 'cycle' | 'decrease' | 'charge' | 'creditAs'> &
  Partial<Pick<SubscriptionChange, 'trialDays'>> & {
    /** Absent where the version stays, and where plans had only one. */
    readonly planVersion?: number;
  };

interface ChangeRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly effectiveOn: CalendarDate;
  readonly effectiveAt: Date;
  readonly planId: string | null;
  readonly planVersionId: string | null;
  readonly terms: StoredTerms;
  readonly items: SubscriptionChange['items'];
  readonly kind: SubscriptionChange['kind'];
  readonly anchorOn: CalendarDate | null;
  readonly timeZone: SubscriptionChange['timeZone'];
  readonly createdAt: Date;
  readonly takenBackAt: Date | null;
}

const columns = `h.id, h.subscription_id as "subscriptionId", h.effective_on as "effectiveOn",
  h.effective_at as "effectiveAt", h.plan_id as "planId", h.plan_version_id as "planVersionId",
  h.terms, h.items, h.kind, h.anchor_on as "anchorOn", h.time_zone as "timeZone",
  h.created_at as "createdAt", h.taken_back_at as "takenBackAt"`;

const insert = {
  name: 'subscription_changes.insert',
  text: `insert into subscription_changes (tenant_id, id, subscription_id, effective_on,
      effective_at, plan_id, plan_version_id, terms, items, created_at, kind, anchor_on, time_zone)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
};

const scheduled = {
  name: 'subscription_changes.scheduled',
  text: `select ${columns} from subscription_changes h
    where h.tenant_id = $1 and h.subscription_id = $2 and h.effective_at > $3
      and h.taken_back_at is null
    order by h.effective_at, h.id`,
};

const takeBack = {
  name: 'subscription_changes.take-back',
  text: `update subscription_changes set taken_back_at = $3
    where tenant_id = $1 and id = any ($2) and taken_back_at is null`,
};

const find = {
  name: 'subscription_changes.find',
  text: `select ${columns} from subscription_changes h
    where h.tenant_id = $1 and h.subscription_id = $2 and h.id = $3`,
};

/** Changes of subscriptions in PostgreSQL. */
export const postgresSubscriptionChanges = ({
  client,
  tenantId,
}: Transaction): SubscriptionChangeRepository => ({
  add: async (change) => {
    const { cycle, trialDays, decrease, charge, creditAs, planVersion } = change;
    const settled = { cycle, trialDays, decrease, charge, creditAs };
    const values = [
      tenantId,
      uuidOf(change.id),
      uuidOf(change.subscriptionId),
      change.effective.on,
      formatInstant(change.effective.at),
      change.planId && uuidOf(change.planId),
      change.planVersionId && uuidOf(change.planVersionId),
      JSON.stringify({ ...settled, ...(planVersion !== null && { planVersion }) }),
      JSON.stringify(change.items),
      formatInstant(change.createdAt),
      change.kind,
      change.anchorOn,
      change.timeZone,
    ];
    await client.query({ ...insert, values });
  },
  scheduled: async (subscriptionId, after) => {
    const values = [tenantId, uuidOf(subscriptionId), formatInstant(after)];
    const { rows } = await client.query<ChangeRow>({ ...scheduled, values });
    return rows.map(toChange);
  },
  takeBack: async (changeIds, at) => {
    const values = [tenantId, changeIds.map(uuidOf), formatInstant(at)];
    const { rowCount } = await client.query({ ...takeBack, values });
    invariant(rowCount === changeIds.length, 'A change is taken back once.');
  },
  find: async (subscriptionId, changeId) => {
    const values = [tenantId, uuidOf(subscriptionId), uuidOf(changeId)];
    const { rows } = await client.query<ChangeRow>({ ...find, values });
    return rows[0] && toChange(rows[0]);
  },
});

interface ListedRow extends ChangeRow {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

const source = {
  name: 'subscription_changes.list',
  columns: `${columns}, s.starts_at as "startsAt", s.ends_at as "endsAt"`,
  from: `subscription_changes h
    join subscriptions s on s.tenant_id = scope.tenant_id and s.id = h.subscription_id`,
  alias: 'h',
};

/** Reads of the changes of subscriptions, at the tenant's business time. */
export const subscriptionChangesRead =
  (reader: TenantReader): SubscriptionQueries['changes'] =>
  async ({ subscriptionId, createdAt }, slice) => {
    const now = await reader.now();
    const conditions = [
      equal('h.subscription_id', uuidOf(subscriptionId)),
      ...madeWithin(reader, 'h', createdAt),
    ];
    const { statement, values } = listStatement(source, conditions, slice);
    const rows = await reader.rows<ListedRow>(statement, values);
    return rows.map((row) => {
      const start = { at: instantOf(row.startsAt.getTime()) };
      const end = row.endsAt && { at: instantOf(row.endsAt.getTime()) };
      return subscriptionChangeView(toChange(row), now, endedAt({ start, end }, now));
    });
  };

const toChange = (row: ChangeRow): SubscriptionChange => ({
  id: idFromUuid('chg', row.id),
  subscriptionId: idFromUuid('sub', row.subscriptionId),
  effective: { on: row.effectiveOn, at: instantOf(row.effectiveAt.getTime()) },
  planId: row.planId === null ? null : idFromUuid('plan', row.planId),
  planVersionId: row.planVersionId === null ? null : idFromUuid('ver', row.planVersionId),
  trialDays: null,
  ...row.terms,
  planVersion: row.planVersionId === null ? null : (row.terms.planVersion ?? 1),
  items: row.items,
  kind: row.kind,
  anchorOn: row.anchorOn,
  timeZone: row.timeZone,
  createdAt: instantOf(row.createdAt.getTime()),
  takenBackAt: row.takenBackAt && instantOf(row.takenBackAt.getTime()),
});
