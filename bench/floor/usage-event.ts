import type pg from 'pg';
import { uuidIn } from '../shared/public-ids.ts';

// One row of an event, and one of its key, by one statement. Its position is of the clock and the
// connection, which may write at one microsecond: nobody is waited for.
const insert = {
  name: 'event',
  text: `with key as (
      insert into usage_keys (tenant_id, source, event_id, position, expires_on)
      values ($1, $2, $3, (extract(epoch from clock_timestamp()) * 1000000)::bigint
        * 4096 + pg_backend_pid() % 4096, current_date + 400)
      returning position, expires_on)
    insert into usage_events (tenant_id, position, source, event_id, event_type, customer_id,
      occurred_at, is_timed, data, received_at, expires_on)
    select $1, key.position, $2, $3, $4, $5, $6, true, $7, now(), key.expires_on from key`,
};

/** Stores an event of the product's wire; false where it is none. */
export const storeEvent = async (
  pool: pg.Pool,
  tenantId: string,
  given: unknown,
): Promise<boolean> => {
  if (typeof given !== 'object' || given === null) return false;
  const event = given as Readonly<Record<string, unknown>>;
  const { id, source, type, time, customerId, data } = event;
  const customer = typeof customerId === 'string' ? uuidIn('cus', customerId) : undefined;
  const texts = [id, source, type, time];
  if (customer === undefined || !texts.every((each) => typeof each === 'string')) return false;
  const values = [tenantId, source, id, type, customer, time, JSON.stringify(data)];
  await pool.query({ ...insert, values });
  return true;
};
