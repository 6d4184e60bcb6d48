import { countOf, refuseCount, resultsOf } from '#application/metering/event-results.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { StoredEvent } from '#application/metering/usage-cancellations.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { Cancellation, EventKey } from '#domain/metering/cancellation.ts';
import { readEventKey, refusedCancellation } from '#domain/metering/cancellation.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { earliestOf } from '#domain/shared/extremes.ts';
import { parseText } from '#domain/shared/text.ts';
import { formatInstant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
  /** Hears of each call, once its cancellations are stored. */
  readonly usageCancelled: (cancelled: CancelledUsage) => void;
}

export interface CancelUsageInput {
  /** 1 to `usageBatchMax` of `{ id, source? }`, whatever was sent: each is judged by itself. */
  readonly events: readonly unknown[];
  /** Why they count no more, for who asks later. */
  readonly reason?: string | undefined;
}

/** The outcome of an event, with its id as far as it could be read. */
export interface CancelResult {
  readonly id: string | null;
  readonly outcome: 'cancelled' | 'duplicate' | 'refused';
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
}

export interface CancelledUsage {
  /** In the order of the events. */
  readonly results: readonly CancelResult[];
  readonly cancelled: number;
  readonly duplicates: number;
  readonly refused: number;
}

type Outcome = Omit<CancelResult, 'id'>;

/** The longest reason, in UTF-16 code units. */
export const cancelReasonLengthMax = 200;

/**
 * Has events of usage count no more: whoever counts from now on does so without them, and lines
 * of periods that are invoiced are corrected by the next invoice. Nothing is deleted, and the id
 * of an event stays taken.
 */
export class CancelUsage implements UseCase<CancelUsageInput, CancelledUsage> {
  readonly permission = 'usage:write' as const;
  readonly #unitOfWork: Dependencies['unitOfWork'];
  readonly #cancelled: Dependencies['usageCancelled'];

  constructor({ unitOfWork, usageCancelled }: Dependencies) {
    this.#unitOfWork = unitOfWork;
    this.#cancelled = usageCancelled;
  }

  /** @throws {InvalidValue} of no events or too many, and of a bad reason. */
  async execute(
    context: RequestContext,
    { events, reason: given }: CancelUsageInput,
  ): Promise<CancelledUsage> {
    const { reason = null } = checkAll({
      events: () => refuseCount(events.length),
      reason: () => orUndefined(parseReason)(given),
    });
    const cancelled = await this.#unitOfWork.run(context, async (repositories, run) => {
      const read = events.map(readEventKey);
      const outcomes = await cancelAll(read, reason, repositories, run);
      return summed(resultsOf(events, outcomes));
    });
    this.#cancelled(cancelled);
    return cancelled;
  }
}

const parseReason = (text: string): string => parseText(text, cancelReasonLengthMax);

type Read = ReturnType<typeof readEventKey>;

const cancelAll = async (
  read: readonly Read[],
  reason: string | null,
  repositories: MeteringRepositories,
  run: Run,
): Promise<readonly Outcome[]> => {
  const keys = new Map(
    read.flatMap((each) => ('key' in each ? [[textOf(each.key), each.key] as const] : [])),
  );
  const found = await repositories.usageCancellations.find([...keys.values()]);
  const judged = await judge(found, repositories, run);
  const taken = found.filter((each) => judged.get(textOf(each.key)) === undefined);
  const added =
    taken.length === 0
      ? []
      : await repositories.usageCancellations.add(
          taken.map(({ key }) => key),
          { at: run.now, reason },
        );
  const outcomes = new Map<string, Outcome>([
    ...[...keys.keys()].map((key) => [key, unknownEvent] as const),
    ...taken.map(({ key }) => [textOf(key), alreadyCancelled] as const),
    ...judged,
    ...added.map((key) => [textOf(key), cancelled] as const),
  ]);
  return read.map((each) => {
    if ('refusal' in each) return { outcome: 'refused', ...each.refusal };
    const key = textOf(each.key);
    const outcome = outcomes.get(key) ?? unknownEvent;
    // Whoever names an event twice in one call is told so as if there had been two.
    if (outcome === cancelled) outcomes.set(key, alreadyCancelled);
    return outcome;
  });
};

/** The outcomes of events that are not cancelled now. */
const judge = async (
  found: readonly StoredEvent[],
  { usageCancellations, meters }: MeteringRepositories,
  { now }: Run,
): Promise<ReadonlyMap<string, Outcome>> => {
  const events = found.flatMap(({ event }) => event ?? []);
  const first = earliestOf(events.map(({ at }) => at));
  if (first === undefined) return new Map(found.map(({ key }) => [textOf(key), goneEvent]));
  const [counting, spans] = await Promise.all([
    meters.countingTypes([...new Set(events.map(({ type }) => type))]),
    usageCancellations.invoicedSince({
      customerIds: [...new Set(events.map(({ customerId }) => customerId))],
      from: first,
    }),
  ]);
  const byType = Map.groupBy(counting, ({ eventType }) => eventType);
  const byCustomer = Map.groupBy(spans, ({ customerId }) => customerId);
  return new Map(
    found.flatMap(({ key, event, cancellation }): [string, Outcome][] => {
      if (event === null) return [[textOf(key), goneEvent]];
      if (cancellation !== null) return [[textOf(key), cancelledBefore(cancellation)]];
      const invoiced = byCustomer.get(event.customerId) ?? [];
      const refusal = refusedCancellation(event, { now, meters: byType, invoiced });
      return refusal === null ? [] : [[textOf(key), { outcome: 'refused', ...refusal }]];
    }),
  );
};

const textOf = ({ source, id }: EventKey): string => `${source}\n${id}`;

const cancelled: Outcome = { outcome: 'cancelled' };
const alreadyCancelled: Outcome = { outcome: 'duplicate', detail: 'It is cancelled already.' };
const unknownEvent: Outcome = {
  outcome: 'refused',
  code: 'unknown_event',
  detail: 'There is no event of this source and id.',
};
const goneEvent: Outcome = {
  outcome: 'refused',
  code: 'too_old',
  detail: 'The event is kept no more.',
};

const cancelledBefore = ({ at, reason }: Cancellation): Outcome => {
  const why = reason === null ? '' : `, with the reason "${reason}"`;
  return { outcome: 'duplicate', detail: `It was cancelled at ${formatInstant(at)}${why}.` };
};

const summed = (results: readonly CancelResult[]): CancelledUsage => ({
  results,
  cancelled: countOf(results, 'cancelled'),
  duplicates: countOf(results, 'duplicate'),
  refused: countOf(results, 'refused'),
});
