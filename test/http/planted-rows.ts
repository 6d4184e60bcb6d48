import { Client } from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Id } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { AppUnderTest, Method, Sending } from '../support/app.ts';

/** Longer than any name may be. */
export const longName = 'x'.repeat(300);

/**
 * An app in whose database rows can be changed behind everybody's back, to what older versions
 * could have left there.
 */
export const plantedRows = (app: AppUnderTest) => {
  let database: Client;
  beforeAll(async () => {
    database = new Client({ connectionString: app.url() });
    await database.connect();
  });
  afterAll(() => database.end());

  /** Changes the columns of one row, which is found by its id or by another key. */
  const plant = async (
    table: string,
    id: string,
    values: Readonly<Record<string, unknown>>,
    key = 'id',
  ) => {
    const names = Object.keys(values);
    const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    const given = Object.values(values).map((value) =>
      value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
    );
    const update = `update ${table} set ${sets} where ${key} = $1`;
    const { rowCount } = await database.query(update, [uuidOf(id as Id), ...given]);
    expect(rowCount).toBe(1);
  };

  /** Sends as one caller; with a version, a change of what they saw. */
  const as =
    ({ token }: { readonly token: string }) =>
    (method: Method, path: string, body?: object, version?: number) => {
      const seen: Sending['headers'] = version === undefined ? {} : { 'If-Match': `"${version}"` };
      const sending = { token, headers: seen, ...(body === undefined ? {} : { body }) };
      return app.send(method, path, sending);
    };

  return { plant, as };
};

/** Where the faults are and which, as `pointer code`. */
export const faultsIn = (response: {
  readonly body: { readonly errors?: readonly { pointer: string; code: string }[] };
}): readonly string[] | undefined =>
  response.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
