import { useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { localDateOf } from '../../values/times.ts';

/** The time that the tenant goes by: of a test tenant, that of its clock. RFC 3339. */
export const useNow = (): string => {
  const isTest = useMe().tenant.mode === 'test';
  const clock = useRead('getTestClock', {}, { enabled: isTest });
  return clock.data?.now ?? new Date().toISOString();
};

/** The local date of the tenant in that moment. */
export const useToday = (): string => localDateOf(useNow(), useMe().tenant.timeZone);
