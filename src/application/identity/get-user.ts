import type { IdentityReads } from '#application/identity/ports.ts';
import type { UserView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UserNotFound } from '#domain/identity/errors.ts';
import type { UserId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads>;
}

export interface GetUserInput {
  readonly userId: UserId;
}

/** Shows one member of the tenant. */
export class GetUser implements UseCase<GetUserInput, UserView> {
  readonly permission = 'users:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {UserNotFound} */
  async execute(context: RequestContext, { userId }: GetUserInput): Promise<UserView> {
    const user = await this.#dependencies.reads.read(context, ({ users }) => users.find(userId));
    if (user === undefined) throw new UserNotFound();
    return user;
  }
}
