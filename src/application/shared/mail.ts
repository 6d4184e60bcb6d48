import type { Lane } from '#application/shared/job-slots.ts';
import type { InvitationId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';

/** A mail as it is sent: plain text, to one person. */
export interface Mail {
  readonly to: EmailAddress;
  readonly subject: string;
  readonly text: string;
}

/**
 * Hands mails over to whoever delivers them.
 *
 * 1. Resolves once the mail was taken on, and rejects where it was not: it is then tried again.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/**
 * Why somebody is to get a mail. It holds no secret: what opens anything is made when the mail is
 * written, and is stored nowhere.
 */
export type MailOrder =
  | { readonly kind: 'password_reset'; readonly email: EmailAddress }
  | {
      readonly kind: 'address_proof';
      readonly userId: UserId;
      readonly email: EmailAddress;
      /** Of the account that is to have the address; null where it has it. */
      readonly version: number | null;
    }
  | { readonly kind: 'address_changed'; readonly email: EmailAddress; readonly to: EmailAddress }
  | { readonly kind: 'password_changed'; readonly email: EmailAddress }
  | {
      readonly kind: 'invitation';
      readonly tenantId: TenantId;
      readonly invitationId: InvitationId;
    };

/**
 * Mails that are to be written and sent, by whichever worker comes first.
 *
 * 1. What was added is handed to a worker once at least, in this process or another.
 * 2. `add` never rejects: the log shows a mail that could not be
 *    added. What it belongs to has happened already, and its owner can ask for the mail again.
 * 3. Mails of one lane (`laneOfMail`) that do not end keep back nobody else's.
 */
export interface MailOutbox {
  add(order: MailOrder): Promise<void>;
}

/** Whose turn a mail takes: its tenant's, or that of all mails of its kind. */
export const laneOfMail = (order: MailOrder): Lane => ({
  tenantId: order.kind === 'invitation' ? order.tenantId : order.kind,
  endpointId: order.kind,
});
