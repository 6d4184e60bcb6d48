import type { EventPositions, HeldPosition, SetAsideSubject } from '#application/events/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { EventSubscriber, SequencedEvent } from '#application/shared/event-subscribers.ts';

interface Dependencies {
  readonly positions: EventPositions;
  /** Called with each try that failed. */
  readonly failed: (error: unknown, subscriber: string) => void;
}

/** The result of a delivery to one subscriber in one tenant. */
export interface Delivery {
  /** There was no new event and no subject to try again, and nobody else held the position. */
  readonly isIdle: boolean;
  /** More is to be delivered right now. */
  readonly hasMore: boolean;
}

const batchMax = 200;
const dueSubjectsMax = 20;
const triesMax = 10;
const retrySecondsMax = 600;

/**
 * Delivers the events of a tenant to one subscriber: what is due again, then the next batch of what
 * is new. A subject that fails is set aside with all its later events, and holds up no other.
 */
export class DeliverEvents {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, subscriber: EventSubscriber): Promise<Delivery> {
    const { positions } = this.#dependencies;
    let delivery: Delivery = { isIdle: false, hasMore: false };
    await positions.hold(context.tenantId, subscriber.subscriber, async (position) => {
      const work = { context, subscriber, position };
      const due = await position.due(dueSubjectsMax);
      for (const subject of due) await this.#retry(work, subject);
      const { isBehind } = position;
      const hasMore = isBehind && (await this.#deliverNew(work));
      delivery = { isIdle: due.length === 0 && !isBehind, hasMore };
    });
    return delivery;
  }

  /** Gives whether there is more. */
  async #deliverNew(work: Work): Promise<boolean> {
    const { position } = work;
    const types = await typesWanted(work);
    const { events, through, hasMore } = await position.newEvents(types, batchMax);
    if (events.length > 0 && !(await this.#isHandled(work, events))) {
      for (const ofSubject of Map.groupBy(events, ({ subjectId }) => subjectId).values()) {
        await this.#deliverOneByOne(work, ofSubject);
      }
    }
    await position.advance(through);
    return hasMore;
  }

  async #isHandled(work: Work, events: readonly SequencedEvent[]): Promise<boolean> {
    try {
      await handle(work, events);
      return true;
    } catch (error) {
      this.#tell(error, work);
      return false;
    }
  }

  /** Finds the event that fails: the subject waits from there on. */
  async #deliverOneByOne(work: Work, events: readonly SequencedEvent[]): Promise<void> {
    for (const event of events) {
      try {
        await handle(work, [event]);
      } catch (error) {
        await this.#setAside(work, { ...event, tries: 1 }, error);
        return;
      }
    }
  }

  async #retry(work: Work, subject: SetAsideSubject): Promise<void> {
    const { position, subscriber } = work;
    const { subjectId } = subject;
    let from = subject.sequence;
    try {
      for (;;) {
        const options = { types: subscriber.eventTypes, from, limit: batchMax };
        const events = await position.eventsOf(subjectId, options);
        if (events.length === 0) break;
        for (const event of events) {
          await handle(work, [event]);
          from = event.sequence + 1;
        }
      }
    } catch (error) {
      const tries = from === subject.sequence ? subject.tries + 1 : 1;
      await this.#setAside(work, { subjectId, sequence: from, tries }, error);
      return;
    }
    await position.takeBack(subjectId);
  }

  async #setAside(work: Work, subject: SetAsideSubject, error: unknown): Promise<void> {
    this.#tell(error, work);
    const { subjectId, sequence, tries } = subject;
    await work.position.setAside({
      subjectId,
      sequence,
      tries,
      error: error instanceof Error ? error.message : String(error),
      retryAfterSeconds:
        tries >= triesMax ? null : Math.min(retrySecondsMax, 2 ** Math.max(0, tries - 1)),
    });
  }

  // Where the storage is away the subject is not to blame: the whole delivery is repeated later.
  #tell(error: unknown, { subscriber }: Work): void {
    if (error instanceof Unavailable) throw error;
    this.#dependencies.failed(error, subscriber.subscriber);
  }
}

interface Work {
  readonly context: RequestContext;
  readonly subscriber: EventSubscriber;
  readonly position: HeldPosition;
}

// Asked after the position was taken: an endpoint from before an event is never overlooked.
const typesWanted = ({
  context,
  subscriber,
}: Work): Promise<readonly string[]> | readonly string[] =>
  subscriber.typesWanted?.(context) ?? subscriber.eventTypes;

const handle = ({ context, subscriber }: Work, events: readonly SequencedEvent[]): Promise<void> =>
  subscriber.useCase.execute(context, { events });
