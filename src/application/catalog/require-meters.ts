import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import type { Price } from '#domain/catalog/price.ts';
import { unfitReason } from '#domain/catalog/usage-price.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import type { Fault } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * Refuses terms whose prices or limits name a meter that there is not, or which is archived, or
 * which does not count as their model needs it. Nobody archives the others until the run is over.
 * @throws {InvalidValue} `unknown_meter`, `meter_unfit`, `meter_unbounded`, for each of them
 */
export const requireMeters = async (
  { meters }: Pick<MeteringRepositories, 'meters'>,
  { prices, features }: Pick<PlanTerms, 'prices' | 'features'>,
): Promise<void> => {
  const named = [
    ...prices.flatMap((price, index) => metersIn(price, `/prices/${index}`)),
    ...features.map((feature, index) => ({
      meterId: feature.kind === 'limit' ? feature.meterId : undefined,
      price: undefined,
      pointer: `/features/${index}/meterId`,
    })),
  ];
  const ids = [...new Set(named.flatMap(({ meterId }) => meterId ?? []))].toSorted();
  const known = new Map<string, MeterFacts>();
  for (const id of ids) {
    const meter = await meters.findShared(id);
    if (meter?.status === 'active') known.set(id, meter.facts);
  }
  const faults = named.flatMap(({ meterId, price, pointer }) => {
    if (meterId === undefined) return [];
    const fault = faultOf(price, known.get(meterId));
    return fault === null ? [] : [{ pointer, ...fault }];
  });
  const unbounded = prices.flatMap((price, index) => capacityFaults(price, known, index));
  if (faults.length + unbounded.length > 0) throw new InvalidValue([...faults, ...unbounded]);
};

const metersIn = (price: Price, pointer: string) => [
  { meterId: price.meterId, price, pointer: `${pointer}/meterId` },
  ...(price.meterIds ?? []).map((meterId, index) => {
    return { meterId, price, pointer: `${pointer}/meterIds/${index}` };
  }),
];

/**
 * The faults of the bounds of a capacity price: they are of its own meters, by their codes, and of
 * each of them. Meters that are not there are told of as such.
 */
const capacityFaults = (
  price: Price,
  known: ReadonlyMap<string, MeterFacts>,
  index: number,
): readonly Fault[] => {
  if (price.model !== 'capacity') return [];
  const { meterIds = [], tiers } = price;
  const meters = meterIds.map((id) => known.get(id)?.code);
  const bounded = tiers.map(({ upTo }) => Object.keys(upTo ?? {}));
  if (meters.includes(undefined)) return [];
  const others = bounded.flatMap((codes, tier) =>
    codes
      .filter((code) => !meters.includes(code))
      .map((code) => ({
        pointer: `/prices/${index}/tiers/${tier}/upTo/${code}`,
        code: 'unknown_meter',
        detail: 'No meter in `meterIds` has this code.',
      })),
  );
  const missing = meters.flatMap((code, meter) =>
    code === undefined || bounded.length < 2 || bounded[0]?.includes(code) === true
      ? []
      : [
          {
            pointer: `/prices/${index}/meterIds/${meter}`,
            code: 'meter_unbounded',
            detail: `No tier bounds the meter "${code}".`,
          },
        ],
  );
  return [...others, ...missing];
};

const faultOf = (price: Price | undefined, meter: MeterFacts | undefined) => {
  if (meter === undefined) {
    return { code: 'unknown_meter', detail: 'There is no such meter, or it is archived.' };
  }
  const detail = price === undefined ? null : unfitReason(price, meter);
  return detail === null ? null : { code: 'meter_unfit', detail };
};
