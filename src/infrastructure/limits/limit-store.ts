import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

/** Called when the store of the limits does not respond. */
export type LimitFailure = (error: unknown) => void;

interface Settings {
  readonly keyPrefix: string;
  readonly points: number;
  /** Seconds after which the points come back. */
  readonly duration: number;
}

/** Where limits are counted: in this process, or in Redis for many. */
export interface LimitStore {
  limiter(settings: Settings): RateLimiterAbstract;
  close(): Promise<void>;
}

export const memoryLimits: LimitStore = {
  limiter: (settings) => new RateLimiterMemory(settings),
  close: async () => undefined,
};

/** Connects in the background: a Redis that is away degrades the limits, never the service. */
export const redisLimits = async (url: string, failed: LimitFailure): Promise<LimitStore> => {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 2_000 },
  });
  client.on('error', failed);
  client.connect().catch(failed);
  return {
    limiter: (settings) =>
      new RateLimiterRedis({ ...settings, storeClient: client, useRedisPackage: true }),
    close: async () => client.destroy(),
  };
};
