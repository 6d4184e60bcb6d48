import { instantIn } from '#application/metering/moments.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  FoundUsageEvents,
  ListedUsageEvent,
  UsageEventFilter,
  UsageEventPlace,
} from '#application/metering/usage-event-queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest, Place } from '#application/shared/page.ts';
import { cursorTo, invalidCursor, limitOf, pageOf, placeIn } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { parseEventType } from '#domain/metering/definition.ts';
import type { JudgedByMeter } from '#domain/metering/judge.ts';
import { judgeEvent } from '#domain/metering/judge.ts';
import { standardSource, usageEventLimits } from '#domain/metering/usage-event.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { parseText } from '#domain/shared/text.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

export interface ListUsageEventsInput extends PageRequest {
  readonly customerId?: CustomerId | undefined;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  /** The one event of this id and of `source`, which is `api` where absent. */
  readonly id?: string | undefined;
  /** An instant, or a local day from its beginning on. */
  readonly from?: Instant | CalendarDate | undefined;
  /** Exclusive. */
  readonly to?: Instant | CalendarDate | undefined;
}

/** A stored event, and what the meters of its type make of it as they are now. */
export interface UsageEventView extends ListedUsageEvent {
  readonly meters: readonly JudgedByMeter[];
}

/** How many events one call looks at for those that fit. */
export const lookedAtMax = 20_000;

/** Lists the events of usage, and tells of each which meters count it, and why others do not. */
export class ListUsageEvents implements UseCase<ListUsageEventsInput, Page<UsageEventView>> {
  readonly permission = 'usage:read' as const;
  readonly isRead = true;
  readonly #reads: ReadAccess<MeteringReads>;

  constructor({ reads }: { readonly reads: ReadAccess<MeteringReads> }) {
    this.#reads = reads;
  }

  /** @throws {InvalidValue} for a bad filter, limit or cursor, and `period_without_length` */
  async execute(
    context: RequestContext,
    input: ListUsageEventsInput,
  ): Promise<Page<UsageEventView>> {
    const limit = limitOf(input.limit);
    const from = placeIn(input.cursor, parsePlace);
    const named = checkAll({
      type: () => orUndefined(parseEventType)(input.type),
      source: () => orUndefined(textUpTo(usageEventLimits.source))(input.source),
      id: () => orUndefined(textUpTo(usageEventLimits.id))(input.id),
    });
    const { id, source = id === undefined ? undefined : standardSource } = named;
    const { customerId } = input;
    return this.#reads.read(context, async (queries) => {
      const span = await spanOf(queries, input);
      const filter: UsageEventFilter = { customerId, ...named, source, ...span };
      const found = await queries.usageEvents.list(filter, {
        // One event more than asked for tells whether there is another page.
        limit: limit + 1,
        ...sliceFrom(from),
        lookedAtMax,
      });
      const page = pageFrom(found, limit, from);
      const types = [...new Set(page.data.map(({ type }) => type))];
      const meters = types.length === 0 ? [] : await queries.meters.countingTypes(types);
      const judged = page.data.map((event) => ({ ...event, meters: judgeEvent(event, meters) }));
      return { ...page, data: judged };
    });
  }
}

const textUpTo = (lengthMax: number) => (text: string) => parseText(text, lengthMax);

/** Days begin by the customer's clocks where one is asked for, else by the tenant's. */
const spanOf = async (
  reads: MeteringReads,
  { customerId, from, to }: ListUsageEventsInput,
): Promise<Pick<UsageEventFilter, 'from' | 'to'>> => {
  const hasDays = typeof from === 'string' || typeof to === 'string';
  const zone = (hasDays && (await zoneOf(reads, customerId))) || utc;
  const read = orUndefined((moment: Instant | CalendarDate) => instantIn(moment, zone));
  const span = checkAll({ from: () => read(from), to: () => read(to) });
  if (span.from === undefined || span.to === undefined || span.from < span.to) return span;
  throw InvalidValue.because('period_without_length', 'The span ends after it begins.', '/to');
};

const utc = 'UTC' as TimeZone;

const zoneOf = async (
  { usage, tenants }: MeteringReads,
  customerId: CustomerId | undefined,
): Promise<TimeZone | undefined> => {
  if (customerId === undefined) return (await tenants.find())?.timeZone;
  return (await usage.zonesOf({ customerId, subscriptionId: null }))?.customer;
};

const sliceFrom = (from: Place<UsageEventPlace> | undefined) => {
  if (from?.direction !== 'before') return { after: from?.key ?? null };
  return { after: null, before: from.key };
};

// A page is short, and perhaps empty, where the search ended: its cursor leads on from there.
const pageFrom = (
  { events, reached }: FoundUsageEvents,
  limit: number,
  from: Place<UsageEventPlace> | undefined,
): Page<ListedUsageEvent> => {
  const page = pageOf(events, { limit, from }, places);
  if (reached === null) return page;
  const direction = from?.direction ?? 'after';
  const cursor = cursorTo({ direction, key: reached }, textOf);
  return { ...page, [direction === 'before' ? 'prevCursor' : 'nextCursor']: cursor };
};

const textOf = ({ at, position }: UsageEventPlace): string => `${at} ${position}`;

const places = {
  of: ({ at, position }: UsageEventPlace): UsageEventPlace => ({ at, position }),
  textOf,
  beside: ({ direction, key: { at, position } }: Place<UsageEventPlace>): UsageEventPlace => ({
    at,
    position: direction === 'after' ? position + 1 : position - 1,
  }),
};

const parsePlace = (text: string): UsageEventPlace => {
  const [, at, position] = /^(-?\d{1,15}) (\d{1,15})$/.exec(text) ?? [];
  if (at === undefined || position === undefined) throw invalidCursor('/cursor');
  const instant = Number(at);
  if (instant < earliest || instant > latest) throw invalidCursor('/cursor');
  return { at: instant as Instant, position: Number(position) };
};

// Every storage can compare instants of the years 1 to 9999.
const [earliest, latest] = [-62_135_596_800_000, 253_402_300_799_999];
