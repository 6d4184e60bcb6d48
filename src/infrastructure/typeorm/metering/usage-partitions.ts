import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';

const prepare = {
  name: 'usage_events.prepare',
  text: 'select prepare_usage_partition($1) as was_there',
};

// The months that a connection knows to be there. A month that this transaction adds may yet be
// rolled back, and one that is over be dropped, so these are asked for again.
const preparedMonths = new WeakMap<object, string>();

/** Makes sure that events may expire on a day. */
export const preparePartition = async (client: TransactionClient, day: string): Promise<void> => {
  const month = day.slice(0, 7);
  if (preparedMonths.get(client.connection) === month) return;
  const { rows } = await client.query<{ readonly was_there: boolean }>({
    ...prepare,
    values: [day],
  });
  const isOver = month < new Date().toISOString().slice(0, 7);
  if (rows[0]?.was_there === true && !isOver) preparedMonths.set(client.connection, month);
};
