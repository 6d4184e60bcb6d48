import type {
  SelectedSubscription,
  SubscriptionRepository,
} from '#application/subscriptions/ports.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The version in the row is that of the last write; where there are several segments, it may have
// moved since. Those have an index of their own.
const agreedTo = {
  name: 'subscriptions.agreed-to',
  text: `select s.id, s.version, s.customer_id as "customerId" from subscriptions s
    where s.tenant_id = $1
      and (s.ends_at is null or (s.ends_at > $5 and s.ends_at > s.starts_at))
      and ((s.segments -> 1 is null and s.plan_id = $2 and s.plan_version_id = any ($3))
        or (s.segments -> 1 is not null and (
          select a.segment ->> 'planVersionId'
          from jsonb_array_elements(s.segments) with ordinality as a (segment, place)
          where (a.segment ->> 'at')::bigint <= $6::bigint or a.place = 1
          order by a.place desc limit 1
        ) = any ($4)))
    order by s.id`,
};

const selected = {
  name: 'subscriptions.selected',
  text: `select s.id, s.version, s.customer_id as "customerId" from subscriptions s
    where s.tenant_id = $1 and s.id = any ($2) order by s.id`,
};

interface SelectedRow {
  readonly id: string;
  readonly version: number;
  readonly customerId: string;
}

const toSelected = ({ id, version, customerId }: SelectedRow): SelectedSubscription => ({
  id: idFromUuid('sub', id),
  version,
  customerId: idFromUuid('cus', customerId),
});

/** Subscriptions that are to be changed together. */
export const selections = ({
  client,
  tenantId,
}: Transaction): Pick<SubscriptionRepository, 'agreedTo' | 'selected'> => ({
  agreedTo: async (planId, versionIds, at) => {
    if (versionIds.length === 0) return [];
    const ids = versionIds.map(uuidOf);
    const values = [tenantId, uuidOf(planId), ids, versionIds, formatInstant(at), at];
    const { rows } = await client.query<SelectedRow>({ ...agreedTo, values });
    return rows.map(toSelected);
  },
  selected: async (subscriptionIds) => {
    const values = [tenantId, subscriptionIds.map(uuidOf)];
    const { rows } = await client.query<SelectedRow>({ ...selected, values });
    return rows.map(toSelected);
  },
});
