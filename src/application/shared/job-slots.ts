/** Whose job it is. */
export interface Lane {
  readonly tenantId: string;
  readonly endpointId: string;
}

/** A lane with jobs that are due. */
export interface WaitingLane extends Lane {
  /** How many of them, as far as anybody counted. */
  readonly due: number;
}

/** How many jobs of a lane may begin now. */
export interface Allotment<Waiting extends WaitingLane = WaitingLane> {
  readonly lane: Waiting;
  readonly count: number;
}

/**
 * Shares the slots of one process between tenants, and a tenant's between its endpoints.
 *
 * A tenant gets a slot only while it holds fewer than are free, and an endpoint only while it holds
 * fewer than its tenant may still get. So nobody takes the last slots: one tenant whose endpoints
 * never answer holds half of all, two hold a third each, and something is left for the next one.
 * Who holds least is served first.
 */
export class JobSlots {
  readonly #total: number;
  readonly #held = new Map<string, number>();
  #free: number;

  constructor(total: number) {
    this.#total = total;
    this.#free = total;
  }

  get free(): number {
    return this.#free;
  }

  /** Holds a slot for a job that begins. */
  take({ tenantId, endpointId }: Lane): void {
    this.#add(tenantId, 1);
    this.#add(laneKey({ tenantId, endpointId }), 1);
    this.#free -= 1;
  }

  /** Gives back the slot of a job that ended. */
  release({ tenantId, endpointId }: Lane): void {
    this.#add(tenantId, -1);
    this.#add(laneKey({ tenantId, endpointId }), -1);
    this.#free += 1;
  }

  /** How many jobs of each lane may begin now. Nothing is held before it is taken. */
  allot<Waiting extends WaitingLane>(waiting: readonly Waiting[]): readonly Allotment<Waiting>[] {
    const trial = this.#copy();
    const counts = new Map<Waiting, number>();
    for (;;) {
      const open = waiting.filter(
        (lane) => (counts.get(lane) ?? 0) < lane.due && trial.#mayTake(lane),
      );
      if (open.length === 0) break;
      const next = open.reduce((one, other) => (trial.#order(other, one) < 0 ? other : one));
      counts.set(next, (counts.get(next) ?? 0) + 1);
      trial.take(next);
    }
    return [...counts].map(([lane, count]) => ({ lane, count }));
  }

  #mayTake(lane: Lane): boolean {
    const roomOfTenant = this.#free - this.#heldBy(lane.tenantId);
    const held = this.#heldBy(laneKey(lane));
    // A slot that is taken leaves the tenant room for two fewer: one endpoint more is to fit in.
    return held === 0 ? roomOfTenant > 0 : held + 1 < roomOfTenant;
  }

  #order(one: Lane, other: Lane): number {
    return (
      this.#heldBy(one.tenantId) - this.#heldBy(other.tenantId) ||
      this.#heldBy(laneKey(one)) - this.#heldBy(laneKey(other))
    );
  }

  #heldBy(holder: string): number {
    return this.#held.get(holder) ?? 0;
  }

  #add(holder: string, change: number): void {
    const held = this.#heldBy(holder) + change;
    if (held === 0) this.#held.delete(holder);
    else this.#held.set(holder, held);
  }

  #copy(): JobSlots {
    const copy = new JobSlots(this.#total);
    copy.#free = this.#free;
    for (const [holder, held] of this.#held) copy.#held.set(holder, held);
    return copy;
  }
}

/** A lane as one text, by which jobs are found. Lanes of one tenant lie side by side. */
export const laneKey = ({ tenantId, endpointId }: Lane): string => `${tenantId}/${endpointId}`;

/** Reads what `laneKey` wrote. A job of an earlier release names its tenant only. */
export const laneOf = (key: string): Lane => {
  const [tenantId = '', endpointId = ''] = key.split('/');
  return { tenantId, endpointId };
};
