import { followPerson } from '#application/identity/account/change-account.ts';
import type { Directory, IdentityRepositories, Person } from '#application/identity/ports.ts';
import { operatorContext } from '#application/operations/operator-context.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { AccountNotFound, AddressIsProved } from '#domain/identity/errors.ts';
import type { User } from '#domain/identity/user.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey, emailLengthMax, parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly clock: Clock;
}

export interface ReleaseAddressInput {
  /** The account that has the address now. */
  readonly userId: UserId;
  /** The address, as proof that the right account was looked up. */
  readonly email: string;
}

/** The account that gave its address up, and what it signs in with from now on. */
export interface ReleasedAddress {
  readonly userId: UserId;
  readonly email: EmailAddress;
}

export type ReleaseAddressUseCase = OpenUseCase<ReleaseAddressInput, ReleasedAddress>;

/**
 * Frees an address that an account has and never proved, so that whose it is can accept an
 * invitation or sign up with it. For operators: nothing on a network.
 *
 * The account, its password, sessions and tenants stay with whoever made it: who has the address
 * next gets none of these. It is recorded in the tenant that the account joined last.
 */
export class ReleaseAddress implements ReleaseAddressUseCase {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | AccountNotFound | AddressIsProved | VersionMismatch} */
  async execute(request: AnonymousContext, input: ReleaseAddressInput): Promise<ReleasedAddress> {
    const { directory } = this.#dependencies;
    const { email } = checkAll({
      email: () => parseText(input.email, emailLengthMax) as EmailAddress,
    });
    const person = await directory.find(input.userId);
    if (person === undefined) throw new AccountNotFound();
    const { facts } = await this.#release(request, person, email);
    return { userId: facts.id, email: facts.email };
  }

  async #release(
    { requestId }: AnonymousContext,
    { user, tenants }: Person,
    email: EmailAddress,
  ): Promise<User> {
    const { directory, unitOfWork, clock } = this.#dependencies;
    const [home] = tenants;
    if (home === undefined) return directory.save(released(user, email, clock.now()));
    const context = operatorContext(home.id, requestId);
    return unitOfWork.run(context, async (repositories, { realNow }) => {
      const current = await repositories.users.find(user.facts.id);
      const saved = await repositories.users.save(released(current, email, realNow));
      await followPerson(repositories, saved, realNow);
      return saved;
    });
  }
}

const released = (user: User | undefined, email: EmailAddress, now: Instant): User => {
  if (user === undefined || emailKey(user.facts.email) !== emailKey(email)) {
    throw new AccountNotFound();
  }
  if (user.facts.emailVerifiedAt !== null) throw new AddressIsProved();
  return user.releaseEmail(now);
};
