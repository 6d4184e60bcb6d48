import { jobSchema } from '#infrastructure/jobs/schema-name.ts';
import type { Ask } from '#infrastructure/typeorm/connection/session.ts';
import {
  applicationRole,
  quoted,
  UnfitDatabase,
} from '#infrastructure/typeorm/connection/session.ts';

interface Rights {
  readonly login: string;
  readonly database: string;
  readonly database_owner: string;
  readonly schema: string;
  readonly schema_owner: string;
  readonly is_read_only: boolean;
  readonly may_make_role: boolean;
  readonly may_make_tables: boolean;
  readonly may_make_schema: boolean;
}

/**
 * Looks for what the login will need to migrate, before anything is changed.
 * @throws {UnfitDatabase} with the grants that are missing, and as whom to run them.
 */
export const refuseMissingRights = async (ask: Ask): Promise<void> => {
  const [found] = await ask<Rights>(rights);
  if (found === undefined) throw new UnfitDatabase(['It does not say what the login may do.']);
  const [login, database, schema] = [found.login, found.database, found.schema].map(quoted);
  const missing: string[] = [];
  if (found.is_read_only) {
    missing.push(
      'It is read-only: DATABASE_URL leads to a standby, or default_transaction_read_only is on ' +
        `(alter database ${database} reset default_transaction_read_only;).`,
    );
  }
  if (!found.may_make_role) {
    missing.push(
      `The role ${applicationRole} does not exist, and the login ${login} may not make it. As a ` +
        `superuser, run:\n      create role ${applicationRole} nologin noinherit;\n` +
        `      grant ${applicationRole} to ${login};`,
    );
  }
  if (!found.may_make_tables) {
    missing.push(
      `The login ${login} may make no tables. As ${quoted(found.schema_owner)} or a superuser, ` +
        `run:\n      grant create on schema ${schema} to ${login};`,
    );
  }
  if (!found.may_make_schema) {
    missing.push(
      `The login ${login} may make no schema for the queues. As ${quoted(found.database_owner)} ` +
        `or a superuser, run:\n      grant create on database ${database} to ${login};`,
    );
  }
  if (missing.length > 0) throw new UnfitDatabase(missing);
};

const rights = `
  select current_user::text as login, d.datname::text as database,
    pg_get_userbyid(d.datdba)::text as database_owner, n.nspname::text as schema,
    pg_get_userbyid(n.nspowner)::text as schema_owner,
    current_setting('transaction_read_only') = 'on' as is_read_only,
    to_regrole('${applicationRole}') is not null or r.rolcreaterole or r.rolsuper as may_make_role,
    has_schema_privilege(n.oid, 'create') as may_make_tables,
    to_regnamespace('${jobSchema}') is not null or has_database_privilege(d.oid, 'create')
      as may_make_schema
  from pg_database d join pg_namespace n on n.nspname = current_schema()
    join pg_roles r on r.rolname = current_user
  where d.datname = current_database()`;
