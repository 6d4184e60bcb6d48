/**
 * Waits for statements that were sent on one connection without waiting for each other. The first
 * that failed says why: in a transaction, those behind it failed only because it did.
 */
export const awaitPipelined = async (...sent: readonly Promise<unknown>[]): Promise<void> => {
  for (const settled of await Promise.allSettled(sent)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
};
