import type { EventReads, SequencePart, SequencePlace } from '#application/events/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import { cursorOf, invalidCursor, limitOf, textOfCursor } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { publicEventTypes } from '#domain/event-types.ts';
import { EventCursorLost } from '#domain/events/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { parseId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadAccess<EventReads>;
}

export interface ReadEventsInput {
  /**
   * A cursor that an earlier call gave, or `latest`: nothing of what was, and the cursor of the end
   * as it stands. From the first event on where it is left out.
   */
  readonly after?: string | undefined;
  /** Only events of these types; of all that are public where it is left out. */
  readonly types?: readonly string[] | undefined;
  /** 1–100, 20 by default. */
  readonly limit?: number | undefined;
}

/** Events in the order of the sequence, oldest first. */
export interface EventPage {
  readonly data: readonly SequencedEvent[];
  /** Whether the next call is worth making at once. A page may be empty and yet say so. */
  readonly hasMore: boolean;
  /** Where to read on, now or later: behind all that this call looked at. */
  readonly nextCursor: string;
}

/** Before the first event. */
const beginning = '0';
const latest = 'latest';

/**
 * Reads the tenant's events in the order in which they were committed. Whoever reads on from each
 * cursor misses none and meets none twice, while any number of writers are at work.
 */
export class ReadEvents implements UseCase<ReadEventsInput, EventPage> {
  readonly permission = 'events:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue} for a bad limit or cursor, or a type that there is not.
   * @throws {EventCursorLost}
   */
  async execute(
    context: RequestContext,
    { after, types, limit }: ReadEventsInput = {},
  ): Promise<EventPage> {
    const { reads } = this.#dependencies;
    const wanted = { types: parseTypes(types), limit: limitOf(limit) };
    const part = await reads.read(context, async ({ eventSequence }) =>
      after === latest
        ? endOf(await eventSequence.end())
        : eventSequence.after(placeOf(after), wanted),
    );
    if (part === undefined) throw new EventCursorLost();
    const { events, through, hasMore } = part;
    return { data: events, hasMore, nextCursor: cursorOf(textOf(through)) };
  }
}

const endOf = (through: SequencePlace | null): SequencePart => ({
  events: [],
  through,
  hasMore: false,
});

const parseTypes = (given: readonly string[] | undefined): readonly string[] => {
  const known: readonly string[] = publicEventTypes;
  const unknown = given?.find((type) => !known.includes(type));
  if (unknown === undefined) return given ?? known;
  throw InvalidValue.because(
    'invalid_event_type',
    `Each type must be one of ${known.join(', ')}.`,
    '/types',
  );
};

const textOf = (place: SequencePlace | null): string =>
  place === null ? beginning : `${place.sequence} ${place.id}`;

const placeOf = (cursor: string | undefined): SequencePlace | null => {
  if (cursor === undefined) return null;
  const text = textOfCursor(cursor);
  if (text === beginning) return null;
  const [, digits, id] = /^([1-9]\d{0,14}) (\S+)$/.exec(text ?? '') ?? [];
  if (digits === undefined || id === undefined) throw invalidCursor('/after');
  try {
    return { sequence: Number(digits), id: parseId('evt', id) };
  } catch {
    throw invalidCursor('/after');
  }
};
