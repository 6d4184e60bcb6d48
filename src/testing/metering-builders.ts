import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import type { Instant } from '#domain/shared/time.ts';
import { buildId, someday } from './builders.ts';

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
