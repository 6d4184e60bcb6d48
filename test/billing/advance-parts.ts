import { parseCalendarDate } from '#domain/shared/time.ts';
import type { ChangeInput } from '#domain/subscriptions/changes/change.ts';
import type { Made } from './both-storages.ts';
import { cancel, seen, toggle } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { timeOf } from './usage-sums.ts';

// Subscriptions whose changes take effect when they are made, or earlier, and the parts of time in
// which each price of theirs counts, in UTC.

const day = 24 * 3_600_000;

/** A part of a month, or of more than one, by its instants and by the midnights of its days. */
export interface Part {
  /** Minor units of a seat or user. */
  readonly rate: number;
  readonly from: number;
  readonly until: number;
  readonly firstDay: number;
  readonly endDay: number;
}

/** The kinds of changes: `own` is an amount of its own, and `more` is more of the base. */
export const changeKinds = ['other', 'own', 'listed', 'more'] as const;
type ChangeKind = (typeof changeKinds)[number];

/** A plan with usage in advance, and another one on other terms. */
export interface Offers {
  readonly price: string;
  readonly base?: string;
  readonly plans: readonly [plan: string, other: string];
}

type Place = readonly [at: number, day: number];

/** A subscription since an instant, and its price by then. */
export class ChangingSubscription {
  readonly #shop: PlanShop;
  readonly #made: Made;
  readonly #offers: Offers;
  readonly #parts: Part[] = [];
  #isOther = false;
  #rate = rates.listed;
  #quantity = 1;
  #status: 'active' | 'paused' | 'ended' = 'active';
  #lastAt: number;

  constructor(shop: PlanShop, made: Made, offers: Offers, at: number) {
    this.#shop = shop;
    this.#made = made;
    this.#offers = offers;
    this.#lastAt = at;
    this.#begin([at, at]);
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Pauses it, or has it go on. */
  async toggle(now: number): Promise<void> {
    if (this.#status === 'ended') return;
    const isPaused = this.#status === 'paused';
    // The day of the pause is billed, and that on which it goes on.
    if (isPaused) this.#begin([now, startOfDay(now)]);
    else await this.#end([now, startOfDay(now) + day], now);
    await toggle(this.#shop, this.#made, isPaused);
    this.#status = isPaused ? 'active' : 'paused';
    this.#lastAt = now;
  }

  /** Changes it from a midnight on, so many days ago or as early as it may be. */
  async change(kind: ChangeKind, daysAgo: number, now: number): Promise<void> {
    const at = this.#midnight(daysAgo, now);
    const change = at === null ? null : this.#changeOf(kind);
    if (at === null || change === null) return;
    const next = await this.#cut([at, at], now, change.rate);
    const effective = { on: timeOf(at).slice(0, 10) };
    await this.#shop.change(this.#made, { ...change.input, effective });
    this.#rate = change.rate;
    // One that another takes back at that very midnight, before it is charged, cuts nothing.
    if (next !== null) this.#begin(next, at === this.#lastAt);
    this.#lastAt = at;
  }

  /** Ends it now: its day is billed. */
  async end(now: number): Promise<void> {
    if (this.#status !== 'active') return;
    await this.#end([now, startOfDay(now) + day], now);
    await cancel(this.#shop, await seen(this.#shop, this.#made), 'now');
    this.#status = 'ended';
  }

  #midnight(daysAgo: number, now: number): number | null {
    const first = Math.max(startOfDay(this.#lastAt - 1) + day, startOfMonth(startOfMonth(now) - 1));
    const at = Math.max(startOfDay(now) - daysAgo * day, first);
    return this.#status === 'active' && at <= now ? at : null;
  }

  /** The change, and the price that follows; null where the change would change nothing. */
  #changeOf(kind: ChangeKind): { input: Omit<ChangeInput, 'effective'>; rate: number } | null {
    const { price, base, plans } = this.#offers;
    const plan = plans[this.#isOther ? 1 : 0];
    if (kind === 'more') {
      if (base === undefined || this.#isOther) return null;
      this.#quantity += 1;
      const priceId = this.#shop.priceId(plan, base);
      return { input: { items: [{ priceId, quantity: `${this.#quantity}` }] }, rate: this.#rate };
    }
    if (kind === 'other') {
      this.#isOther = !this.#isOther;
      const next = plans[this.#isOther ? 1 : 0];
      const items = [{ priceId: this.#shop.priceId(next, price), override: null }];
      const rate = this.#isOther ? rates.other : rates.listed;
      return { input: { planId: this.#shop.planId(next), items }, rate };
    }
    const listed = this.#isOther ? rates.other : rates.listed;
    const rate = kind === 'own' ? rates.own : listed;
    if (rate === this.#rate) return null;
    const override = kind === 'own' ? { unitAmount: `${rate / 100}` } : null;
    return { input: { items: [{ priceId: this.#shop.priceId(plan, price), override }] }, rate };
  }

  #begin([from, firstDay]: Place, goesOn = false): void {
    const endless = Number.POSITIVE_INFINITY;
    const before = this.#parts.at(-1);
    if (goesOn && before?.rate === this.#rate && before.until === from) {
      this.#parts.splice(-1, 1, { ...before, until: endless, endDay: endless });
      return;
    }
    this.#parts.push({ rate: this.#rate, from, until: endless, firstDay, endDay: endless });
  }

  async #end(place: Place, now: number): Promise<void> {
    await this.#cut(place, now, null);
  }

  /**
   * Ends the part that goes on, and gives where the next begins; null where the price stays. What
   * was charged for an ended month stays, and so does what was charged for events.
   */
  async #cut([at, on]: Place, now: number, rate: number | null): Promise<Place | null> {
    if (rate === this.#rate) return null;
    const part = this.#sinceMonth(now);
    const from = [part.from, part.firstDay] as const;
    const endAt = (place: Place): Place => {
      this.#parts.push({ ...part, until: place[0], endDay: place[1] });
      return place;
    };
    const charged = await this.#chargedUntil(part);
    if (charged !== null && charged[0] - 1 > Math.max(at, part.from)) return endAt(charged);
    if (at > part.from) return endAt([at, on]);
    // The level at its beginning was charged: it stays so, for no time but the day of a cut there.
    const endDay = at === part.from ? Math.max(on, part.firstDay) : part.firstDay;
    if (charged !== null) endAt([part.from + 1, endDay]);
    return from;
  }

  /** Takes the part that goes on, without the months of it that have ended. */
  #sinceMonth(now: number): Part {
    const part = this.#parts.pop();
    if (part === undefined) throw new Error('A part goes on.');
    const month = startOfMonth(now);
    if (part.from >= month) return part;
    this.#parts.push({ ...part, until: month, endDay: month });
    return { ...part, from: month, firstDay: month };
  }

  /** Where the events end that were charged of a part; null where none were. */
  async #chargedUntil({ rate, from }: Part): Promise<Place | null> {
    const { storage, context } = this.#shop;
    const stored = await storage.unitOfWork.run(context, ({ charges }) =>
      charges.endingAfter(this.#made.id, dayBefore),
    );
    const places = stored.flatMap(({ charge: { startsAt, endsAt, derivation }, terms }) => {
      const isOf = startsAt >= from && terms.model === 'per_unit' && rateOf(terms) === rate;
      return isOf && derivation.kind === 'usage' && derivation.isProgressive === true
        ? [[endsAt, Date.parse(derivation.served.end)] as const]
        : [];
    });
    return places.toSorted(([one], [other]) => one - other).at(-1) ?? null;
  }
}

const dayBefore = parseCalendarDate('2026-05-31');

const rates = { listed: 1000, own: 1500, other: 2000 };

const rateOf = ({ unitAmount }: { readonly unitAmount: string }): number =>
  Number(unitAmount) * 100;

const startOfDay = (at: number): number => Math.floor(at / day) * day;

const startOfMonth = (at: number): number => Date.parse(`${timeOf(at).slice(0, 7)}-01`);
