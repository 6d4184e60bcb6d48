import type {
  DeadSubject,
  EventPositions,
  HeldPosition,
  Replay,
  SetAsideSubject,
  SettingAside,
  SubscriberState,
} from '#application/events/ports.ts';
import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { RecordedEntry } from '#infrastructure/memory/events/recorded-entry.ts';
import { toEvent } from '#infrastructure/memory/events/recorded-entry.ts';

/** The sequences of all tenants, and which of them may have news. */
interface Sequences {
  chainOf(tenantId: TenantId): {
    readonly entries: readonly RecordedEntry[];
    readonly head: { readonly sequence: number };
  };
  readonly tenantsWithNews: Set<TenantId>;
}

interface Failure extends SetAsideSubject {
  readonly error: string;
  readonly failedAt: number;
  /** Milliseconds since 1970; null where nobody tries again. */
  readonly retryAt: number | null;
}

interface Place {
  readonly tenantId: TenantId;
  readonly subscriber: string;
  sequence: number;
  failures: Map<string, Failure>;
  isHeld: boolean;
}

/** Positions in memory: they live as long as the process. */
export class MemoryEventPositions implements EventPositions {
  readonly #store: Sequences;
  readonly #now: () => number;
  readonly #places = new Map<string, Place>();

  /** @param now milliseconds since 1970 */
  constructor(store: Sequences, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  async hold(
    tenantId: TenantId,
    subscriber: string,
    work: (position: HeldPosition) => Promise<void>,
  ): Promise<boolean> {
    const place = this.#placeOf(tenantId, subscriber);
    if (place.isHeld) return false;
    place.isHeld = true;
    const draft = { ...place, failures: new Map(place.failures) };
    try {
      await work(new HeldMemoryPosition(this.#store, draft, this.#now));
      place.sequence = draft.sequence;
      place.failures = draft.failures;
      return true;
    } finally {
      place.isHeld = false;
    }
  }

  async tenantsToServe(limit: number, after: TenantId | null): Promise<readonly TenantId[]> {
    const now = this.#now();
    const retried = this.#failures(null)
      .filter(({ failure }) => isDue(failure, now))
      .map(({ place }) => place.tenantId);
    return [...new Set([...this.#store.tenantsWithNews, ...retried])]
      .filter((tenantId) => after === null || tenantId > after)
      .toSorted()
      .slice(0, limit);
  }

  async settle(tenantId: TenantId, subscribers: readonly string[]): Promise<void> {
    const end = this.#store.chainOf(tenantId).head.sequence;
    const isRead = subscribers.every((each) => this.#placeOf(tenantId, each).sequence >= end);
    if (isRead) this.#store.tenantsWithNews.delete(tenantId);
  }

  async states(subscribers: readonly string[]): Promise<readonly SubscriberState[]> {
    return subscribers.map((subscriber) => {
      const unread = [...this.#store.tenantsWithNews].map((tenantId) => {
        const { sequence } = this.#placeOf(tenantId, subscriber);
        return this.#store.chainOf(tenantId).entries.slice(sequence);
      });
      const oldest = Math.min(this.#now(), ...unread.flatMap(([entry]) => entry?.createdAt ?? []));
      const failures = this.#failures(subscriber).map(({ failure }) => failure);
      return {
        subscriber,
        waiting: unread.reduce((sum, { length }) => sum + length, 0),
        setAside: failures.filter(({ retryAt }) => retryAt !== null).length,
        dead: failures.filter(({ retryAt }) => retryAt === null).length,
        lagSeconds: (this.#now() - oldest) / 1000,
      };
    });
  }

  async deadSubjects(subscriber: string | null, limit: number): Promise<readonly DeadSubject[]> {
    return this.#failures(subscriber)
      .filter(({ failure }) => failure.retryAt === null)
      .slice(0, limit)
      .map(({ place, failure: { subjectId, sequence, error, failedAt } }) => ({
        tenantId: place.tenantId,
        subscriber: place.subscriber,
        subjectId,
        sequence,
        error,
        failedAt: new Date(failedAt).toISOString(),
      }));
  }

  async replay({ subscriber, subjects }: Replay): Promise<number> {
    const dead = this.#failures(subscriber).filter(
      ({ failure: { retryAt, subjectId } }) =>
        retryAt === null && (subjects === 'all' || subjects.includes(subjectId)),
    );
    for (const { place, failure } of dead) {
      place.failures.set(failure.subjectId, { ...failure, tries: 0, retryAt: this.#now() });
    }
    return dead.length;
  }

  #failures(subscriber: string | null) {
    return [...this.#places.values()]
      .filter((place) => subscriber === null || place.subscriber === subscriber)
      .flatMap((place) => [...place.failures.values()].map((failure) => ({ place, failure })));
  }

  #placeOf(tenantId: TenantId, subscriber: string): Place {
    const key = `${tenantId}/${subscriber}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = { tenantId, subscriber, sequence: 0, failures: new Map(), isHeld: false };
    this.#places.set(key, place);
    return place;
  }
}

class HeldMemoryPosition implements HeldPosition {
  readonly #store: Sequences;
  readonly #place: Place;
  readonly #now: () => number;

  constructor(store: Sequences, place: Place, now: () => number) {
    this.#store = store;
    this.#place = place;
    this.#now = now;
  }

  get isBehind(): boolean {
    return this.#entries().length > this.#place.sequence;
  }

  async newEvents(types: readonly string[], limit: number) {
    const { sequence, failures } = this.#place;
    const entries = this.#entries();
    const through = Math.min(entries.length, sequence + limit);
    const events = entries
      .slice(sequence, through)
      .filter((entry) => types.includes(entry.type) && !failures.has(entry.subjectId))
      .map(toEvent);
    return { events, through, hasMore: through < entries.length };
  }

  async advance(through: number): Promise<void> {
    this.#place.sequence = through;
  }

  async setAside({ error, retryAfterSeconds, ...subject }: SettingAside): Promise<void> {
    const failedAt = this.#now();
    const retryAt = retryAfterSeconds === null ? null : failedAt + retryAfterSeconds * 1000;
    this.#place.failures.set(subject.subjectId, { ...subject, error, failedAt, retryAt });
  }

  async due(limit: number): Promise<readonly SetAsideSubject[]> {
    const now = this.#now();
    return [...this.#place.failures.values()]
      .filter((failure) => isDue(failure, now))
      .slice(0, limit);
  }

  async eventsOf(
    subjectId: string,
    { types, from, limit }: { types: readonly string[]; from: number; limit: number },
  ): Promise<readonly SequencedEvent[]> {
    return this.#entries()
      .slice(from - 1, this.#place.sequence)
      .filter(
        ({ type: action, subjectId: resourceId }) =>
          resourceId === subjectId && types.includes(action),
      )
      .slice(0, limit)
      .map(toEvent);
  }

  async takeBack(subjectId: string): Promise<void> {
    this.#place.failures.delete(subjectId);
  }

  #entries(): readonly RecordedEntry[] {
    return this.#store.chainOf(this.#place.tenantId).entries;
  }
}

const isDue = ({ retryAt }: Failure, now: number): boolean => retryAt !== null && retryAt <= now;
