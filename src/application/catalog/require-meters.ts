import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PlanTerms } from '#domain/catalog/plan-terms.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * Refuses terms whose prices or limits name a meter that there is not, or which is archived. Nobody
 * archives the others until the run is over.
 * @throws {InvalidValue} `unknown_meter`, for each of them
 */
export const requireMeters = async (
  { meters }: Pick<MeteringRepositories, 'meters'>,
  { prices, features }: Pick<PlanTerms, 'prices' | 'features'>,
): Promise<void> => {
  const named = [
    ...prices.map(({ meterId }, index) => ({ meterId, pointer: `/prices/${index}/meterId` })),
    ...features.map((feature, index) => ({
      meterId: feature.kind === 'limit' ? feature.meterId : undefined,
      pointer: `/features/${index}/meterId`,
    })),
  ];
  const ids = [...new Set(named.flatMap(({ meterId }) => meterId ?? []))].toSorted();
  const known = new Set<string>();
  for (const id of ids) {
    const meter = await meters.findShared(id);
    if (meter?.status === 'active') known.add(id);
  }
  const faults = named.flatMap(({ meterId, pointer }) => {
    if (meterId === undefined || known.has(meterId)) return [];
    const detail = 'There is no such meter, or it is archived.';
    return [{ pointer, code: 'unknown_meter', detail }];
  });
  if (faults.length > 0) throw new InvalidValue(faults);
};
