import { useRead } from '../api/queries.ts';
import type { Meter } from '../wire/types.ts';

/** The meters of the tenant, archived ones too; undefined until they are read, or for ever. */
export const useMeters = (): readonly Meter[] | undefined =>
  useRead('listMeters', { query: { status: 'all', limit: '100' } }).data?.data;
