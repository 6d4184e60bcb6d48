import { useRead, useReads } from '../../api/queries.ts';
import type { Meter } from '../../wire/types.ts';

/** The meter of an id; undefined until it is read, or for ever. */
export const useMeter = (meterId: string): Meter | undefined => {
  const params = { meterId };
  const { data } = useRead('getMeter', { params }, { enabled: meterId !== '' });
  // While another one is read, the one before is still there.
  return data?.id === meterId ? data : undefined;
};

/** Those of these meters that are read. */
export const useMeters = (meterIds: readonly string[]): readonly Meter[] =>
  useReads(
    'getMeter',
    [...new Set(meterIds)].map((meterId) => ({ params: { meterId } })),
  ).flatMap(({ data }) => data ?? []);

/** The unit of each of these meters: by its id, where it has one and may be read. */
export const useUnits = (meterIds: readonly string[]): ((meterId: string) => string | null) => {
  const meters = useMeters(meterIds);
  return (meterId) => meters.find(({ id }) => id === meterId)?.unit ?? null;
};
