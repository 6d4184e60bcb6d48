import type { NextTurn } from '#application/shared/next-turn.ts';

/**
 * Reads one thing for several who ask for it at the same time. Nobody is given what a read found
 * that began before they asked: a read begins in the next turn of the event loop, for all who asked
 * by then, and while it is at work, whoever asks waits for another, and all of them share that. So
 * an answer is as new as that of a read of one's own.
 */
export class SharedReads<Result> {
  readonly #nextTurn: NextTurn;
  readonly #lanes = new Map<string, Lane<Result>>();

  constructor(nextTurn: NextTurn) {
    this.#nextTurn = nextTurn;
  }

  /** @param read finds the thing that the key names, whoever asks */
  ask(key: string, read: () => Promise<Result>): Promise<Result> {
    const lane = this.#laneOf(key);
    lane.next ??= this.#readNext(key, lane, read);
    return lane.next;
  }

  #laneOf(key: string): Lane<Result> {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane<Result> = { ended: undefined, next: undefined };
    this.#lanes.set(key, lane);
    return lane;
  }

  async #readNext(key: string, lane: Lane<Result>, read: () => Promise<Result>): Promise<Result> {
    if (lane.ended !== undefined) await lane.ended;
    await this.#nextTurn();
    lane.next = undefined;
    const atWork = read();
    const end = (): void => {
      if (lane.next === undefined) this.#lanes.delete(key);
    };
    lane.ended = atWork.then(end, end);
    return atWork;
  }
}

interface Lane<Result> {
  /** Kept as soon as the read that is at work has ended, however. */
  ended: Promise<void> | undefined;
  /** The read that has not begun yet. */
  next: Promise<Result> | undefined;
}
