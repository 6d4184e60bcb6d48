import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * The accounts that runs of billing leave alone while billing is stopped, by the tenant or for one
 * customer. Modules that bill implement it.
 */
export interface StoppedAccounts {
  /**
   * Makes due at once all that a stop had put off, of one customer or of all of them: the next run
   * handles it.
   */
  resume(now: Instant, customerId?: CustomerId): Promise<void>;
}

export interface StoppedAccountRepositories {
  readonly billingAccounts: StoppedAccounts;
}
