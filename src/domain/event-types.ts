import { usageAlertEventTypes } from '#domain/alerts/event-types.ts';
import { planEventTypes, planVersionEventTypes } from '#domain/catalog/event-types.ts';
import { userEventTypes } from '#domain/identity/event-types.ts';
import { balanceEventTypes, invoiceEventTypes } from '#domain/invoicing/event-types.ts';
import { meterEventTypes } from '#domain/metering/event-types.ts';
import { resourceEventTypes } from '#domain/shared/resource-events.ts';
import {
  planMigrationEventTypes,
  subscriptionEventTypes,
} from '#domain/subscriptions/event-types.ts';
import { taxRateEventTypes } from '#domain/taxes/event-types.ts';
import { tenantEventTypes } from '#domain/tenants/event-types.ts';

/**
 * The events that webhooks and the feed show. Sessions, keys and webhooks are
 * nobody else's matter: only the audit entries show theirs. What endpoints ask for is stored in
 * this order: that of two which there are never changes.
 */
export const publicEventTypes = [
  ...tenantEventTypes,
  ...userEventTypes,
  ...resourceEventTypes,
  ...planEventTypes,
  ...planVersionEventTypes,
  ...subscriptionEventTypes,
  ...invoiceEventTypes,
  ...taxRateEventTypes,
  ...balanceEventTypes,
  ...meterEventTypes,
  ...planMigrationEventTypes,
  ...usageAlertEventTypes,
] as const;
