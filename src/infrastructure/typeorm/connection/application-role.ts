import { Client } from 'pg';
import type { Ask } from '#infrastructure/typeorm/connection/session.ts';
import {
  ownerSession,
  quoted,
  UnfitDatabase,
  withSession,
} from '#infrastructure/typeorm/connection/session.ts';
import { lockPatience } from '#infrastructure/typeorm/schema/blocked-migration.ts';
import { notUpToDate } from '#infrastructure/typeorm/schema/known-schema.ts';
import { tableNames } from '#infrastructure/typeorm/schema/tables.ts';

/** The database cannot be trusted to keep tenants apart, so nothing starts. */
export class UnsafeDatabaseRole extends Error {
  override readonly name = 'UnsafeDatabaseRole';
}

/** @throws {UnsafeDatabaseRole} when the role in use could see across tenants. */
export const refuseUnsafeRole = async (ask: Ask): Promise<void> => {
  const [found] = await ask<{ name: string; bypasses: boolean; owned: string[]; open: string[] }>(
    rights,
  );
  if (found === undefined) throw new UnsafeDatabaseRole('The database does not say who we are.');
  const refuse = (why: string): never => {
    throw new UnsafeDatabaseRole(
      `Refusing to start: ${why}. Row-level security could not keep tenants apart. ` +
        'See "Roles" in docs/operations.md.',
    );
  };
  if (found.bypasses) refuse(`the database role "${found.name}" bypasses row-level security`);
  if (found.owned.length > 0) {
    refuse(`the database role "${found.name}" owns tables (${found.owned.join(', ')})`);
  }
  if (found.open.length > 0) refuse(`no row-level security is forced on ${found.open.join(', ')}`);
};

// Of our own tables: what else lies in the schema is nobody's business.
const rights = `
  with ours as (
    select oid, relname::text as name, relowner,
      relrowsecurity and relforcerowsecurity as has_row_security
    from pg_class
    where relkind in ('r', 'p') and relname = any ('{${tableNames.join()}}'::name[])
      and relnamespace = to_regnamespace(quote_ident(current_schema()))
  )
  select current_user as name,
    (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
    array(select name from ours where pg_has_role(relowner, 'usage')) as owned,
    array(select name from ours where not has_row_security and exists (
      select from pg_attribute where attrelid = oid and attname = 'tenant_id')) as open`;

/**
 * Why the login cannot take on `role`, with what to run; any other error as it is.
 * @param failure what the connection failed with
 */
export const explainRole = async (
  failure: unknown,
  url: string,
  role: string,
): Promise<unknown> => {
  if (!(failure instanceof Error) || !failure.message.includes(`"${role}"`)) return failure;
  const found = await askAsLogin(url, role);
  if (found === undefined) return failure;
  if (!found.exists) return notUpToDate();
  const who = found.granters.length === 0 ? '' : `, or ${found.granters.map(quoted).join(' or ')}`;
  return new UnfitDatabase([
    `The login ${quoted(found.login)} may not work as ${role}, which another login made on this ` +
      `server. As a superuser${who}, run:\n      grant ${role} to ${quoted(found.login)};`,
  ]);
};

interface Login {
  readonly login: string;
  readonly exists: boolean;
  /** Who may grant the role, besides superusers. */
  readonly granters: readonly string[];
}

// From PostgreSQL 16 on who has the admin option may grant a role; before, who has CREATEROLE too.
const askAsLogin = async (url: string, role: string): Promise<Login | undefined> => {
  const { url: connectionString, options } = withSession(url, ownerSession(lockPatience));
  const client = new Client({ connectionString, options });
  await client.connect();
  try {
    const { rows } = await client.query<Login>(
      `select session_user::text as login, to_regrole($1) is not null as exists,
        array(
          select rolname::text from pg_roles r where not rolsuper and rolcanlogin and (
            exists (select from pg_auth_members m
              where m.roleid = to_regrole($1) and m.member = r.oid and m.admin_option)
            or rolcreaterole and current_setting('server_version_num')::integer < 160000)
          order by rolname
        ) as granters`,
      [role],
    );
    return rows[0];
  } finally {
    await client.end();
  }
};
