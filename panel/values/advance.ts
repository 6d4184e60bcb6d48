import type { Event, Subscription, SubscriptionChange } from '../wire/types.ts';
import { isSame } from './merge.ts';
import type { WireMoney } from './money-text.ts';
import { instantOfLocal, localDateOf, localTimeOf } from './times.ts';

/** A way that the clock of a test tenant is to go, as it is typed. */
export interface TypedTarget {
  readonly date: string;
  readonly time: string;
  /** The instant that a preset chose; it counts while the fields show its minute. */
  readonly chosen: string;
}

/** The fields for an instant: they show its minute, and its seconds are kept. */
export const typedTarget = (instant: string, timeZone: string): TypedTarget => ({
  date: localDateOf(instant, timeZone),
  time: localTimeOf(instant, timeZone),
  chosen: instant,
});

/** The instant that was typed or chosen; undefined while the fields hold none. */
export const targetOf = (
  { date, time, chosen }: TypedTarget,
  timeZone: string,
): string | undefined => {
  if (date === '' || time === '') return undefined;
  const isChosen =
    chosen !== '' &&
    localDateOf(chosen, timeZone) === date &&
    localTimeOf(chosen, timeZone) === time;
  return isChosen ? chosen : instantOfLocal(date, time, timeZone);
};

/** One thing that happened while time advanced. */
export interface Happening {
  readonly key: string;
  /** The type of an event, or what became of a subscription. */
  readonly kind: string;
  /** Null where the instant is not known. */
  readonly at: string | null;
  /** The thing that it happened to, and its number where it has one. */
  readonly resourceId: string;
  readonly number: string | null;
  readonly customerId: string | null;
  readonly amount: WireMoney | null;
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

type Agreed = Pick<
  Subscription,
  | 'id'
  | 'customerId'
  | 'planId'
  | 'planVersion'
  | 'items'
  | 'startsAt'
  | 'trialEndsAt'
  | 'endsAt'
  | 'pause'
>;

/** Everything that is known of a span of time. */
export interface Known {
  readonly events: readonly Event[];
  /** The subscriptions before and after it, and the changes of those that differ. */
  readonly before: readonly Agreed[];
  readonly after: readonly Agreed[];
  readonly changes: readonly Change[];
}

type Change = Pick<SubscriptionChange, 'subscriptionId' | 'kind' | 'status' | 'effectiveAt'>;

/** Everything that happened in a span of time, in its order: a change before its invoice. */
export const happeningsOf = (span: Span, known: Known): readonly Happening[] =>
  [...changesIn(span, known), ...eventsIn(known.events)].toSorted(byInstant);

/** The subscriptions that agree to other prices or quantities than before. */
export const withOtherTerms = (
  before: readonly Agreed[],
  after: readonly Agreed[],
): readonly Agreed[] => {
  const old = new Map(before.map((one) => [one.id, one]));
  return after.filter((one) => {
    const was = old.get(one.id);
    return was !== undefined && !isSame(termsOf(one), termsOf(was));
  });
};

const termsOf = ({ planId, planVersion, items }: Agreed) => ({ planId, planVersion, items });

/** An invoice that is issued as it is made is told of once. */
const eventsIn = (events: readonly Event[]): readonly Happening[] => {
  const issued = new Set(
    events.filter(({ type }) => type === 'invoice.finalized').map(({ data }) => data.resourceId),
  );
  return events
    .filter(({ type, data }) => type !== 'invoice.created' || !issued.has(data.resourceId))
    .filter(({ type }) => !type.startsWith('tenant.'))
    .map(({ id, type, timestamp, data }) => {
      const { number, customerId, total } = (data.after ?? {}) as InvoiceFields;
      return {
        key: id,
        kind: type,
        at: timestamp,
        resourceId: data.resourceId,
        number: number ?? null,
        customerId: customerId ?? null,
        amount: total ?? null,
      };
    });
};

interface InvoiceFields {
  readonly number?: string | null;
  readonly customerId?: string;
  readonly total?: WireMoney;
}

/** No event says when an agreed change takes effect: the subscriptions themselves show it. */
const changesIn = (span: Span, { before, after, changes }: Known): readonly Happening[] => {
  const old = new Map(before.map((one) => [one.id, one]));
  const changed = new Set(withOtherTerms(before, after).map(({ id }) => id));
  return after.flatMap((one) => {
    const own = changes.filter(
      ({ subscriptionId, kind, status }) =>
        subscriptionId === one.id && kind === 'change' && status === 'in_force',
    );
    const dated = [...milestonesOf(one, old.get(one.id)), ...own.map(termsChangedAt)].filter(
      ([, at]) => at !== null && at > span.from && at <= span.to,
    );
    // A move that came to be on the way has no change that was read.
    const isTold = !changed.has(one.id) || dated.some(([kind]) => kind === 'changed');
    return [...dated, ...(isTold ? [] : [['changed', null] as const])].map(([kind, at]) => ({
      key: `${one.id} ${kind} ${at}`,
      kind,
      at,
      resourceId: one.id,
      number: null,
      customerId: one.customerId,
      amount: null,
    }));
  });
};

const termsChangedAt = ({ effectiveAt }: Change): Milestone => ['changed', effectiveAt];

type Milestone = readonly [kind: string, at: string | null];

const milestonesOf = (one: Agreed, was: Agreed | undefined): readonly Milestone[] => {
  const { startsAt, endsAt } = one;
  const begins = endsAt === null || endsAt > startsAt;
  const pauses = [was?.pause ?? null, one.pause].filter((pause) => pause !== null);
  const distinct = pauses.filter(
    ({ startsAt: begun }, index) => pauses.findIndex((p) => p.startsAt === begun) === index,
  );
  return [
    ...(begins ? [['started', startsAt] as const] : []),
    ...(hasTrialEnd(one) ? [['trial_ended', one.trialEndsAt] as const] : []),
    ...distinct.flatMap((pause): readonly Milestone[] => [
      ['paused', pause.startsAt],
      ['resumed', pause.resumesAt],
    ]),
    ['ended', endsAt],
  ];
};

// A trial that was over when the subscription began, or ends with it, is none to tell of.
const hasTrialEnd = ({ startsAt, trialEndsAt, endsAt }: Agreed): boolean =>
  trialEndsAt !== null && trialEndsAt > startsAt && (endsAt === null || endsAt > trialEndsAt);

/** A change without an instant of its own stands at the end. */
const byInstant = (one: Happening, other: Happening): number => {
  if (one.at === other.at) return 0;
  if (one.at === null) return 1;
  if (other.at === null) return -1;
  return one.at < other.at ? -1 : 1;
};
