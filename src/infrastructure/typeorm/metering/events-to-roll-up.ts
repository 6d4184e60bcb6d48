import type { UsageToRollUpNext } from '#application/metering/usage-tallies.ts';
import type { UsageToRollUp } from '#domain/metering/rollup.ts';
import { startOfRollUp } from '#domain/metering/rollup.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { hourKey, inForce } from '#infrastructure/typeorm/metering/hours-to-recount.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const lines = (column: string): string => `string_agg(${column}, e'\\n')`;

// A row with a text for each column: the driver takes longer for a row than all else for its event.
const findEvents = {
  name: 'usage_events.to-roll-up',
  text: `select ${lines('e.source')} as sources, ${lines('e.event_id')} as ids,
      ${lines('e.event_type')} as types,
      ${lines(`round(date_part('epoch', e.occurred_at) * 1000)::bigint::text`)} as times,
      ${lines('e.customer_id::text')} as customers,
      ${lines(`coalesce(e.subscription_id::text, '')`)} as subscriptions,
      ${lines('e.data::text')} as data
    from usage_events e
    where e.tenant_id = $1 and e.position > $2 and e.position <= $5 and ${inForce('e')}
      and e.event_type = any ($4)`,
};

// So few at a time that nobody waits long for their turn in this process.
const eventsMax = 2000;

/** The events of some positions, as `UsageRollUps.events` gives them. */
export async function* eventsToRollUp(
  { client, tenantId }: Transaction,
  { countings, after, through, recounted }: UsageToRollUpNext,
): AsyncIterable<readonly UsageToRollUp[]> {
  const types = [...new Set(countings.map(({ eventType }) => eventType))];
  const stale = new Set(recounted.hours.map(hourKey));
  const customers = new Map<string, CustomerId>();
  for (let from = after; from < through; from += BigInt(eventsMax)) {
    const end = from + BigInt(eventsMax);
    const to = end < through ? end : through;
    const values = [tenantId, String(from), String(through), types, String(to)];
    const { rows } = await client.query<Page | NoPage>({ ...findEvents, values });
    const [page] = rows;
    const events = page === undefined || page.ids === null ? [] : eventsIn(page, customers);
    yield stale.size === 0 ? events : events.filter((event) => !stale.has(hourKey(inHour(event))));
  }
}

/** The columns of some events, with a line for each. */
interface Page {
  readonly sources: string;
  readonly ids: string;
  readonly types: string;
  /** Milliseconds since 1970. */
  readonly times: string;
  readonly customers: string;
  readonly subscriptions: string;
  readonly data: string;
}

interface NoPage {
  readonly ids: null;
}

const eventsIn = (page: Page, customers: Map<string, CustomerId>): readonly UsageToRollUp[] => {
  const split = (column: keyof Page): readonly string[] => page[column].split('\n');
  const [sources, types, times] = [split('sources'), split('types'), split('times')];
  const [uuids, subscriptions] = [split('customers'), split('subscriptions')];
  // JSON has no line ends but those between the events.
  const data = JSON.parse(`[${page.data.replaceAll('\n', ',')}]`) as UsageToRollUp['data'][];
  return split('ids').map((id, index): UsageToRollUp => {
    const uuid = uuids[index] ?? '';
    const customerId = customers.get(uuid) ?? idFromUuid('cus', uuid);
    customers.set(uuid, customerId);
    const subscription = subscriptions[index] ?? '';
    return {
      id,
      source: sources[index] ?? '',
      type: types[index] ?? '',
      at: instantOf(Number(times[index])),
      customerId,
      subscriptionId: subscription === '' ? null : idFromUuid('sub', subscription),
      data: data[index] ?? {},
    };
  });
};

const inHour = (event: UsageToRollUp) => ({ ...event, startsAt: startOfRollUp(event.at, 1) });
