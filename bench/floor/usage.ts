import pg from 'pg';
import { EventDraw, eventSource, eventType } from '../shared/usage-events.ts';

// The least that storing usage could be: batches of events, made up here, are written as the rows
// that the product writes, by one statement for each table. Nothing is read or judged.
//
// Its arguments are the database, how many events a batch has, and for how many seconds. It prints
// events/s.

const [url = '', count = '500', seconds = '8'] = process.argv.slice(2);
const eventsEach = Number(count);
const warmSeconds = 2;
const lanes = 4;

const advance = `insert into usage_heads as h (tenant_id, position) values ($1, $2)
  on conflict (tenant_id) do update set position = h.position + excluded.position`;
const insertKeys = `insert into usage_keys (tenant_id, source, event_id, position, expires_on)
  select $1, r.*, $5 from unnest($2::text[], $3::text[], $4::bigint[]) as r`;
const insertEvents = `insert into usage_events (tenant_id, received_at, expires_on, position,
    source, event_id, event_type, customer_id, occurred_at, data, is_timed)
  select $1, $2, $3, r.*, true from unnest($4::bigint[], $5::text[], $6::text[], $7::text[],
    $8::uuid[], $9::timestamptz[], $10::jsonb[]) as r`;

interface FloorTenant {
  readonly id: string;
  readonly customerIds: readonly string[];
  position: number;
}

const client = async (): Promise<pg.Client> => {
  const made = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig);
  await made.connect();
  return made;
};

const tenantsIn = async (asking: pg.Client): Promise<readonly FloorTenant[]> => {
  const { rows } = await asking.query<{ id: string; customers: readonly string[] }>(
    'select tenant_id as id, array_agg(id::text) as customers from customers group by tenant_id',
  );
  return rows.map(({ id, customers }) => ({ id, customerIds: customers, position: 0 }));
};

const draw = new EventDraw(Date.now().toString(36));
const expiresOn = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);

const writeBatch = async (writing: pg.Client, tenant: FloorTenant, turn: number): Promise<void> => {
  const events = Array.from({ length: eventsEach }, () => draw.next());
  const { id, customerIds, position } = tenant;
  tenant.position += eventsEach;
  const ids = events.map((event) => event.id);
  const sources = events.map(() => eventSource);
  const positions = events.map((_, index) => position + index + 1);
  const customers = events.map((_, index) => customerIds[(turn * 7 + index) % customerIds.length]);
  await Promise.all([
    writing.query('begin'),
    writing.query({ name: 'advance', text: advance, values: [id, eventsEach] }),
    writing.query({
      name: 'keys',
      text: insertKeys,
      values: [id, sources, ids, positions, expiresOn],
    }),
    writing.query({
      name: 'events',
      text: insertEvents,
      values: [
        id,
        new Date().toISOString(),
        expiresOn,
        positions,
        sources,
        ids,
        events.map(() => eventType),
        customers,
        events.map(({ time }) => time),
        events.map(({ data }) => data),
      ],
    }),
    writing.query('commit'),
  ]);
};

const clients = await Promise.all(Array.from({ length: lanes }, client));
const [first] = clients;
const tenants = first === undefined ? [] : await tenantsIn(first);
await first?.query('select prepare_usage_partition($1)', [expiresOn]);
const measuresFrom = performance.now() + warmSeconds * 1000;
const endsAt = measuresFrom + Number(seconds) * 1000;
let measured = 0;
const lane = async (writing: pg.Client, from: number): Promise<void> => {
  for (let turn = from; performance.now() < endsAt; turn += lanes) {
    const tenant = tenants[turn % tenants.length];
    if (tenant === undefined) throw new Error('There are no tenants.');
    await writeBatch(writing, tenant, turn);
    const now = performance.now();
    if (now >= measuresFrom && now < endsAt) measured += eventsEach;
  }
};
await Promise.all(clients.map(lane));
process.stdout.write(JSON.stringify({ perSecond: measured / Number(seconds) }));
await Promise.all(clients.map((each) => each.end()));
