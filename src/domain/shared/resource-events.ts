import type { DomainEvent, Recordable } from '#domain/shared/events.ts';
import type { Id } from '#domain/shared/ids.ts';
import { plainResources } from '#domain/shared/ids.ts';
import type { Encoder, JsonObject } from '#domain/shared/snapshot.ts';
import { asStored, onceStored } from '#domain/shared/snapshot.ts';
import type { Instant } from '#domain/shared/time.ts';

type Noun = (typeof plainResources)[keyof typeof plainResources];

const changes = ['created', 'updated', 'deleted'] as const;

/** The public event types of a plain resource, such as `customer.created`. */
export type ResourceEventType<Of extends Noun = Noun> = `${Of}.${(typeof changes)[number]}`;

/** The public event types of all plain resources. */
export const resourceEventTypes: readonly ResourceEventType[] = Object.values(
  plainResources,
).flatMap((noun) => changes.map((change) => `${noun}.${change}` as const));

interface ResourceFacts {
  readonly id: Id;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

interface Resource<Facts> extends Recordable {
  readonly facts: Facts;
}

/** A deleted resource: its id, its version, and the event that says so. */
export interface Deleted<OfId extends Id> extends Recordable {
  readonly id: OfId;
  readonly version: number;
}

/** The life of a plain resource: its facts and events after each change. */
export const resourceEvents = <Facts extends ResourceFacts>(
  noun: Noun,
  encoder: Encoder<Facts, JsonObject>,
) => ({
  /** The events of a new resource. */
  created: (facts: Facts): readonly DomainEvent[] => [
    {
      type: `${noun}.created`,
      subjectId: facts.id,
      occurredAt: facts.createdAt,
      before: null,
      after: encoder.encode(onceStored(facts)),
    },
  ],
  /** The changed facts and the events until then; nothing where no fact differs. */
  updated: (
    { facts, events }: Resource<Facts>,
    changed: Facts,
    now: Instant,
  ): Resource<Facts> | undefined => {
    if (encoder.isEqual(changed, facts)) return undefined;
    const updated = { ...changed, updatedAt: now };
    const event = {
      type: `${noun}.updated`,
      subjectId: facts.id,
      occurredAt: now,
      before: encoder.encode(asStored({ facts, events })),
      after: encoder.encode(onceStored(updated)),
    };
    return { facts: updated, events: [...events, event] };
  },
  deleted: ({ facts, events }: Resource<Facts>, now: Instant): Deleted<Facts['id']> => {
    const event = {
      type: `${noun}.deleted`,
      subjectId: facts.id,
      occurredAt: now,
      before: encoder.encode(asStored({ facts, events })),
      after: null,
    };
    return { id: facts.id, version: facts.version, events: [...events, event] };
  },
});
