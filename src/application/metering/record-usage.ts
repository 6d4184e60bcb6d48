import {
  countOf,
  refuseCount,
  resultsOf,
  usageBatchMax,
} from '#application/metering/event-results.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { Appended, NamedSubjects, UsageStore } from '#application/metering/usage-ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { GroupedWrites } from '#application/shared/grouped-writes.ts';
import type { NextTurn } from '#application/shared/next-turn.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { Admitted, InvoicedSpan, UsageEvent } from '#domain/metering/admission.ts';
import { admit, isSameEvent } from '#domain/metering/admission.ts';
import type { SentEvent } from '#domain/metering/usage-event.ts';
import { readEvent } from '#domain/metering/usage-event.ts';
import { closedAfterDays, expiryOf } from '#domain/metering/usage-life.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import { earliestOf, latestOf } from '#domain/shared/extremes.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
  /** Hears of each call, once its events are stored. */
  readonly usageRecorded: (recorded: RecordedUsage) => void;
  readonly nextTurn: NextTurn;
}

export interface RecordUsageInput {
  /** 1 to `usageBatchMax` events, whatever was sent: each is judged by itself. */
  readonly events: readonly unknown[];
  /** Whether nothing is stored where one event is refused. */
  readonly isAtomic?: boolean | undefined;
}

/** The outcome of an event, with its id as far as it could be read. */
export interface UsageResult {
  readonly id: string | null;
  readonly outcome: 'accepted' | 'duplicate' | 'refused';
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
}

export interface RecordedUsage {
  /** In the order of the events. */
  readonly results: readonly UsageResult[];
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

type Read = ReturnType<typeof readEvent>;

/**
 * Stores what customers used: each event once, by its source and id, however often it is sent. One
 * that is refused holds up no other. Events are facts: they are not in the audit chain.
 */
export class RecordUsage implements UseCase<RecordUsageInput, RecordedUsage> {
  readonly permission = 'usage:write' as const;
  readonly #unitOfWork: UnitOfWork<MeteringRepositories>;
  readonly #recorded: Dependencies['usageRecorded'];
  readonly #grouped: GroupedWrites<Read, Outcome>;

  constructor({ unitOfWork, usageRecorded, nextTurn }: Dependencies) {
    this.#unitOfWork = unitOfWork;
    this.#recorded = usageRecorded;
    this.#grouped = new GroupedWrites(
      (context, read) =>
        unitOfWork.run(context, (repositories, run) => record(read, repositories, run)),
      grouping,
      nextTurn,
    );
  }

  /** @throws {InvalidValue} of no events or too many; where it is atomic, of each bad event. */
  async execute(context: RequestContext, input: RecordUsageInput): Promise<RecordedUsage> {
    checkAll({ events: () => refuseCount(input.events.length) });
    const recorded = await this.#record(context, input);
    this.#recorded(recorded);
    return recorded;
  }

  async #record(
    context: RequestContext,
    { events, isAtomic = false }: RecordUsageInput,
  ): Promise<RecordedUsage> {
    const read = events.map(readEvent);
    // An answer that is kept for repeats is stored with its own events, and with no others.
    if (isAtomic || context.idempotency !== undefined) {
      return this.#unitOfWork.run(context, async (repositories, run) =>
        told(events, await record(read, repositories, run, isAtomic)),
      );
    }
    return told(events, await this.#grouped.add(context, read));
  }
}

// Appending takes the lock of the tenant's head, so that small calls would wait for each other.
const grouping = { most: usageBatchMax, enough: 250 };

const told = (events: readonly unknown[], outcomes: readonly Outcome[]): RecordedUsage =>
  summed(resultsOf(events, outcomes));

const record = async (
  read: readonly Read[],
  repositories: MeteringRepositories,
  run: Run,
  isAtomic = false,
): Promise<readonly Outcome[]> => {
  const { admitted, settings } = await admitAll(read, repositories, run);
  if (isAtomic) refuseFaults(admitted);
  return store(admitted, settings, repositories, run);
};

type Outcome = Omit<UsageResult, 'id'>;

const admitAll = async (
  read: readonly Read[],
  { usage }: MeteringRepositories,
  { now }: Run,
): Promise<{ readonly admitted: readonly Admitted[]; readonly settings: UsageSettings }> => {
  const sent = read.flatMap((each) => ('event' in each ? [each.event] : []));
  const types = [...new Set(sent.map(({ type }) => type))];
  const named = subjectsOf(sent);
  const facts = await usage.intake({ types, ...named });
  if (facts === undefined) throw new TenantNotFound();
  const { settings, subjects, meters, refusesLate } = facts;
  const spans = refusesLate ? await invoicedSpansOf(usage, sent, named, now) : [];
  const byType = Map.groupBy(meters, ({ eventType }) => eventType);
  const invoiced = Map.groupBy(spans, ({ customerId }) => customerId);
  const admission = { now, settings, subjects, meters: byType, invoiced };
  const admitted = read.map((each) => ('event' in each ? admit(each.event, admission) : each));
  return { admitted: await withRepeated(admitted, usage), settings };
};

// An event without a time happened now, in no invoiced period. One that is too old is refused.
const invoicedSpansOf = async (
  usage: UsageStore,
  sent: readonly SentEvent[],
  named: NamedSubjects,
  now: Instant,
): Promise<readonly InvoicedSpan[]> => {
  const oldest = later(now, -closedAfterDays * dayMilliseconds);
  const times = sent.flatMap(({ time }) => (time === null || time < oldest ? [] : [time]));
  const [from, through] = [earliestOf(times), latestOf(times)];
  if (from === undefined || through === undefined) return [];
  return usage.invoicedSpans({ ...named, from, through });
};

/** An event that is stored already comes in time, however often and late it is sent again. */
const withRepeated = async (
  admitted: readonly Admitted[],
  usage: UsageStore,
): Promise<readonly Admitted[]> => {
  const late = admitted.flatMap((each) => ('late' in each ? [each.late] : []));
  if (late.length === 0) return admitted;
  const stored = await usage.stored(late);
  return admitted.map((each) =>
    'late' in each && stored.has(each.late) ? { event: each.late, isCounted: true } : each,
  );
};

const subjectsOf = (sent: readonly SentEvent[]): NamedSubjects => {
  const customerIds = new Set<NamedSubjects['customerIds'][number]>();
  const externalIds = new Set<string>();
  const subscriptionIds = new Set<NamedSubjects['subscriptionIds'][number]>();
  for (const { customer, subscriptionId } of sent) {
    if ('id' in customer) customerIds.add(customer.id);
    else externalIds.add(customer.externalId);
    if (subscriptionId !== null) subscriptionIds.add(subscriptionId);
  }
  return {
    customerIds: [...customerIds],
    externalIds: [...externalIds],
    subscriptionIds: [...subscriptionIds],
  };
};

const refuseFaults = (admitted: readonly Admitted[]): void => {
  const faults = admitted.flatMap((each, index): Fault[] =>
    'refusal' in each ? [{ pointer: `/events/${index}`, ...each.refusal }] : [],
  );
  if (faults.length > 0) throw new InvalidValue(faults);
};

const store = async (
  admitted: readonly Admitted[],
  settings: UsageSettings,
  { usage }: MeteringRepositories,
  { realNow }: Run,
): Promise<readonly Outcome[]> => {
  // Whoever names an event twice in one call is told so as if there had been two.
  const first = new Map<string, UsageEvent>();
  for (const each of admitted) {
    if (!('event' in each)) continue;
    const key = keyOf(each.event);
    if (!first.has(key)) first.set(key, each.event);
  }
  const events = [...first.values()];
  const receipt = { receivedAt: realNow, expiresAt: expiryOf(realNow, settings) };
  const appended = events.length === 0 ? [] : await usage.append(events, receipt);
  const outcomes = new Map(events.map((event, index) => [event, appended[index]]));
  return admitted.map((each): Outcome => {
    if ('refusal' in each) return { outcome: 'refused', ...each.refusal };
    const known = first.get(keyOf(each.event));
    const outcome = known && outcomes.get(known);
    if (known === each.event) return outcomeOf(outcome, each.isCounted);
    const isSame = known !== undefined && isSameEvent(known, each.event);
    return outcomeOf({ outcome: 'duplicate', isSame }, each.isCounted);
  });
};

const keyOf = ({ source, id }: UsageEvent): string => `${source}\n${id}`;

const outcomeOf = (appended: Appended | undefined, isCounted: boolean): Outcome => {
  if (appended?.outcome === 'accepted') return isCounted ? accepted : countedByNone;
  return appended?.isSame === true ? sameAgain : otherPayload;
};

const accepted: Outcome = { outcome: 'accepted' };
const countedByNone: Outcome = {
  outcome: 'accepted',
  code: 'counted_by_none',
  detail: 'No meter counts it. One that is created later does.',
};
const sameAgain: Outcome = { outcome: 'duplicate', code: 'same_payload' };
const otherPayload: Outcome = {
  outcome: 'duplicate',
  code: 'other_payload',
  detail: 'An event of this source and id is stored that says something else. It stays.',
};

const summed = (results: readonly UsageResult[]): RecordedUsage => ({
  results,
  accepted: countOf(results, 'accepted'),
  duplicates: countOf(results, 'duplicate'),
  refused: countOf(results, 'refused'),
});
