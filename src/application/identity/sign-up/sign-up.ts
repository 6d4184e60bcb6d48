import { newPassword } from '#application/identity/account/new-password.ts';
import { provesPassword } from '#application/identity/account/own-account.ts';
import type {
  Directory,
  PasswordHasher,
  Person,
  SignInThrottle,
} from '#application/identity/ports.ts';
import type { SignedIn } from '#application/identity/sessions/session-starter.ts';
import type { TenantCreator } from '#application/identity/sign-up/tenant-creator.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { TenantStartInput } from '#application/tenants/new-tenant.ts';
import { startReaders } from '#application/tenants/new-tenant.ts';
import { EmailTaken, SignupClosed } from '#domain/identity/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import { parseEmailAddress, parseName } from '#domain/shared/text.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly tenantCreator: TenantCreator;
  readonly passwords: PasswordHasher;
  readonly signInThrottle: SignInThrottle;
  readonly mails: MailOutbox;
  /** Whether strangers may create tenants here. */
  readonly signupOpen: boolean;
}

export interface SignUpInput extends TenantStartInput {
  readonly tenantName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Creates a tenant; the caller is its first ADMIN, and signed in. Somebody with an account, and no
 * membership, creates it with that account; everybody else with an account signs in first.
 */
export class SignUp implements OpenUseCase<SignUpInput, SignedIn> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SignupClosed | InvalidValue | EmailTaken | TooManyAttempts} */
  async execute(request: AnonymousContext, input: SignUpInput): Promise<SignedIn> {
    const { directory, tenantCreator, mails, signupOpen } = this.#dependencies;
    if (!signupOpen) throw new SignupClosed();
    const { name, email, password, tenantName, ...start } = this.#checked(input);
    const newTenant = { name: tenantName, ...start };
    const known = await directory.findByEmail(email);
    if (known !== undefined) {
      await this.#prove(request, known, input.password);
      return tenantCreator.create(request, newTenant, { userId: known.user.facts.id });
    }
    // Hashing is slow on purpose, so it is over before the transaction begins.
    const passwordHash = await password.hash();
    const person = { name, email, passwordHash };
    const signedIn = await tenantCreator.create(request, newTenant, person);
    const { id: userId } = signedIn.user;
    await mails.add({ kind: 'address_proof', userId, email, version: null });
    return signedIn;
  }

  async #prove(request: AnonymousContext, { user, tenants }: Person, password: string) {
    if (tenants.length > 0) throw new EmailTaken();
    const isProven = await provesPassword(this.#dependencies, request, user, password);
    if (!isProven) throw new EmailTaken();
  }

  #checked(input: SignUpInput) {
    const { passwords } = this.#dependencies;
    return checkAll({
      tenantName: () => parseName(input.tenantName),
      ...startReaders(input),
      name: () => parseName(input.name),
      email: () => parseEmailAddress(input.email),
      password: () => newPassword(passwords, input.password),
    });
  }
}
