import type { Pool } from 'pg';

/**
 * Warns people where somebody with one of our connections could gain the rights of its login. Each
 * connection works as `billing_app`, and `reset role` gives the login back. Null where it has none.
 */
export const loginWarning = async (pool: Pool): Promise<string | null> => {
  const { rows } = await pool.query<{ name: string; bypasses: boolean; owns: boolean }>(`
    select session_user as name,
      (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as bypasses,
      exists (select from pg_class where relkind in ('r', 'p')
        and pg_has_role(session_user, relowner, 'member')
        and relnamespace = current_schema()::regnamespace) as owns`);
  const [login] = rows;
  if (login === undefined || !(login.bypasses || login.owns)) return null;
  const what = login.bypasses
    ? 'is a superuser or bypasses row-level security'
    : 'owns the tables, and may lift their row-level security';
  return (
    `The login "${login.name}" ${what}: whoever gets into a connection of the application gets ` +
    'that too. See "Roles" in docs/operations.md for a login that may do less.'
  );
};
