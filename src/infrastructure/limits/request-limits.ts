import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { LimitFailure, LimitStore } from '#infrastructure/limits/limit-store.ts';
import { networkOf } from '#infrastructure/limits/network-of.ts';

/** Whose requests are counted. */
export type LimitedBy = 'tenant' | 'key' | 'address';

/** How a limit stands after a request was counted. */
export interface LimitState {
  readonly policy: LimitedBy;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isOver: boolean;
}

export type Quotas = Readonly<Record<LimitedBy, number>>;

const windowSeconds = 60;

/** Requests in a minute, by tenant, by API key and by address; a quota of 0 is none at all. */
export class RequestLimits {
  readonly #quotas: Quotas;
  readonly #limiters: Readonly<Record<LimitedBy, RateLimiterAbstract>>;
  readonly #failed: LimitFailure;

  constructor(store: LimitStore, quotas: Quotas, failed: LimitFailure) {
    const limiter = (policy: LimitedBy) =>
      store.limiter({
        keyPrefix: `requests-${policy}`,
        points: Math.max(1, quotas[policy]),
        duration: windowSeconds,
      });
    this.#quotas = quotas;
    this.#limiters = {
      tenant: limiter('tenant'),
      key: limiter('key'),
      address: limiter('address'),
    };
    this.#failed = failed;
  }

  /** How `who` stands, without counting; undefined as for `count`. */
  async peek(policy: LimitedBy, who: string): Promise<LimitState | undefined> {
    const quota = this.#quotas[policy];
    if (quota === 0) return undefined;
    try {
      const state = await this.#limiters[policy].get(this.#whom(policy, who));
      return state === null ? undefined : stateOf(policy, quota, state, state.remainingPoints <= 0);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  /** Counts a request of `who`; undefined where nothing limits it, or the store is away. */
  async count(policy: LimitedBy, who: string): Promise<LimitState | undefined> {
    const quota = this.#quotas[policy];
    if (quota === 0) return undefined;
    try {
      const state = await this.#limiters[policy].consume(this.#whom(policy, who));
      return stateOf(policy, quota, state, false);
    } catch (error) {
      if (error instanceof RateLimiterRes) return stateOf(policy, quota, error, true);
      this.#failed(error);
      return undefined;
    }
  }

  #whom(policy: LimitedBy, who: string): string {
    return policy === 'address' ? networkOf(who) : who;
  }
}

const stateOf = (
  policy: LimitedBy,
  quota: number,
  { remainingPoints, msBeforeNext }: RateLimiterRes,
  isOver: boolean,
): LimitState => ({
  policy,
  quota,
  windowSeconds,
  remaining: Math.max(0, remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  isOver,
});
