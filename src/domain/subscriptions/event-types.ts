/** The public events of subscriptions. */
export const subscriptionEventTypes = [
  'subscription.created',
  'subscription.canceled',
  'subscription.uncanceled',
] as const;
