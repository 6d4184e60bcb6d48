import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, LoginThrottle } from '#application/identity/ports.ts';
import { TooManyAttempts } from '#domain/identity/errors.ts';
import type { LimitFailure, LimitStore } from '#infrastructure/limits/limit-store.ts';
import { networkOf } from '#infrastructure/limits/network-of.ts';

const windowSeconds = 15 * 60;
/**
 * So many attempts in 15 minutes that do not succeed, on one account and from one address
 * (ASVS 5.0, 6.3.1).
 */
export const attemptsMax = { account: 10, address: 100 } as const;

/** Counts attempts to log in by account and by address. */
export class FlexibleLoginThrottle implements LoginThrottle {
  readonly #accounts: RateLimiterAbstract;
  readonly #addresses: RateLimiterAbstract;
  readonly #failed: LimitFailure;

  constructor(store: LimitStore, failed: LimitFailure) {
    const duration = windowSeconds;
    const { account, address } = attemptsMax;
    this.#accounts = store.limiter({ keyPrefix: 'login-account', points: account, duration });
    this.#addresses = store.limiter({ keyPrefix: 'login-address', points: address, duration });
    this.#failed = failed;
  }

  async admit({ account, address }: Attempt): Promise<void> {
    await this.#orLetThrough(() => this.#accounts.consume(account));
    if (address !== null)
      await this.#orLetThrough(() => this.#addresses.consume(networkOf(address)));
  }

  async succeeded({ account, address }: Attempt): Promise<void> {
    await this.#orLetThrough(() => this.#accounts.delete(account));
    if (address !== null)
      await this.#orLetThrough(() => this.#addresses.reward(networkOf(address), 1));
  }

  // A store that is away must not keep everybody out.
  async #orLetThrough(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        throw new TooManyAttempts(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      }
      this.#failed(error);
    }
  }
}
