import type {
  EventSequenceQueries,
  SequencePart,
  SequencePlace,
  WantedEvents,
} from '#application/events/queries.ts';
import { placesMax } from '#application/events/queries.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { EventRow } from '#infrastructure/typeorm/events/event-row.ts';
import { eventColumns, toEvent } from '#infrastructure/typeorm/events/event-row.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

// An entry is numbered and committed under the lock of the chain's head: where one can be seen, all
// before it can. One statement has one snapshot, so the head fits the entries. The place itself
// comes along, to be recognised, and the last place that is looked at, to go on from.
const after = tenantScoped(
  `select ${eventColumns}, c.sequence::float8 as head
    from audit_chains c join audit_entries a on a.tenant_id = scope.tenant_id
    where c.tenant_id = scope.tenant_id
      and a.sequence >= $2::bigint and a.sequence <= $2::bigint + ${placesMax}
      and (a.action = any ($3) or a.sequence = $2::bigint
        or a.sequence = least(c.sequence, $2::bigint + ${placesMax}))
    order by a.sequence limit $4`,
  'event_sequence.after',
);

const end = tenantScoped(
  `select a.id, a.sequence::float8 as sequence from audit_chains c
    join audit_entries a on a.tenant_id = scope.tenant_id and a.sequence = c.sequence
    where c.tenant_id = scope.tenant_id`,
  'event_sequence.end',
);

interface PlacedRow extends EventRow {
  readonly head: number;
}

export class TypeOrmEventSequenceQueries implements EventSequenceQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async after(
    place: SequencePlace | null,
    { types, limit }: WantedEvents,
  ): Promise<SequencePart | undefined> {
    // Beside what is wanted: the place itself, and one more, which tells that there is more.
    const values = [place?.sequence ?? 0, types, limit + 2];
    const found = await this.#reader.rows<PlacedRow>(after, values);
    const rows = place === null ? found : found.slice(1);
    if (place !== null && !stands(found[0], place)) return undefined;
    const wanted = rows.filter(({ action }) => types.includes(action));
    const last = (wanted.length > limit ? wanted[limit - 1] : rows.at(-1)) ?? found[0];
    return {
      events: wanted.slice(0, limit).map(toEvent),
      through: last === undefined ? null : placeOf(last),
      hasMore: last !== undefined && last.sequence < last.head,
    };
  }

  async end(): Promise<SequencePlace | null> {
    const [row] = await this.#reader.rows<Pick<EventRow, 'id' | 'sequence'>>(end, []);
    return row === undefined ? null : placeOf(row);
  }
}

const placeOf = ({ id, sequence }: Pick<EventRow, 'id' | 'sequence'>): SequencePlace => ({
  sequence,
  id: idFromUuid('evt', id),
});

const stands = (row: EventRow | undefined, { sequence, id }: SequencePlace): boolean =>
  row !== undefined && row.sequence === sequence && idFromUuid('evt', row.id) === id;

/** The event sequence, which is the audit chain. */
export const eventSequence = {
  queries: (reader: TenantReader) => new TypeOrmEventSequenceQueries(reader),
};
