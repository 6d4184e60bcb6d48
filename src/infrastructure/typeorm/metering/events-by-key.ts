// Statements that go from keys to events by the indexes, one by one. OFFSET keeps PostgreSQL from
// another order: with statistics of a time when a tenant had few events, it would compare each of
// its keys with each of its events, which takes minutes where there are ten thousand of both.

/**
 * SQL for a table `k` of the keys that two parameters name: sources, and ids beside them. Each has
 * the `place` at which it is named, from 1 on.
 */
export const keysNamed = (tenantId: string, sources: string, ids: string): string => `(
    select key.*, r.place from unnest(${sources}::text[], ${ids}::text[]) with ordinality
        as r (source, event_id, place)
      cross join lateral (select * from usage_keys n where n.tenant_id = ${tenantId}
        and n.source = r.source and n.event_id = r.event_id offset 0) key) k`;

/** SQL for the event of a key `k`, beside which it stands as `lateral`. */
export const eventOfKey = (tenantId: string): string => `
    select * from usage_events n where n.tenant_id = ${tenantId}
      and n.position = k.position and n.expires_on = k.expires_on offset 0`;
