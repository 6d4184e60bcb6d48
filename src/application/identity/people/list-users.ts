import type { IdentityReads } from '#application/identity/ports.ts';
import type { UserFilter, UserView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { createdWithinDays } from '#application/shared/created-on.ts';
import type { Page } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads>;
}

export type ListUsersInput = UserFilter & ListRequest;

const key = { prefix: 'mem', of: ({ membershipId }: UserView) => membershipId } as const;

/** Lists the tenant's members, latest to join first. */
export class ListUsers implements UseCase<ListUsersInput, Page<UserView>> {
  readonly permission = 'users:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} on a bad filter, limit or cursor. */
  async execute(context: RequestContext, input: ListUsersInput): Promise<Page<UserView>> {
    const { limit, cursor, ...asked } = input;
    const filter = {
      ...asked,
      ...checkAll({
        email: () => orUndefined(parseEmailAddress)(asked.email),
        search: () => orUndefined(parseSearch)(asked.search),
      }),
    };
    return this.#dependencies.reads.read(context, async (queries) => {
      const createdAt = await createdWithinDays(queries, input);
      return readPage({ limit, cursor }, key, (slice) =>
        queries.users.list({ ...filter, createdAt }, slice),
      );
    });
  }
}
