import { isSettled, useRead } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { localDateOf } from '../../values/times.ts';

interface Clock {
  /** RFC 3339. */
  readonly now: string;
  /** False while the time of this machine stands for one that is still read. */
  readonly isRead: boolean;
}

/** The time that the tenant goes by: of a test tenant, that of its clock. */
export const useClock = (): Clock => {
  const isTest = useMe().tenant.mode === 'test';
  const clock = useRead('getTestClock', {}, { enabled: isTest });
  return {
    now: clock.data?.now ?? new Date().toISOString(),
    isRead: !isTest || isSettled(clock),
  };
};

export const useNow = (): string => useClock().now;

/** The local date of the tenant in that moment. */
export const useToday = (): string => localDateOf(useNow(), useMe().tenant.timeZone);
