import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import type { Price } from '#domain/catalog/price.ts';
import { unfitReason } from '#domain/catalog/usage-price.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * Refuses terms whose prices or limits name a meter that there is not, or which is archived, or
 * which does not count as their model needs it. Nobody archives the others until the run is over.
 * @throws {InvalidValue} `unknown_meter`, `meter_unfit`, for each of them
 */
export const requireMeters = async (
  { meters }: Pick<MeteringRepositories, 'meters'>,
  { prices, features }: Pick<PlanTerms, 'prices' | 'features'>,
): Promise<void> => {
  const named = [
    ...prices.map((price, index) => ({
      meterId: price.meterId,
      price,
      pointer: `/prices/${index}/meterId`,
    })),
    ...features.map((feature, index) => ({
      meterId: feature.kind === 'limit' ? feature.meterId : undefined,
      price: undefined,
      pointer: `/features/${index}/meterId`,
    })),
  ];
  const ids = [...new Set(named.flatMap(({ meterId }) => meterId ?? []))].toSorted();
  const known = new Map<string, MeterDefinition>();
  for (const id of ids) {
    const meter = await meters.findShared(id);
    if (meter?.status === 'active') known.set(id, meter.facts);
  }
  const faults = named.flatMap(({ meterId, price, pointer }) => {
    if (meterId === undefined) return [];
    const fault = faultOf(price, known.get(meterId));
    return fault === null ? [] : [{ pointer, ...fault }];
  });
  if (faults.length > 0) throw new InvalidValue(faults);
};

const faultOf = (price: Price | undefined, meter: MeterDefinition | undefined) => {
  if (meter === undefined) {
    return { code: 'unknown_meter', detail: 'There is no such meter, or it is archived.' };
  }
  const detail = price === undefined ? null : unfitReason(price, meter);
  return detail === null ? null : { code: 'meter_unfit', detail };
};
