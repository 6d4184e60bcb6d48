import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { codeOf } from '#infrastructure/embedded/failure.ts';

/**
 * Who may get into a cluster. The application has a login that may do what `billing_app` may and
 * nothing else: whoever gets hold of its connections finds no owner and no superuser to become.
 */
export const logins = {
  /** The superuser: begins, watches and backs up the server. */
  admin: 'billing_admin',
  /** Owns the database and migrates it. */
  owner: 'billing_owner',
  /** The database login of the application. */
  application: 'billing_login',
} as const;

export type Login = keyof typeof logins;

export const applicationDatabase = 'billing';

/** Only the superuser's is stored; the others are derived of it, and do not reveal it. */
export const passwordOf = (login: Login, adminPassword: string): string =>
  login === 'admin'
    ? adminPassword
    : createHmac('sha256', adminPassword).update(logins[login]).digest('base64url');

// Any number will do, as long as nobody else in the cluster locks the same one.
const provisionLock = 0x62_69_6c_6d;

/**
 * Makes the logins and the database where they are missing, and puts right what they may do: a
 * login can change its own password and settings. Several processes may do so at once.
 */
export const provision = async (admin: Client, adminPassword: string): Promise<void> => {
  const { rows } = await admin.query<{ is_standby: boolean }>(
    'select pg_is_in_recovery() as is_standby',
  );
  // A standby has what its primary has.
  if (rows[0]?.is_standby === true) return;
  await oneAtATime(admin, rolesFor(adminPassword));
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [
    applicationDatabase,
  ]);
  if (rowCount === 0) {
    const create = `create database ${applicationDatabase} owner ${logins.owner}`;
    await admin.query(create).catch((error: unknown) => {
      // Another process was as quick: 42P04 the database exists, 23505 it does in this instant.
      if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
    });
  }
  await oneAtATime(
    admin,
    `revoke all on database postgres, template1, ${applicationDatabase} from public;
    grant connect on database ${applicationDatabase} to ${logins.application}`,
  );
};

// PostgreSQL fails where two change the rights of one thing in the same moment.
const oneAtATime = async (admin: Client, statements: string): Promise<void> => {
  await admin.query('begin');
  try {
    await admin.query('select pg_advisory_xact_lock($1)', [provisionLock]);
    await admin.query(statements);
    await admin.query('commit');
  } catch (error) {
    await admin.query('rollback').catch(() => undefined);
    throw error;
  }
};

const least = 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls';

// A password is of letters, digits, - and _, so it needs no escaping.
const rolesFor = (adminPassword: string): string => {
  const { owner, application } = logins;
  return `
    do $$ begin
      if to_regrole('billing_app') is null then create role billing_app; end if;
      if to_regrole('${owner}') is null then create role ${owner}; end if;
      if to_regrole('${application}') is null then create role ${application}; end if;
    end $$;
    alter role billing_app nologin noinherit ${least};
    alter role ${owner} login ${least} password '${passwordOf('owner', adminPassword)}';
    alter role ${application} login ${least} connection limit -1 valid until 'infinity'
      password '${passwordOf('application', adminPassword)}';
    alter role billing_app reset all;
    alter role ${owner} reset all;
    alter role ${application} reset all;
    grant billing_app to ${application};`;
};
