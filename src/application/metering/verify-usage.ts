import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  CountedDays,
  RolledUpDays,
  RollUpQueries,
} from '#application/metering/roll-up-queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { OpenRollUps } from '#domain/metering/open-roll-ups.ts';
import type { RollUpFault } from '#domain/metering/roll-up-faults.ts';
import { rollUpFaults } from '#domain/metering/roll-up-faults.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A roll-up that is not what its events come to, and the way of counting that it is of. */
export type UsageFault = RollUpFault & Pick<Counting, 'eventType' | 'aggregation' | 'groupBy'>;

/** The findings of `VerifyUsage`. */
export interface UsageVerification {
  /** Days of a customer, in each way of counting in which they are rolled up. */
  readonly days: number;
  /** How often an event was counted: once for all ways of counting that are equally far. */
  readonly events: number;
  /** The number of all faults. */
  readonly faulty: number;
  /** The first thousand of them. */
  readonly faults: readonly UsageFault[];
}

interface Dependencies {
  readonly reads: ReadAccess<Pick<MeteringReads, 'usageRollUps'>>;
}

const customersMax = 100;
const faultsMax = 1000;

/**
 * Counts all usage events of a tenant anew, and compares each hour and day that is rolled up with
 * what its events come to. Events may come meanwhile: each roll-up is compared with the events that
 * it was made of. Days of which events are kept no more are left out: they are not read either.
 */
export class VerifyUsage implements UseCase<Record<string, never>, UsageVerification> {
  readonly permission = 'usage:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  execute(context: RequestContext): Promise<UsageVerification> {
    return this.#dependencies.reads.read(context, async ({ usageRollUps }) => {
      const found = new Findings();
      const types = Map.groupBy(await usageRollUps.countings(), ({ eventType }) => eventType);
      let customers = await usageRollUps.customers(null, customersMax);
      for (let last = customers.at(-1); last !== undefined; last = customers.at(-1)) {
        for (const customerId of customers) {
          for (const countings of types.values()) {
            await verifyType(usageRollUps, customerId, countings, found);
          }
        }
        customers = await usageRollUps.customers(last, customersMax);
      }
      return found.shown();
    });
  }
}

const verifyType = async (
  rollUps: RollUpQueries,
  customerId: CustomerId,
  countings: readonly Counting[],
  found: Findings,
): Promise<void> => {
  let next = await rollUps.days(customerId, countings, null);
  while (next !== undefined) {
    const equallyFar = Map.groupBy(next.counted, ({ position }) => position);
    for (const [through, counted] of equallyFar) {
      await verifyDays(rollUps, { ...next, customerId, counted }, through, found);
    }
    next = await rollUps.days(customerId, countings, next.to);
  }
};

const verifyDays = async (
  rollUps: RollUpQueries,
  { customerId, from, to, counted }: RolledUpDays & { readonly customerId: CustomerId },
  through: string,
  found: Findings,
): Promise<void> => {
  const open = new OpenRollUps(counted.map(({ counting }) => counting));
  const type = counted[0]?.counting.eventType ?? '';
  const goneUntil = await rollUps.events({ customerId, type, from, to }, through, (events) => {
    found.events += events.length;
    open.add(events);
  });
  for (const each of counted) found.add(each, faultsIn(each, open, goneUntil));
};

const faultsIn = (
  { counting, days }: CountedDays,
  open: OpenRollUps,
  goneUntil: Instant | null,
): readonly RollUpFault[] =>
  // Events of a level that is carried over are kept, however old they are.
  rollUpFaults(days, open.by(counting), counting.isCarriedOver ? null : goneUntil);

/** The findings so far. */
class Findings {
  readonly #faults: UsageFault[] = [];
  #days = 0;
  #faulty = 0;
  events = 0;

  add({ counting, days }: CountedDays, faults: readonly RollUpFault[]): void {
    const { eventType, aggregation, groupBy } = counting;
    this.#days += days.length;
    this.#faulty += faults.length;
    for (const fault of faults.slice(0, faultsMax - this.#faults.length)) {
      this.#faults.push({ ...fault, eventType, aggregation, groupBy });
    }
  }

  shown(): UsageVerification {
    const { events } = this;
    return { days: this.#days, events, faulty: this.#faulty, faults: this.#faults };
  }
}
