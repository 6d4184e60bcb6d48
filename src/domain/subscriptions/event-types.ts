/** The public events of subscriptions. */
export const subscriptionEventTypes = [
  'subscription.created',
  'subscription.updated',
  'subscription.canceled',
  'subscription.uncanceled',
  'subscription.changed',
  'subscription.change_taken_back',
  'subscription.trial_extended',
  'subscription.trial_ended',
  'subscription.paused',
  'subscription.resumed',
] as const;

/** The public events of moves of many subscriptions to a version of their plan. */
export const planMigrationEventTypes = [
  'plan.migration_started',
  'plan.migration_completed',
] as const;
