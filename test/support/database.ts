import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { asAdmin, urlOfDatabase } from './admin.ts';

/** A migrated, empty database of one test file. */
export interface FreshDatabase {
  /** `postgres://…`, as its owner. To be asked for in hooks and tests, when the database exists. */
  url(): string;
}

/**
 * Gives the test file that calls it, at its top, a database of its own: made before its first test,
 * dropped after its last, whoever is still connected.
 */
export const freshDatabase = (): FreshDatabase => {
  const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`;
  const template = inject('templateDatabase');

  // Files are copied, not written to the log, and of one template several clones may be made at once.
  beforeAll(() =>
    asAdmin(adminUrl(), async (client) => {
      await client.query(`create database ${name} template ${template} strategy file_copy`);
    }),
  );
  afterAll(() =>
    asAdmin(adminUrl(), async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    }),
  );

  return { url: () => urlOfDatabase(adminUrl(), name) };
};

/** The URL of the administrator of the server that this run uses. */
export const adminUrl = (): string => inject('adminUrl');
