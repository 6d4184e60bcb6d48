/**
 * Reads one thing for several who ask for it at the same time. Nobody is given what a read found
 * that began before they asked: while one is at work, whoever asks waits for the next, and all of
 * them share that. So an answer is as new as that of a read of one's own.
 */
export class SharedReads<Result> {
  readonly #lanes = new Map<string, Lane<Result>>();

  /** @param read finds the thing that the key names, whoever asks */
  ask(key: string, read: () => Promise<Result>): Promise<Result> {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return this.#begin(key, read);
    lane.next ??= lane.atWork.then(
      () => this.#begin(key, read),
      () => this.#begin(key, read),
    );
    return lane.next;
  }

  #begin(key: string, read: () => Promise<Result>): Promise<Result> {
    const atWork = read();
    const lane: Lane<Result> = { atWork, next: undefined };
    this.#lanes.set(key, lane);
    const end = (): void => {
      if (lane.next === undefined) this.#lanes.delete(key);
    };
    atWork.then(end, end);
    return atWork;
  }
}

interface Lane<Result> {
  readonly atWork: Promise<Result>;
  /** The read that begins when the one at work has ended. */
  next: Promise<Result> | undefined;
}
