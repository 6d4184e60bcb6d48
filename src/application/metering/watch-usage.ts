import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import type { UsageNews, UsageRetry, UsageToWatch } from '#application/metering/usage-watches.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, later } from '#domain/shared/time.ts';

interface Dependencies<Repositories> {
  readonly unitOfWork: UnitOfWork<Repositories>;
  readonly usageWatchers: readonly UsageWatcher<Repositories>[];
  /** Hears of looks that failed, and are tried again. */
  readonly watchFailed: (error: unknown, watcher: string, customerId: CustomerId) => void;
}

/** A step in one tenant. */
export interface WatchedStep {
  /** The number of looks. */
  readonly looks: number;
  /** Nothing is left to watch, or somebody else is at it. */
  readonly isDone: boolean;
}

const stepMax = 50_000;
const looksAtOnce = 100;
const claimMilliseconds = 60_000;
const retryMilliseconds = 1000;
const retryMillisecondsMax = 3_600_000;

type Watching<Repositories> = UsageToWatch & {
  readonly watchers: readonly UsageWatcher<Repositories>[];
};

/**
 * Has the watchers look at the customers of whom events came since the last step. Who dies between
 * a look and the end of the step leaves all of it to the next one, when the claim is over.
 */
export class WatchUsage<Repositories extends MeteringRepositories>
  implements UseCase<Record<string, never>, WatchedStep>
{
  readonly permission = 'usage:write' as const;
  readonly #dependencies: Dependencies<Repositories>;

  constructor(dependencies: Dependencies<Repositories>) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext): Promise<WatchedStep> {
    const { unitOfWork } = this.#dependencies;
    const work = await this.#claim(context);
    if (work === null) return { looks: 0, isDone: true };
    const { retries, through, watchers } = work;
    const failed: UsageRetry[] = [];
    let looks = 0;
    for (const watcher of watchers) {
      const own = retries.filter((retry) => retry.watcher === watcher.name);
      const news = merged(work.news, own);
      looks += news.length;
      for (const each of await this.#lookAtAll(context, watcher, news)) {
        const known = own.find(({ customerId }) => customerId === each.customerId);
        failed.push({ ...each, watcher: watcher.name, attempts: (known?.attempts ?? 0) + 1 });
      }
    }
    await unitOfWork.run(context, ({ usageWatches }, { realNow }) => {
      const again = failed.map((each) => ({ ...each, dueAt: dueAgain(realNow, each) }));
      return usageWatches.finish({ through, retries, failed: again });
    });
    return { looks, isDone: false };
  }

  /** Where nothing is to be watched any more, news are kept no longer. */
  #claim(context: RequestContext): Promise<Watching<Repositories> | null> {
    const { unitOfWork, usageWatchers } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, { realNow: now }) => {
      const { usageWatches } = repositories;
      const until = later(now, claimMilliseconds);
      const work = await usageWatches.claim({ now, until, limit: stepMax });
      if (work === null) return null;
      const watchers: UsageWatcher<Repositories>[] = [];
      for (const watcher of usageWatchers) {
        if (await watcher.isWatching(repositories)) watchers.push(watcher);
      }
      if (watchers.length > 0) return { ...work, watchers };
      await usageWatches.end();
      return null;
    });
  }

  /** Gives the customers that it failed for. */
  async #lookAtAll(
    context: RequestContext,
    watcher: UsageWatcher<Repositories>,
    news: readonly UsageNews[],
  ): Promise<readonly UsageNews[]> {
    const failed: UsageNews[] = [];
    for (let first = 0; first < news.length; first += looksAtOnce) {
      const some = news.slice(first, first + looksAtOnce);
      failed.push(...(await this.#lookAt(context, watcher, some)));
    }
    return failed;
  }

  async #lookAt(
    context: RequestContext,
    watcher: UsageWatcher<Repositories>,
    news: readonly UsageNews[],
  ): Promise<readonly UsageNews[]> {
    const [one, ...others] = news;
    if (one === undefined) return [];
    try {
      await watcher.look(context, news);
      return [];
    } catch (error) {
      // Without a storage every look fails, and none of them is to blame.
      if (error instanceof Unavailable) throw error;
      if (others.length === 0) {
        // Something else is under way: it is looked at again in a moment, and nothing is wrong.
        const isEarly = error instanceof DomainError && error.isTemporary;
        if (!isEarly) this.#dependencies.watchFailed(error, watcher.name, one.customerId);
        return news;
      }
    }
    const failed: UsageNews[] = [];
    for (const each of news) failed.push(...(await this.#lookAt(context, watcher, [each])));
    return failed;
  }
}

/** Each customer once. */
const merged = (
  news: readonly UsageNews[],
  retries: readonly UsageRetry[],
): readonly UsageNews[] => {
  const byCustomer = new Map(news.map((each) => [each.customerId, each]));
  for (const { customerId, from, through } of retries) {
    const known = byCustomer.get(customerId) ?? { from, through };
    byCustomer.set(customerId, {
      customerId,
      eventTypes: null,
      from: instantOf(Math.min(known.from, from)),
      through: instantOf(Math.max(known.through, through)),
    });
  }
  return [...byCustomer.values()];
};

const dueAgain = (now: Instant, { attempts }: UsageRetry): Instant =>
  later(now, Math.min(retryMilliseconds * 2 ** attempts, retryMillisecondsMax));
