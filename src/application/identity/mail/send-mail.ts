import type { LinkWriter } from '#application/identity/mail/link-writer.ts';
import * as letters from '#application/identity/mail/mail-texts.ts';
import type { Directory, IdentityRepositories } from '#application/identity/ports.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Mail, Mailer, MailOrder } from '#application/shared/mail.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly mailer: Mailer;
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly links: LinkWriter;
}

type OrderOf<Kind extends MailOrder['kind']> = Extract<MailOrder, { readonly kind: Kind }>;

/**
 * Writes and sends a mail that was asked for. What has become void meanwhile is not sent, nor is
 * anything to an address that no account has.
 */
export class SendMail implements OpenUseCase<MailOrder, void> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws whatever the mailer says: it is then tried again. */
  async execute(request: AnonymousContext, order: MailOrder): Promise<void> {
    const mail = await this.#written(request, order);
    if (mail !== undefined) await this.#dependencies.mailer.send(mail);
  }

  async #written(request: AnonymousContext, order: MailOrder): Promise<Mail | undefined> {
    switch (order.kind) {
      case 'password_reset':
        return this.#passwordReset(order);
      case 'address_proof':
        return this.#addressProof(order);
      case 'address_changed':
        return letters.addressChanged(order.email, order.to);
      case 'password_changed':
        return letters.passwordChanged(order.email);
      case 'invitation':
        return this.#invitation(request, order);
    }
  }

  async #passwordReset({ email }: OrderOf<'password_reset'>): Promise<Mail | undefined> {
    const { directory, links } = this.#dependencies;
    const person = await directory.findByEmail(email);
    if (person === undefined) return undefined;
    const { url } = links.passwordReset(person.user, { isMailed: true });
    return letters.passwordReset(person.user.facts.email, url);
  }

  #addressProof({ userId, email, version }: OrderOf<'address_proof'>): Mail {
    const { url } = this.#dependencies.links.addressProof({ userId, email, version });
    return letters.addressProof(email, url);
  }

  #invitation(
    request: AnonymousContext,
    { tenantId, invitationId }: OrderOf<'invitation'>,
  ): Promise<Mail | undefined> {
    const { unitOfWork, links } = this.#dependencies;
    const context = contextOfToken(request, tenantId);
    return unitOfWork.run(context, async ({ invitations, tenants }, { realNow }) => {
      const invitation = await invitations.find(invitationId);
      const tenant = await tenants.find();
      if (invitation === undefined || tenant === undefined) return undefined;
      if (realNow >= invitation.facts.expiresAt) return undefined;
      const { url } = links.invitation(tenantId, invitation);
      return letters.invitation(invitation.facts.email, tenant.facts.name, url);
    });
  }
}
