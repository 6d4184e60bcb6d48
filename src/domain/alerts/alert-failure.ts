import type { UsagePlace } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * Usage that an alert could not be set against: nobody is told of its thresholds in this period,
 * until it can be read again.
 */
export interface AlertFailure extends UsagePlace {
  readonly alertId: UsageAlertId;
  /** The code of the refusal, */
  readonly code: string;
  /** and the reason for people. */
  readonly detail: string;
  /** The business time at which it was noticed first. */
  readonly failedAt: Instant;
}

/** Usage of an alert that could be read. */
export type ReadPlace = UsagePlace & Pick<AlertFailure, 'alertId'>;

/** A text that two have where they are the usage of one alert in one period. */
export const placeText = ({ alertId, customerId, subscriptionId, period }: ReadPlace): string =>
  [alertId, customerId, subscriptionId, period.startsAt].join('/');
