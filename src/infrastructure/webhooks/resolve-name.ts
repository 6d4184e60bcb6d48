import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';

/** Resolves a name, until `signal` says that nobody waits any more. */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

/**
 * Asks DNS and nothing else: not the hosts file, and no search domains, which tell of the network
 * that we stand in. Nor does it take a thread that passwords are hashed on, as `getaddrinfo` does.
 * `servers` are those of the machine, or others for tests.
 */
export const resolvePublicName =
  (servers?: readonly string[]): ResolveName =>
  async (name, signal) => {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const [four, six] = await Promise.allSettled([
        resolver.resolve4(name),
        resolver.resolve6(name),
      ]);
      return [...addressesOf(four, 4), ...addressesOf(six, 6)];
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

// A name has one kind of address often, and a server that fails on the other is no reason to wait.
const addressesOf = (
  settled: PromiseSettledResult<string[]>,
  family: number,
): readonly LookupAddress[] =>
  settled.status === 'fulfilled' ? settled.value.map((address) => ({ address, family })) : [];

/** As the machine resolves names for itself: hosts file, search domains and all. */
export const resolveAnyName: ResolveName = (name) => lookup(name, { all: true });
