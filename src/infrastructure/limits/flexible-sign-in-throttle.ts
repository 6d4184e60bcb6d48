import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, SignInThrottle } from '#application/identity/ports.ts';
import { TooManyAttempts } from '#domain/identity/errors.ts';
import type { LimitFailure, LimitStore } from '#infrastructure/limits/limit-store.ts';
import { networkOf } from '#infrastructure/limits/network-of.ts';

const windowSeconds = 15 * 60;
/**
 * So many attempts in 15 minutes that do not succeed (ASVS 5.0, 6.3.1): from one address, on one
 * account from one address, and on one account from all addresses that never signed in to it.
 */
export const attemptsMax = { address: 100, pair: 10, account: 100 } as const;

// For so long is an address known to an account that signed in from there. A timer of Node's
// cannot wait for longer than 24 days.
const knownSeconds = 20 * 24 * 60 * 60;

/**
 * Counts attempts to sign in. Attempts beyond an address's limit do not count against an account,
 * and nobody can lock a person out of an address where they have signed in before.
 */
export class FlexibleSignInThrottle implements SignInThrottle {
  readonly #addresses: RateLimiterAbstract;
  readonly #pairs: RateLimiterAbstract;
  readonly #accounts: RateLimiterAbstract;
  readonly #known: RateLimiterAbstract;
  readonly #failed: LimitFailure;

  constructor(store: LimitStore, failed: LimitFailure) {
    const limiter = (name: string, points: number, duration = windowSeconds) =>
      store.limiter({ keyPrefix: `login-${name}`, points, duration });
    this.#addresses = limiter('address', attemptsMax.address);
    this.#pairs = limiter('pair', attemptsMax.pair);
    this.#accounts = limiter('account', attemptsMax.account);
    this.#known = limiter('known', 1, knownSeconds);
    this.#failed = failed;
  }

  async admit({ account, address }: Attempt): Promise<void> {
    const { network, pair } = namesOf(account, address);
    // The order matters: who is refused by one count is not counted by those behind it.
    if (network !== undefined) await this.#orLetThrough(() => this.#addresses.consume(network));
    await this.#orLetThrough(() => this.#pairs.consume(pair));
    if (await this.#isKnown(pair)) return;
    await this.#orLetThrough(() => this.#accounts.consume(account));
  }

  async succeeded({ account, address }: Attempt): Promise<void> {
    const { network, pair } = namesOf(account, address);
    const isKnown = await this.#isKnown(pair);
    await this.#orLetThrough(() => this.#pairs.delete(pair));
    await this.#orLetThrough(() => this.#known.set(pair, 1, knownSeconds));
    // Only this attempt is taken back: others may be somebody else's, who is still guessing.
    if (!isKnown) await this.#orLetThrough(() => this.#accounts.reward(account, 1));
    if (network !== undefined) await this.#orLetThrough(() => this.#addresses.reward(network, 1));
  }

  async #isKnown(pair: string): Promise<boolean> {
    const known = await this.#orLetThrough(() => this.#known.get(pair));
    return known !== undefined && known !== null;
  }

  // A store that is away must not keep everybody out.
  async #orLetThrough<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        throw new TooManyAttempts(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      }
      this.#failed(error);
      return undefined;
    }
  }
}

// A program that signs a person in has no address, and is a place like any other.
const namesOf = (account: string, address: string | null) => {
  const network = address === null ? undefined : networkOf(address);
  return { network, pair: `${network ?? 'in-process'} ${account}` };
};
