import { randomBytes } from 'node:crypto';
import type { MigrationInterface } from 'typeorm';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectionOptions } from '#infrastructure/typeorm/connection/data-source.ts';
import { ownerSession } from '#infrastructure/typeorm/connection/session.ts';
import { lockPatience } from '#infrastructure/typeorm/schema/blocked-migration.ts';
import { asAdmin, urlOfDatabase } from './admin.ts';

export type Migration = new () => MigrationInterface;

/**
 * Gives the test file that calls it, at its top, databases of an owner who is no superuser, and
 * drops them after its last test.
 */
export const ownerDatabases = () => {
  const owner = `owner_${randomBytes(4).toString('hex')}`;
  const databases: string[] = [];
  const admin = (...statements: readonly string[]): Promise<void> =>
    asAdmin(inject('adminUrl'), async (client) => {
      for (const statement of statements) await client.query(statement);
    });

  beforeAll(() => admin(`create role ${owner} login createrole password 'secret'`));
  afterAll(() =>
    admin(
      ...databases.map((name) => `drop database if exists ${name} with (force)`),
      `revoke billing_app from ${owner}`,
      `drop role ${owner}`,
    ),
  );

  return {
    /** Makes an empty one, or a copy of another, and gives its URL for its owner. */
    ownDatabase: async (copied = 'template1'): Promise<string> => {
      const name = `${inject('databasePrefix')}_${randomBytes(6).toString('hex')}`;
      databases.push(name);
      await admin(
        `grant billing_app to ${owner}`,
        `create database ${name} owner ${owner} template ${copied}`,
      );
      const url = new URL(urlOfDatabase(inject('adminUrl'), name));
      Object.assign(url, { username: owner, password: 'secret' });
      return url.href;
    },
  };
};

/** Applies these migrations, as `migrate` does those of the release. */
export const applyMigrations = async (url: string, those: readonly Migration[]): Promise<void> => {
  const options = connectionOptions({ url, poolMax: 2 }, ownerSession(lockPatience));
  const source = await new DataSource({ ...options, migrations: [...those] }).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
};
