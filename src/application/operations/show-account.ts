import type { Directory } from '#application/identity/ports.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import { AccountNotFound } from '#domain/identity/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailLengthMax, parseText } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly directory: Directory;
}

export interface ShowAccountInput {
  readonly email: string;
}

/** An account, and where its owner is a member, latest first. */
export interface AccountView {
  readonly id: UserId;
  readonly email: EmailAddress;
  readonly isEmailVerified: boolean;
  readonly name: string;
  readonly createdAt: Instant;
  readonly tenants: readonly TenantChoice[];
}

export type ShowAccountUseCase = OpenUseCase<ShowAccountInput, AccountView>;

/** Shows whose account has an address. For operators: nobody else is told who has an account. */
export class ShowAccount implements ShowAccountUseCase {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | AccountNotFound} */
  async execute(_request: AnonymousContext, input: ShowAccountInput): Promise<AccountView> {
    const { email } = checkAll({
      email: () => parseText(input.email, emailLengthMax) as EmailAddress,
    });
    const person = await this.#dependencies.directory.findByEmail(email);
    if (person === undefined) throw new AccountNotFound();
    const { id, emailVerifiedAt, name, createdAt, email: stored } = person.user.facts;
    const isEmailVerified = emailVerifiedAt !== null;
    const { tenants } = person;
    return { id, email: stored, isEmailVerified, name, createdAt, tenants };
  }
}
