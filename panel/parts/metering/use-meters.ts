import { useRead, useReads } from '../../api/queries.ts';
import type { Meter } from '../../wire/types.ts';

/** The meter of an id; undefined until it is read, or for ever. */
export const useMeter = (meterId: string): Meter | undefined => {
  const params = { meterId };
  const { data } = useRead('getMeter', { params }, { enabled: meterId !== '' });
  // While another one is read, the one before is still there.
  return data?.id === meterId ? data : undefined;
};

/** The unit of each of these meters: by its id, where it has one and may be read. */
export const useUnits = (meterIds: readonly string[]): ((meterId: string) => string | null) => {
  const ids = [...new Set(meterIds)];
  const meters = useReads(
    'getMeter',
    ids.map((meterId) => ({ params: { meterId } })),
  );
  return (meterId) => meters[ids.indexOf(meterId)]?.data?.unit ?? null;
};
