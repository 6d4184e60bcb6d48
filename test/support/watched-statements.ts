import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';

/** A statement as it is sent to PostgreSQL; some have no name. */
export interface SentStatement {
  readonly text: string;
  readonly name?: string | undefined;
}

/** Notes each statement that is sent while the tests of the file that calls it run. */
export const watchStatements = (note: (statement: SentStatement) => void): void => {
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was, and called by Reflect
  const { query } = Client.prototype;
  beforeAll(() => {
    Client.prototype.query = function watched(this: Client, ...given: unknown[]): unknown {
      const [first] = given as [string | SentStatement];
      note(typeof first === 'string' ? { text: first } : first);
      return Reflect.apply(query, this, given);
    } as typeof query;
  });
  afterAll(() => {
    Client.prototype.query = query;
  });
};
