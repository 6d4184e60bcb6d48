import type { IdentityReads } from '#application/identity/ports.ts';
import type { InvitationView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { createdWithinDays } from '#application/shared/created-on.ts';
import type { Page } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { Clock, ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads>;
  readonly clock: Clock;
}

const key = { prefix: 'ivt', of: ({ id }: InvitationView) => id } as const;

/** Lists the tenant's open invitations, newest first. */
export class ListInvitations implements UseCase<ListRequest, Page<InvitationView>> {
  readonly permission = 'users:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} on a bad limit or cursor. */
  execute(context: RequestContext, request: ListRequest): Promise<Page<InvitationView>> {
    const { reads, clock } = this.#dependencies;
    const now = clock.now();
    return reads.read(context, async (queries) => {
      const createdAt = await createdWithinDays(queries, request);
      return readPage(request, key, (slice) => queries.invitations.list(slice, now, createdAt));
    });
  }
}
