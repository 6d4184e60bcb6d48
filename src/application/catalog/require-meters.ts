import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { Price } from '#domain/catalog/price.ts';
import { InvalidValue } from '#domain/shared/errors.ts';

/**
 * Refuses prices whose meter there is not, or which is archived. Nobody archives the others until
 * the run is over.
 * @throws {InvalidValue} `unknown_meter`, for each of them
 */
export const requireMeters = async (
  { meters }: Pick<MeteringRepositories, 'meters'>,
  prices: readonly Price[],
): Promise<void> => {
  const ids = [...new Set(prices.flatMap(({ meterId }) => meterId ?? []))].toSorted();
  const known = new Set<string>();
  for (const id of ids) {
    const meter = await meters.findShared(id);
    if (meter?.status === 'active') known.add(id);
  }
  const faults = prices.flatMap(({ meterId }, index) => {
    if (meterId === undefined || known.has(meterId)) return [];
    const detail = 'There is no such meter, or it is archived.';
    return [{ pointer: `/prices/${index}/meterId`, code: 'unknown_meter', detail }];
  });
  if (faults.length > 0) throw new InvalidValue(faults);
};
