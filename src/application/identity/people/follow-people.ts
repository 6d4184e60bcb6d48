import { followPerson } from '#application/identity/account/change-account.ts';
import type { Directory, IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { EventSubscriber, SubscribedEvents } from '#application/shared/event-subscribers.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { UserId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

/**
 * Copies a new name and address to every tenant of a person: what a tenant shows of its members is
 * kept there, and a person changes it in one tenant.
 */
export class FollowPeople implements UseCase<SubscribedEvents, void> {
  readonly permission = 'users:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, { events }: SubscribedEvents): Promise<void> {
    const userIds = new Set(events.map(({ subjectId }) => subjectId as UserId));
    for (const userId of userIds) await this.#follow(context, userId);
  }

  async #follow(context: RequestContext, userId: UserId): Promise<void> {
    const { directory, unitOfWork } = this.#dependencies;
    const person = await directory.find(userId);
    for (const { id: tenantId } of person?.tenants ?? []) {
      await unitOfWork.run({ ...context, tenantId }, async (repositories, { realNow }) => {
        const user = await repositories.users.find(userId);
        if (user !== undefined) await followPerson(repositories, user, realNow);
      });
    }
  }
}

/** The subscriber that keeps memberships in step with their persons. */
export const personSubscribers = (
  followPeople: EventSubscriber['useCase'],
): readonly EventSubscriber[] => [
  {
    subscriber: 'member-details',
    eventTypes: ['user.renamed', 'user.email_changed', 'user.email_released'],
    useCase: followPeople,
  },
];
