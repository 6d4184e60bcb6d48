import type { Place as ListPlace, Page, PageRequest } from '#application/shared/page.ts';
import { invalidCursor, limitOf, pageOf, placeIn } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { showOne } from '#application/shared/reads.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type {
  ChargePlace,
  ChargeSlice,
  SubscriptionReads,
  SubscriptionView,
  TimelineCharge,
} from '#application/subscriptions/queries.ts';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import type { LineId, SubscriptionId } from '#domain/shared/ids.ts';
import { parseId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';

export interface SubscriptionTimelineInput extends PageRequest {
  readonly subscriptionId: SubscriptionId;
}

/** The kinds of entries; `planned` lies ahead. */
export type TimelineKind =
  | 'created'
  | 'start_planned'
  | 'started'
  | 'trial_end_planned'
  | 'trial_ended'
  | 'pause_planned'
  | 'paused'
  | 'resume_planned'
  | 'resumed'
  | 'charged'
  | 'credited'
  | 'end_planned'
  | 'ended';

/** One thing that happened to a subscription, or will. */
export interface TimelineEntry {
  readonly kind: TimelineKind;
  /** In business time. */
  readonly at: Instant;
  /** The amount that was charged or credited; null for all else. */
  readonly charge: SubscriptionCharge | null;
  /** The number of the invoice that the charge stands on; null where it has none yet. */
  readonly invoiceNumber: string | null;
}

/**
 * Shows what happened to a subscription, and what is planned, oldest first, a page at a time.
 * `SubscriptionNotFound` and, for a bad limit or cursor, `InvalidValue` are thrown.
 */
export const subscriptionTimeline = (
  reads: ReadAccess<SubscriptionReads>,
): UseCase<SubscriptionTimelineInput, Page<TimelineEntry>> =>
  showOne(reads, {
    permission: 'subscriptions:read',
    find: async ({ subscriptions }, { subscriptionId, ...request }: SubscriptionTimelineInput) => {
      const limit = limitOf(request.limit);
      const from = placeIn(request.cursor, parsePlace);
      // One entry more than asked for tells whether there is another page.
      const slice = { limit: limit + 1, ...sliceFrom(from) };
      const [view, charges] = await Promise.all([
        subscriptions.find(subscriptionId),
        subscriptions.charges(subscriptionId, slice),
      ]);
      if (view === undefined) return undefined;
      const entries = [...milestonesOf(view), ...charges.map(chargeEntry)]
        .map((entry) => ({ entry, place: placeOf(entry) }))
        .filter(({ place }) => isWanted(place, from))
        .toSorted((one, other) => compare(one.place, other.place));
      const isBackwards = from?.direction === 'before';
      const read = isBackwards ? entries.slice(-slice.limit) : entries.slice(0, slice.limit);
      const page = pageOf(read, { limit, from }, places);
      return { ...page, data: page.data.map(({ entry }) => entry) };
    },
    notFound: SubscriptionNotFound,
  });

const milestonesOf = (view: SubscriptionView): readonly TimelineEntry[] => {
  const { createdAt, startsAt, endsAt, status } = view;
  // One that was canceled before its start never begins.
  const begins = endsAt === null || endsAt > startsAt;
  const start = status === 'scheduled' ? 'start_planned' : 'started';
  const end = status === 'ended' ? 'ended' : 'end_planned';
  return [
    milestone('created', createdAt),
    ...(begins ? [milestone(start, startsAt)] : []),
    ...trialEndOf(view),
    ...pausesIn(view),
    ...(endsAt === null ? [] : [milestone(end, endsAt)]),
  ];
};

// A trial that was over when the subscription began, or ends with it, is none to tell of.
const trialEndOf = ({
  trialEndsAt,
  startsAt,
  endsAt,
  status,
}: SubscriptionView): readonly TimelineEntry[] => {
  if (trialEndsAt === null || trialEndsAt <= startsAt) return [];
  if (endsAt !== null && endsAt <= trialEndsAt) return [];
  const isAhead = status === 'scheduled' || status === 'trialing';
  return [milestone(isAhead ? 'trial_end_planned' : 'trial_ended', trialEndsAt)];
};
const pausesIn = ({ pauses, pause, status }: SubscriptionView): readonly TimelineEntry[] =>
  pauses.flatMap(({ startsAt, resumesAt }) => {
    const isOver = pause === null || startsAt < pause.startsAt;
    const isBegun = isOver || (startsAt === pause.startsAt && status === 'paused');
    return [
      milestone(isBegun ? 'paused' : 'pause_planned', startsAt),
      ...(resumesAt === null ? [] : [milestone(isOver ? 'resumed' : 'resume_planned', resumesAt)]),
    ];
  });

const milestone = (kind: TimelineKind, at: Instant): TimelineEntry => {
  return { kind, at, charge: null, invoiceNumber: null };
};

const chargeEntry = ({ charge, invoiceNumber }: TimelineCharge): TimelineEntry => ({
  kind: charge.kind === 'credit' ? 'credited' : 'charged',
  at: charge.createdAt,
  charge,
  invoiceNumber,
});

/** Where an entry stands: by its instant, then its rank, then the line. */
interface Place {
  readonly at: Instant;
  readonly rank: number;
  readonly lineId: LineId | null;
}

const ranks: Readonly<Record<TimelineKind, number>> = {
  created: 0,
  start_planned: 1,
  started: 1,
  trial_end_planned: 1,
  trial_ended: 1,
  resume_planned: 2,
  resumed: 2,
  charged: 3,
  credited: 3,
  pause_planned: 4,
  paused: 4,
  end_planned: 5,
  ended: 5,
};

const placeOf = ({ kind, at, charge }: TimelineEntry): Place => ({
  at,
  rank: ranks[kind],
  lineId: charge?.id ?? null,
});

// No entry is ever deleted that a page ended at, so there is no list to go on with beside it.
const places = {
  of: ({ place }: { readonly place: Place }) => place,
  textOf: (place: Place) => textOf(place),
  beside: ({ key }: ListPlace<Place>) => key,
};

const isWanted = (place: Place, from: ListPlace<Place> | undefined): boolean => {
  if (from === undefined) return true;
  const order = compare(place, from.key);
  return from.direction === 'before' ? order < 0 : order > 0;
};

const compare = (one: Place, other: Place): number =>
  one.at - other.at || one.rank - other.rank || order(one.lineId ?? '', other.lineId ?? '');

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

// Before the charges of its instant stands what began then, behind them what ended.
const sliceFrom = (from: ListPlace<Place> | undefined): Omit<ChargeSlice, 'limit'> => {
  if (from === undefined) return { after: null };
  const place = chargePlaceOf(from.key);
  return from.direction === 'before' ? { after: null, before: place } : { after: place };
};

const chargePlaceOf = ({ at, rank, lineId }: Place): ChargePlace =>
  rank > ranks.charged ? { at: (at + 1) as Instant, lineId: null } : { at, lineId };

const textOf = ({ at, rank, lineId }: Place): string => [at, rank, lineId ?? ''].join(' ');

const parsePlace = (text: string): Place => {
  const [, at, rank, line] = placePattern.exec(text) ?? [];
  const place = { at: Number(at) as Instant, rank: Number(rank) };
  const isCharge = place.rank === ranks.charged;
  const isStored = place.at >= earliest && place.at < latest;
  if (!isStored || isCharge === (line === '')) throw invalidCursor('/cursor');
  return { ...place, lineId: isCharge ? parseLineId(line ?? '') : null };
};

const placePattern = /^(-?\d{1,15}) ([0-5]) (\w{0,31})$/;

const parseLineId = (text: string): LineId => {
  try {
    return parseId('line', text);
  } catch {
    throw invalidCursor('/cursor');
  }
};

// Every storage can compare instants of the years 1 to 9999.
const [earliest, latest] = [-62_135_596_800_000, 253_402_300_799_999];
