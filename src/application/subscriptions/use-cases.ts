import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import {
  CancelSubscription,
  cancelCommand,
  UncancelSubscription,
} from '#application/subscriptions/changes/cancel-subscription.ts';
import {
  ChangeSubscription,
  TakeBackChange,
} from '#application/subscriptions/changes/change-subscription.ts';
import { EndTrial, ExtendTrial } from '#application/subscriptions/changes/change-trial.ts';
import { PreviewCommand } from '#application/subscriptions/changes/command.ts';
import { changeCommand } from '#application/subscriptions/changes/decide-change.ts';
import { pauseCommand, resumeCommand } from '#application/subscriptions/changes/decide-pause.ts';
import {
  endTrialCommand,
  extendTrialCommand,
} from '#application/subscriptions/changes/decide-trial.ts';
import {
  PauseSubscription,
  ResumeSubscription,
} from '#application/subscriptions/changes/pause-subscription.ts';
import {
  CreateSubscription,
  createCommand,
} from '#application/subscriptions/create-subscription.ts';
import { ShowCurrentUsage } from '#application/subscriptions/current-usage.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type {
  SubscriptionChangeFilter,
  SubscriptionFilter,
  SubscriptionReads,
} from '#application/subscriptions/queries.ts';
import { subscriptionTimeline } from '#application/subscriptions/timeline.ts';
import { ForecastBilling } from '#application/subscriptions/upcoming/forecast.ts';
import { PreviewUpcomingInvoice } from '#application/subscriptions/upcoming/preview-upcoming.ts';
import { UpdateSubscription } from '#application/subscriptions/update-subscription.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';
import { parseSubscriptionExternalId } from '#domain/subscriptions/subscription-texts.ts';

export interface GetSubscriptionInput {
  readonly subscriptionId: SubscriptionId;
}

export type ListSubscriptionsInput = SubscriptionFilter & ListRequest;

/** The tools of the use cases, beside repositories. */
export interface BillingTools {
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
}

type SubscriptionPorts = Ports<SubscriptionRepositories, SubscriptionReads> & BillingTools;

/** The use cases of subscriptions. */
export const subscriptionUseCases = (ports: SubscriptionPorts) => ({
  create: guarded(new CreateSubscription(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'subscriptions:read',
      find: ({ subscriptions }, { subscriptionId }: GetSubscriptionInput) =>
        subscriptions.find(subscriptionId),
      notFound: SubscriptionNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'subscriptions:read',
      prefix: 'sub',
      parse: ({ externalId }: SubscriptionFilter) =>
        checkAll({ externalId: () => orUndefined(parseSubscriptionExternalId)(externalId) }),
      list: ({ subscriptions }, filter, slice) => subscriptions.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateSubscription(ports)),
  previewCreate: guarded(new PreviewCommand(ports, createCommand)),
  cancel: guarded(new CancelSubscription(ports)),
  previewCancel: guarded(new PreviewCommand(ports, cancelCommand)),
  uncancel: guarded(new UncancelSubscription(ports)),
  ...pauseUseCases(ports),
  change: guarded(new ChangeSubscription(ports)),
  previewChange: guarded(new PreviewCommand(ports, changeCommand)),
  takeBackChange: guarded(new TakeBackChange(ports)),
  extendTrial: guarded(new ExtendTrial(ports)),
  previewExtendTrial: guarded(new PreviewCommand(ports, extendTrialCommand)),
  endTrial: guarded(new EndTrial(ports)),
  previewEndTrial: guarded(new PreviewCommand(ports, endTrialCommand)),
  changes: guarded(
    listPage(ports.reads, {
      permission: 'subscriptions:read',
      prefix: 'chg',
      parse: (filter: SubscriptionChangeFilter) => filter,
      list: async ({ subscriptions }, filter, slice) => {
        if ((await subscriptions.find(filter.subscriptionId)) === undefined) {
          throw new SubscriptionNotFound();
        }
        return subscriptions.changes(filter, slice);
      },
    }),
  ),
  upcomingInvoice: guarded(new PreviewUpcomingInvoice(ports)),
  currentUsage: guarded(new ShowCurrentUsage(ports)),
  timeline: guarded(subscriptionTimeline(ports.reads)),
  forecast: guarded(new ForecastBilling(ports)),
});

const pauseUseCases = (ports: SubscriptionPorts) => ({
  pause: guarded(new PauseSubscription(ports)),
  previewPause: guarded(new PreviewCommand(ports, pauseCommand)),
  resume: guarded(new ResumeSubscription(ports)),
  previewResume: guarded(new PreviewCommand(ports, resumeCommand)),
});

export type SubscriptionUseCases = ReturnType<typeof subscriptionUseCases>;
