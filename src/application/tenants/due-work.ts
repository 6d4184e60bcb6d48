import type { RequestContext } from '#application/shared/context.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { AdvanceReport } from '#domain/tenants/test-clock.ts';

/**
 * The work that falls due in a test tenant. Modules that bill implement it.
 *
 * 1. `nextDueAt` gives the earliest instant at which something is due, be it past or to come, as
 *    the run sees it; nothing where nothing will be. The run has the clock to itself, so nobody
 *    else is writing anything that is due.
 * 2. `handleDue` handles what is due at `moment`, all of it or a batch, in runs of its own whose
 *    `now` is that moment, and gives how much; what it handled is not due at that moment any more.
 *    It gives 0 where others are handling all of it.
 * 3. `handleDue` may be cut off at any point, and may be called by several at once: what is due is
 *    handled once.
 * 4. `report` counts what was handled since an instant in real time, as the run sees it.
 */
export interface DueWork<Repositories> {
  nextDueAt(repositories: Repositories): Promise<Instant | undefined>;
  handleDue(context: RequestContext, moment: Instant): Promise<number>;
  report(repositories: Repositories, since: Instant): Promise<AdvanceReport>;
}
