import type { UsageEvent } from '#domain/metering/admission.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import type { Instant } from '#domain/shared/time.ts';
import { buildId, nextDay, someday } from './builders.ts';

let meters = 0;

/** A meter that counts calls, under a code of its own. */
export const buildMeter = ({
  at = someday,
  ...given
}: { readonly at?: Instant } & Partial<MeterInput> = {}): ActiveMeter => {
  meters += 1;
  const { aggregation = 'count' } = given;
  const counted = aggregation === 'count' ? {} : { property: 'value' };
  return ActiveMeter.create(
    buildId('mtr', at),
    {
      code: `meter-${meters}`,
      name: 'Calls',
      eventType: 'call',
      aggregation,
      ...counted,
      ...given,
    },
    at,
  );
};

/** An event of usage, of a customer; a day after `someday` where nothing else is said. */
export const buildUsageEvent = (
  given: Pick<UsageEvent, 'id' | 'customerId'> & Partial<UsageEvent>,
): UsageEvent => ({
  source: 'api',
  type: 'call',
  at: nextDay,
  isTimed: true,
  subscriptionId: null,
  data: '{"size": 5}',
  ...given,
});
