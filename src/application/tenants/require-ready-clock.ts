import type { Run } from '#application/shared/ports.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';

/**
 * Refuses a write of money while the tenant's test clock is on its way: what is due is handled
 * moment by moment then, and nothing may come in between. The advance itself does not ask.
 * @throws {TestClockAdvancing}
 */
export const requireReadyClock = ({ isClockAdvancing }: Pick<Run, 'isClockAdvancing'>): void => {
  if (isClockAdvancing) throw new TestClockAdvancing();
};
