import { useRead } from '../api/queries.ts';
import { useMe } from '../api/session.ts';
import { localDateOf } from '../values/times.ts';

/** The local date of the tenant, by its test clock where it has one. */
export const useToday = (): string => {
  const { tenant } = useMe();
  const clock = useRead('getTestClock', {}, { enabled: tenant.mode === 'test' });
  return localDateOf(clock.data?.now ?? new Date().toISOString(), tenant.timeZone);
};
