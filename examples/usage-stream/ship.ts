import { setTimeout as delay } from 'node:timers/promises';

/** A message of a stream, and where the stream goes on behind it. */
export interface Message {
  readonly text: string;
  /** An offset of a Kafka partition, a byte of a file: whatever the stream can begin at again. */
  readonly next: number;
}

/** An event as `POST /v1/usage-events` takes it. */
export interface UsageEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly customerExternalId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The outcome of an event, as the service tells it. */
export interface Outcome {
  readonly id: string | null;
  readonly outcome: 'accepted' | 'duplicate' | 'refused';
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
}

export interface Answer {
  readonly status: number;
  /** One for each event, in their order, where the status is 200. */
  readonly results: readonly Outcome[];
  /** Seconds to wait, where the service says so. */
  readonly retryAfter?: number | undefined;
}

export interface Shipment {
  /** Makes the event of a message; none where it has none. Its id is the same each time. */
  readonly toEvent: (message: Message) => UsageEvent | undefined;
  /** Sends up to 1,000 events. It throws where there is no answer. */
  readonly send: (events: readonly UsageEvent[]) => Promise<Answer>;
  /** Keeps an event that the service refuses for good: somebody must look at it. */
  readonly setAside: (event: UsageEvent, outcome: Outcome) => Promise<void>;
  /** Remembers that all before this place is stored. */
  readonly commit: (next: number) => Promise<void>;
  readonly batch?: number;
  readonly pauseMilliseconds?: number;
}

/**
 * Sends what a stream brings, and remembers a place of it only when all before is stored. Where it
 * is stopped it sends some again, which count once, by their ids. The stream is read no faster than
 * the service stores.
 */
export const ship = async (stream: AsyncIterable<Message>, shipment: Shipment): Promise<void> => {
  const { toEvent, commit, batch = 500 } = shipment;
  let events: UsageEvent[] = [];
  let next: number | undefined;
  const flush = async (): Promise<void> => {
    if (next === undefined) return;
    if (events.length > 0) await store(events, shipment);
    await commit(next);
    [events, next] = [[], undefined];
  };
  for await (const message of stream) {
    const event = toEvent(message);
    if (event !== undefined) events.push(event);
    next = message.next;
    if (events.length >= batch) await flush();
  }
  await flush();
};

// 408, 429 and faults of the service end by themselves; any other refusal does not.
const isWorthRetrying = (status: number): boolean =>
  status === 408 || status === 429 || status >= 500;

const store = async (
  events: readonly UsageEvent[],
  { send, setAside, pauseMilliseconds = 1000 }: Shipment,
): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send(events).catch((): Answer => ({ status: 503, results: [] }));
    if (answer.status === 200) {
      for (const [index, outcome] of answer.results.entries()) {
        const event = events[index];
        if (outcome.outcome === 'refused' && event !== undefined) await setAside(event, outcome);
      }
      return;
    }
    if (!isWorthRetrying(answer.status)) {
      throw new Error(`The service answers ${answer.status}: is the address right, and the key?`);
    }
    const grown = pauseMilliseconds * 2 ** Math.min(attempt, 5);
    await delay(Math.max(grown, (answer.retryAfter ?? 0) * 1000));
  }
};
