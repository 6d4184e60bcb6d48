import 'reflect-metadata';
import type { InjectionToken } from 'tsyringe';
import type { EntryHasher } from '#application/audit/ports.ts';
import type {
  AccessTokens,
  Directory,
  LinkTokens,
  MailThrottle,
  PasswordHasher,
  Secrets,
  SignInThrottle,
} from '#application/identity/ports.ts';
import type { InvoiceRenderer } from '#application/invoicing/views/render-invoice.ts';
import type { CancelledUsage } from '#application/metering/cancel-usage.ts';
import type { RecordedUsage } from '#application/metering/record-usage.ts';
import type { Mailer, MailOutbox } from '#application/shared/mail.ts';
import type { Clock, IdGenerator, ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import type { WebhookSecrets, WebhookSender } from '#application/webhooks/ports.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';

// tsyringe needs its metadata polyfill even where nothing is decorated; this is the one import of
// it.

/** The ports that use cases are built on, under the names that the container knows. */
export const clock: InjectionToken<Clock> = Symbol('Clock');
export const ids: InjectionToken<IdGenerator> = Symbol('IdGenerator');
export const unitOfWork: InjectionToken<UnitOfWork<AllRepositories>> = Symbol('UnitOfWork');
export const reads: InjectionToken<ReadAccess<AllQueries>> = Symbol('ReadAccess');
export const directory: InjectionToken<Directory> = Symbol('Directory');
export const passwords: InjectionToken<PasswordHasher> = Symbol('PasswordHasher');
export const secrets: InjectionToken<Secrets> = Symbol('Secrets');
export const accessTokens: InjectionToken<AccessTokens> = Symbol('AccessTokens');
export const signInThrottle: InjectionToken<SignInThrottle> = Symbol('SignInThrottle');
export const entryHasher: InjectionToken<EntryHasher> = Symbol('EntryHasher');
export const webhookSender: InjectionToken<WebhookSender> = Symbol('WebhookSender');
export const webhookSecrets: InjectionToken<WebhookSecrets> = Symbol('WebhookSecrets');
export const linkTokens: InjectionToken<LinkTokens> = Symbol('LinkTokens');
export const mails: InjectionToken<MailOutbox> = Symbol('MailOutbox');
export const mailer: InjectionToken<Mailer> = Symbol('Mailer');
export const mailThrottle: InjectionToken<MailThrottle> = Symbol('MailThrottle');
export const publicUrl: InjectionToken<string> = Symbol('publicUrl');
export const invoiceRenderer: InjectionToken<InvoiceRenderer> = Symbol('InvoiceRenderer');
/** Hears of accounts that could not be billed. */
export const billingFailed: InjectionToken<(error: unknown, customerId: string) => void> =
  Symbol('billingFailed');
/** Hears of events of usage that were sent. */
export const usageRecorded: InjectionToken<(recorded: RecordedUsage) => void> =
  Symbol('usageRecorded');
/** Hears of events of usage that were cancelled. */
export const usageCancelled: InjectionToken<(cancelled: CancelledUsage) => void> =
  Symbol('usageCancelled');
/** Hears of looks at usage that failed. */
export const watchFailed: InjectionToken<
  (error: unknown, watcher: string, customerId: string) => void
> = Symbol('watchFailed');
/** Hears of usage that an alert cannot be set against. */
export const alertFailed: InjectionToken<(failure: AlertFailure) => void> = Symbol('alertFailed');
export const signupOpen: InjectionToken<boolean> = Symbol('signupOpen');
