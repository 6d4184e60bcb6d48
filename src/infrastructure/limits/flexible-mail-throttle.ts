import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Attempt, MailThrottle } from '#application/identity/ports.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import { TooManyAttempts } from '#domain/identity/errors.ts';
import type { LimitFailure, LimitStore } from '#infrastructure/limits/limit-store.ts';
import { networkOf } from '#infrastructure/limits/network-of.ts';

const windowSeconds = 60 * 60;
/** So many mails in an hour: of one kind to one mailbox, and asked for from one address. */
export const mailsMax = { account: 5, address: 30 } as const;

/** Counts the mails that somebody asks for. */
export class FlexibleMailThrottle implements MailThrottle {
  readonly #addresses: RateLimiterAbstract;
  readonly #accounts: RateLimiterAbstract;
  readonly #failed: LimitFailure;

  constructor(store: LimitStore, failed: LimitFailure) {
    const limiter = (name: string, points: number) =>
      store.limiter({ keyPrefix: `mail-${name}`, points, duration: windowSeconds });
    this.#addresses = limiter('address', mailsMax.address);
    this.#accounts = limiter('account', mailsMax.account);
    this.#failed = failed;
  }

  async admit(kind: MailOrder['kind'], { account, address }: Attempt): Promise<void> {
    // The order matters: what an address asks for beyond its limit uses up nobody's mailbox.
    if (address !== null) await this.#count(this.#addresses, networkOf(address));
    await this.#count(this.#accounts, `${kind} ${account}`);
  }

  // A store that is away must not keep people from their mail.
  async #count(limiter: RateLimiterAbstract, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        throw new TooManyAttempts(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
      }
      this.#failed(error);
    }
  }
}
