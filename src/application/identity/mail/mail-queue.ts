import type { BackgroundContexts } from '#application/shared/jobs.ts';
import { queue } from '#application/shared/jobs.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';

/** The use cases that work on its jobs. */
export interface MailWork extends BackgroundContexts {
  readonly accounts: { readonly sendMail: OpenUseCase<MailOrder, void> };
}

/** Mails. They are tried for half a day: a mail server may be away for that long. */
export const mailQueue = queue({
  name: 'mail',
  handler: 'mail',
  options: {
    retryLimit: 20,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 3_600,
    expireInSeconds: 45,
  },
  slotsMax: 10,
  dueOf: (order: MailOrder) => order,
  handlerOf:
    ({ accounts, anonymous }: MailWork) =>
    async (order) => {
      await accounts.sendMail.execute(anonymous(), order);
      return 'done';
    },
});
