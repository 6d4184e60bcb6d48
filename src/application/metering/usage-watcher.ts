import type { UsageNews } from '#application/metering/usage-watches.ts';
import type { RequestContext } from '#application/shared/context.ts';

/**
 * Looks at customers soon after their usage events were stored. A module declares one for
 * what it does then. A run that stores the first thing to watch calls `usageWatches.begin`.
 */
export interface UsageWatcher<Repositories> {
  /** Says whose looks are to be tried again: it stays as it is. */
  readonly name: string;
  /** Whether there is anything in the tenant of the unit of work that it looks at. */
  readonly isWatching: (repositories: Repositories) => Promise<boolean>;
  /**
   * Looks at each of these customers, in runs of its own: at least once after each event, so that
   * another look at the same changes nothing. Where it throws, each is looked at by itself.
   */
  readonly look: (context: RequestContext, news: readonly UsageNews[]) => Promise<void>;
}
