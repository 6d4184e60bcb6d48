import type { Response } from 'express';
import type { RequestContext } from '#application/shared/context.ts';
import { DomainError } from '#domain/shared/errors.ts';

/** How a limit stands after a request was counted. */
interface LimitState {
  readonly policy: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isOver: boolean;
}

/** Counts requests; undefined where nothing limits them, or nobody can count. */
export interface RateLimits {
  /** How it stands, without counting: `isOver` where another request would be. */
  peek(policy: 'address', who: string): Promise<LimitState | undefined>;
  count(policy: 'tenant' | 'key' | 'address', who: string): Promise<LimitState | undefined>;
}

/** Too many requests in this minute. */
export class RateLimited extends DomainError {
  static readonly kind = 'rateLimited';
  static readonly code = 'rate_limited';
  readonly kind = RateLimited.kind;
  readonly code = RateLimited.code;
  readonly retryAfterSeconds: number;

  constructor({ policy, resetSeconds }: { policy: string; resetSeconds: number }) {
    super('Too many requests: slow down.', { policy });
    this.retryAfterSeconds = resetSeconds;
  }
}

/** Counts a request of somebody unknown. @throws {RateLimited} */
export const limitAddress = async (
  limits: RateLimits,
  response: Response,
  address: string | null,
): Promise<void> => {
  tell(response, [await limits.count('address', address ?? 'unknown')]);
};

/**
 * Refuses an address that has nothing left, before anything is spent on it; counts nothing.
 * @throws {RateLimited}
 */
export const refuseSpent = async (
  limits: RateLimits,
  response: Response,
  address: string | null,
): Promise<void> => {
  const state = await limits.peek('address', address ?? 'unknown');
  if (state?.isOver === true) tell(response, [state]);
};

/** Counts a request of somebody known: of their tenant, and their key. @throws {RateLimited} */
export const limitCaller = async (
  limits: RateLimits,
  response: Response,
  { tenantId, actor }: RequestContext,
): Promise<void> => {
  const ofTenant = await limits.count('tenant', tenantId);
  const ofKey = actor.kind === 'apiKey' ? await limits.count('key', actor.apiKeyId) : undefined;
  tell(response, [ofTenant, ofKey]);
};

// The headers of draft-ietf-httpapi-ratelimit-headers-10, one item for each policy.
const tell = (response: Response, counted: readonly (LimitState | undefined)[]): void => {
  const states = counted.filter((state) => state !== undefined);
  if (states.length === 0) return;
  const policies = states.map(({ policy, quota, windowSeconds }) => {
    return `"${policy}";q=${quota};w=${windowSeconds}`;
  });
  const items = states.map(({ policy, remaining, resetSeconds }) => {
    return `"${policy}";r=${remaining};t=${resetSeconds}`;
  });
  response.setHeader('RateLimit-Policy', policies.join(', '));
  response.setHeader('RateLimit', items.join(', '));
  const over = states.find(({ isOver }) => isOver);
  if (over !== undefined) throw new RateLimited(over);
};
