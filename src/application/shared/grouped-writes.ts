import type { RequestContext } from '#application/shared/context.ts';
import type { NextTurn } from '#application/shared/next-turn.ts';

/** How writes are put together. */
export interface Grouping {
  /** The most items of one write; a call with more of them has one to itself. */
  readonly most: number;
  /** A second write of a tenant begins beside the first once this many items wait. */
  readonly enough: number;
}

interface Call<Item, Result> {
  readonly context: RequestContext;
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Result> {
  readonly waiting: Call<Item, Result>[];
  atWork: number;
  /** Whether it will be looked at who waits. */
  isAboutToBegin: boolean;
}

type Write<Item, Result> = (
  context: RequestContext,
  items: readonly Item[],
) => Promise<readonly Result[]>;

/**
 * Writes the items of several calls of one tenant together: those that come in one turn of the
 * event loop, and, while a write is at work, those that wait until it ends. Nobody waits longer for
 * it, because writes that take the same lock would wait for each other anyway; and many small calls
 * cost few transactions.
 *
 * Items must not depend on who calls. Calls of two tenants are never put together. Where a write of
 * several calls fails, each is written once more by itself, so that none fails by the fault of
 * another: a write must be safe to repeat.
 */
export class GroupedWrites<Item, Result> {
  readonly #write: Write<Item, Result>;
  readonly #grouping: Grouping;
  readonly #nextTurn: NextTurn;
  readonly #lanes = new Map<string, Lane<Item, Result>>();

  /** @param write stores items, and gives a result for each, in their order */
  constructor(write: Write<Item, Result>, grouping: Grouping, nextTurn: NextTurn) {
    this.#write = write;
    this.#grouping = grouping;
    this.#nextTurn = nextTurn;
  }

  /** Gives the results of the items, in their order, once they are stored. */
  add(context: RequestContext, items: readonly Item[]): Promise<readonly Result[]> {
    return new Promise((resolve, reject) => {
      const lane = this.#laneOf(context.tenantId);
      lane.waiting.push({ context, items, resolve, reject });
      void this.#beginSoon(context.tenantId, lane);
    });
  }

  #laneOf(tenantId: string): Lane<Item, Result> {
    const known = this.#lanes.get(tenantId);
    if (known !== undefined) return known;
    const lane: Lane<Item, Result> = { waiting: [], atWork: 0, isAboutToBegin: false };
    this.#lanes.set(tenantId, lane);
    return lane;
  }

  async #beginSoon(tenantId: string, lane: Lane<Item, Result>): Promise<void> {
    if (lane.isAboutToBegin) return;
    lane.isAboutToBegin = true;
    await this.#nextTurn();
    lane.isAboutToBegin = false;
    while (this.#mayBegin(lane)) this.#begin(tenantId, lane);
    if (lane.atWork === 0) this.#lanes.delete(tenantId);
  }

  #mayBegin({ waiting, atWork }: Lane<Item, Result>): boolean {
    if (waiting.length === 0) return false;
    return atWork === 0 || (atWork === 1 && countIn(waiting) >= this.#grouping.enough);
  }

  #begin(tenantId: string, lane: Lane<Item, Result>): void {
    const group = takeGroup(lane.waiting, this.#grouping.most);
    lane.atWork += 1;
    void this.#writeGroup(group).finally(() => {
      lane.atWork -= 1;
      void this.#beginSoon(tenantId, lane);
    });
  }

  async #writeGroup(group: readonly Call<Item, Result>[]): Promise<void> {
    const [first, ...others] = group;
    if (first === undefined) return;
    if (others.length === 0) return this.#writeAlone(first);
    try {
      const items = group.flatMap((call) => call.items);
      const results = await this.#write(first.context, items);
      let taken = 0;
      for (const call of group) {
        call.resolve(results.slice(taken, taken + call.items.length));
        taken += call.items.length;
      }
    } catch {
      await Promise.all(group.map((call) => this.#writeAlone(call)));
    }
  }

  #writeAlone({ context, items, resolve, reject }: Call<Item, Result>): Promise<void> {
    return this.#write(context, items).then(resolve, reject);
  }
}

const countIn = (calls: readonly { readonly items: readonly unknown[] }[]): number =>
  calls.reduce((sum, { items }) => sum + items.length, 0);

/** Takes calls from the front: one at least, and more while their items stay within `most`. */
const takeGroup = <Waiting extends { readonly items: readonly unknown[] }>(
  waiting: Waiting[],
  most: number,
): readonly Waiting[] => {
  let sum = 0;
  const end = waiting.findIndex(({ items }, index) => {
    sum += items.length;
    return index > 0 && sum > most;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
};
