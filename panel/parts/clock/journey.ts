import { useQuery } from '@tanstack/react-query';
import { queryClient, useCan } from '../../api/queries.ts';
import { call, useMe } from '../../api/session.ts';
import type { Happening, Span } from '../../values/advance.ts';
import { happeningsOf, withOtherTerms } from '../../values/advance.ts';
import type { Event, Subscription, SubscriptionChange } from '../../wire/types.ts';

/** An advance of a test clock, and how the tenant stood before it. */
export interface Journey extends Span {
  /** The end of the event sequence as it was; undefined where the person may not read events. */
  readonly cursor: string | undefined;
  readonly subscriptions: readonly Subscription[];
}

const pageRows = '100';
/** Of events and of subscriptions: what a person can look over, and a browser can read at once. */
const pagesMax = 10;
/** Of these it is asked when they changed, each by a call of its own. */
const datedMax = 20;

/** Notes how the tenant stands, then advances its clock. */
export const useAdvance = (): ((span: Span) => Promise<Journey>) => {
  const mayReadEvents = useCan('listEvents');
  const mayReadSubscriptions = useCan('listSubscriptions');
  return async (span) => {
    const end = mayReadEvents && (await call('listEvents', { query: { after: 'latest' } }));
    const subscriptions = mayReadSubscriptions ? await allSubscriptions() : [];
    await call('advanceTestClock', { body: { to: span.to } });
    return { ...span, subscriptions, cursor: end === false ? undefined : end.page.nextCursor };
  };
};

/** Everything that happened on a way that is over. */
export const useHappenings = (journey: Journey, isOver: boolean) => {
  const { tenant } = useMe();
  const mayReadSubscriptions = useCan('listSubscriptions');
  const queryKey = [tenant.id, 'happenings', journey.from, journey.to, journey.cursor];
  return useQuery({
    queryKey,
    // It is read once: whatever is done later is no part of the way.
    queryFn: async (): Promise<readonly Happening[]> => {
      const known = queryClient.getQueryData<readonly Happening[]>(queryKey);
      if (known !== undefined) return known;
      const events = journey.cursor === undefined ? [] : await eventsAfter(journey.cursor);
      const after = mayReadSubscriptions ? await allSubscriptions() : [];
      const before = journey.subscriptions;
      const changes = await changesOf(withOtherTerms(before, after));
      return happeningsOf(journey, { events, before, after, changes });
    },
    enabled: isOver,
  });
};

const eventsAfter = async (cursor: string): Promise<readonly Event[]> => {
  const found: Event[] = [];
  let after = cursor;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const { data, page } = await call('listEvents', { query: { after, limit: pageRows } });
    found.push(...data);
    after = page.nextCursor;
    if (!page.hasMore) break;
  }
  return found;
};

/** The changes of the first of these subscriptions; of the others it is not said when. */
const changesOf = async (
  subscriptions: readonly { readonly id: string }[],
): Promise<readonly SubscriptionChange[]> => {
  const asked = subscriptions
    .slice(0, datedMax)
    .map(({ id }) => call('listSubscriptionChanges', { params: { subscriptionId: id } }));
  return (await Promise.all(asked)).flatMap(({ data }) => data);
};

const allSubscriptions = async (): Promise<readonly Subscription[]> => {
  const found: Subscription[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const { data, page } = await call('listSubscriptions', { query: { limit: pageRows, cursor } });
    found.push(...data);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return found;
};
