import type { PoolClient, QueryResultRow } from 'pg';

/** The pages that rows are handed out by. */
export interface Pages<Row> {
  /** The most rows of a page. */
  readonly size: number;
  /** Called in the order of the rows; once it throws, it is called no more. */
  readonly take: (page: readonly Row[]) => void;
}

/** A SELECT with its values. */
interface PagedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Client = Pick<PoolClient, 'query'>;

const cursor = 'paged_rows';

/**
 * Hands out the rows of a statement page by page, by a cursor: in a transaction that is open. A
 * page is asked for when the one before it was taken, and others in this process have their turn
 * until it comes. So rows never wait in memory, however many there are, and all are of one state.
 * Those of one connection wait for each other.
 * @returns the first row; undefined where there is none
 */
export const eachPage = <Row extends QueryResultRow>(
  client: Client,
  statement: PagedStatement,
  pages: Pages<Row>,
): Promise<Row | undefined> => {
  const before = lastOf.get(client) ?? Promise.resolve();
  const reading = before.then(() => readPages(client, statement, pages));
  lastOf.set(
    client,
    reading.catch(() => undefined),
  );
  return reading;
};

/** The last read of each connection: there is one cursor, so that its statements stay prepared. */
const lastOf = new WeakMap<Client, Promise<unknown>>();

const readPages = async <Row extends QueryResultRow>(
  client: Client,
  { name, text, values }: PagedStatement,
  { size, take }: Pages<Row>,
): Promise<Row | undefined> => {
  const opening = `declare ${cursor} no scroll cursor for ${text}`;
  await client.query({ name, text: opening, values: [...values] });
  const next = { name: `${cursor}.next-${size}`, text: `fetch ${size} from ${cursor}` };
  try {
    const { rows } = await client.query<Row>(next);
    let page = rows;
    while (page.length > 0) {
      take(page);
      if (page.length < size) break;
      page = (await client.query<Row>(next)).rows;
    }
    return rows[0];
  } finally {
    // Where the transaction failed the cursor is closed with it.
    await client.query({ name: `${cursor}.close`, text: `close ${cursor}` }).catch(() => undefined);
  }
};
