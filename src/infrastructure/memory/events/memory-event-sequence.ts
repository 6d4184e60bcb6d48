import type {
  EventSequenceQueries,
  SequencePart,
  SequencePlace,
  WantedEvents,
} from '#application/events/queries.ts';
import { placesMax } from '#application/events/queries.ts';
import type { RecordedEntry } from '#infrastructure/memory/events/recorded-entry.ts';
import { toEvent } from '#infrastructure/memory/events/recorded-entry.ts';

interface Reader {
  readonly chain: () => { readonly entries: readonly RecordedEntry[] };
}

export class MemoryEventSequenceQueries implements EventSequenceQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async after(
    place: SequencePlace | null,
    { types, limit }: WantedEvents,
  ): Promise<SequencePart | undefined> {
    const events = this.#reader.chain().entries.map(toEvent);
    const from = place?.sequence ?? 0;
    if (place !== null && events[from - 1]?.id !== place.id) return undefined;
    const looked = events.slice(from, from + placesMax);
    const wanted = looked.filter(({ type }) => types.includes(type));
    const last = wanted.length > limit ? wanted[limit - 1] : looked.at(-1);
    const through = last === undefined ? place : { sequence: last.sequence, id: last.id };
    return {
      events: wanted.slice(0, limit),
      through,
      hasMore: (through?.sequence ?? 0) < events.length,
    };
  }

  async end(): Promise<SequencePlace | null> {
    const last = this.#reader.chain().entries.at(-1);
    return last === undefined ? null : { sequence: last.sequence, id: toEvent(last).id };
  }
}

/** The event sequence, which is the audit chain. */
export const eventSequence = {
  queries: (reader: Reader) => new MemoryEventSequenceQueries(reader),
};
