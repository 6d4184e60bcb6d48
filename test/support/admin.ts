import { Client } from 'pg';

/** Lends a connection to the server as its administrator, and closes it afterwards. */
export const asAdmin = async <Result>(
  adminUrl: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({ connectionString: adminUrl });
  // Without a listener a connection that breaks would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The rows of one statement, as the administrator sees them. */
export const rowsAsAdmin = <Row extends object>(
  adminUrl: string,
  text: string,
): Promise<readonly Row[]> =>
  asAdmin(adminUrl, async (client) => (await client.query<Row>(text)).rows);

/** The same server, another database. */
export const urlOfDatabase = (adminUrl: string, database: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
};
