import type { Duplex } from 'node:stream';
import type { Client } from 'pg';

/**
 * Sends all statements that are asked in one turn of the event loop by one write to the socket. The
 * driver writes each by itself, and a system call costs more than most of our statements do.
 */
export const gatherWrites = (client: Client): void => {
  const { stream } = (client as unknown as WithStream).connection;
  const write = stream.write.bind(stream) as (...given: readonly unknown[]) => boolean;
  let isGathering = false;
  const send = (): void => {
    isGathering = false;
    stream.uncork();
  };
  stream.write = (...given: readonly unknown[]): boolean => {
    if (!isGathering) {
      isGathering = true;
      stream.cork();
      process.nextTick(send);
    }
    return write(...given);
  };
};

/** The driver's own connection, which its types leave out. */
interface WithStream {
  readonly connection: { readonly stream: Duplex };
}
