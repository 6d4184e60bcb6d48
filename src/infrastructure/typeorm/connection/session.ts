// The settings that our statements rely on. A database, a role or a server may have been told
// otherwise (`alter database … set datestyle = 'German'`), so every session of ours says it anew.

/** Session by their name, as `pg_settings` shows their values. */
export type Session = Readonly<Record<string, string>>;

const always: Session = {
  // How values are written and read: `valueParsers` and the driver take these forms.
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  // How our texts are understood.
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  // The isolation of transactions, and that policies filter instead of failing.
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  row_security: 'on',
  // A connection that waits in the pool stays.
  idle_session_timeout: '0',
  idle_in_transaction_session_timeout: '60000',
};

/**
 * Lifts a bound on whole transactions (`transaction_timeout`), which would cut off migrations and
 * long lists. It is sent behind the start-up options: servers before PostgreSQL 17 would refuse it
 * as one of them.
 */
export const unboundTransactions = `select set_config('transaction_timeout', '0', false)
  where current_setting('server_version_num')::integer >= 170000`;

/** The role that the application works as: made by migrations, restricted by every policy. */
export const applicationRole = 'billing_app';

/** A session that requests are answered in, as `role`. Times are in milliseconds. */
export const applicationSession = (role: string = applicationRole): Session => ({
  role,
  ...always,
  statement_timeout: '30000',
  lock_timeout: '10000',
});

/**
 * A session that changes the schema, as the login itself and for as long as it takes; but others
 * wait behind who waits for a lock, so that has an end.
 */
export const ownerSession = ({
  waitMilliseconds,
}: {
  readonly waitMilliseconds: number;
}): Session => ({
  role: 'none',
  ...always,
  statement_timeout: '0',
  lock_timeout: String(waitMilliseconds),
});

/**
 * A URL and the start-up options that make a session such. Given at connect time, so they cost no
 * round trip and no RESET undoes them; they win over the options that the URL has already.
 */
export const withSession = (
  url: string,
  session: Session,
): { readonly url: string; readonly options: string } => {
  const ours = Object.entries(session).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`,
  );
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const given = parsed?.searchParams.get('options') ?? undefined;
  if (parsed === undefined || given === undefined) return { url, options: ours.join(' ') };
  parsed.searchParams.delete('options');
  return { url: parsed.href, options: [given, ...ours].join(' ') };
};

/** Runs a statement, and gives its rows. */
export type Ask = <Row extends object>(text: string) => Promise<readonly Row[]>;

/** The server, its database or the way to it is not as we need it; nothing was changed. */
export class UnfitDatabase extends Error {
  override readonly name = 'UnfitDatabase';

  constructor(faults: readonly string[]) {
    super(['The database is not fit to work on:', ...faults].join('\n  - '));
  }
}

interface Found {
  readonly login: string;
  readonly database: string;
  readonly role: string;
  readonly settings: readonly { readonly name: string; readonly setting: string }[];
  /** Of ours, those that did not come from our start-up options. */
  readonly elsewhere: readonly string[];
}

/**
 * Refuses a session that is not as it was asked for.
 * @param pooled whether a pooler stands between, so that the login must have the settings.
 * @throws {UnfitDatabase} with all faults at once, and how to mend them.
 */
export const refuseUnfitSession = async (
  ask: Ask,
  session: Session,
  { pooled }: { readonly pooled: boolean },
): Promise<void> => {
  const [found] = await ask<Found>(settingsOf(Object.keys(session)));
  if (found === undefined) throw new UnfitDatabase(['It does not say what its settings are.']);
  const settings = found.settings.map(({ name, setting }) => [name, setting] as const);
  const actual: Session = Object.fromEntries([['role', found.role] as const, ...settings]);
  const faults = faultsOfServer(actual, found.database);
  const differing = Object.entries(session).filter(([name, value]) =>
    isTime(name) ? actual[name] === '0' && value !== '0' : actual[name] !== value,
  );
  // Older servers have none.
  const { transaction_timeout: bound = '0' } = actual;
  if (bound !== '0') differing.push(['transaction_timeout', '0']);
  if (pooled && differing.length > 0) faults.push(alterations(found.login, differing));
  const isDropped = found.elsewhere.length > 0 || found.role !== session['role'];
  if (!pooled && isDropped) faults.push(pooledUnasked);
  if (faults.length > 0) throw new UnfitDatabase(faults);
};

// A login may have shorter ones, as long as there is an end.
const isTime = (name: string): boolean => name.endsWith('_timeout');

const settingsOf = (names: readonly string[]): string => {
  const listed = names.map((name) => `'${name}'`).join();
  return `select session_user::text as login, current_database()::text as database,
    current_setting('role') as role,
    (select json_agg(json_build_object('name', name, 'setting', setting)) from pg_settings
      where name in (${listed}, 'server_encoding', 'session_replication_role',
        'transaction_timeout')) as settings,
    array(select name from pg_settings where name in (${listed}) and source <> 'client')
      as elsewhere`;
};

const faultsOfServer = (actual: Session, database: string): string[] => {
  const { server_encoding: encoding, session_replication_role: replication } = actual;
  const faults: string[] = [];
  if (encoding !== 'UTF8') {
    faults.push(
      `Its encoding is ${encoding}, which cannot keep every text: create database <new> ` +
        "encoding 'UTF8' template template0;",
    );
  }
  if (replication !== 'origin') {
    faults.push(
      `session_replication_role is ${replication}, so foreign keys are not checked: ` +
        `alter database ${quoted(database)} reset session_replication_role; (or alter role …)`,
    );
  }
  return faults;
};

const alterations = (
  login: string,
  differing: readonly (readonly [name: string, value: string])[],
): string => {
  const statements = differing.map(
    ([name, value]) => `      alter role ${quoted(login)} set ${name} = '${value}';`,
  );
  return [
    'A pooler passes no settings on, so the login must have them. Run this over a direct ' +
      'connection, and let the pooler connect anew (RECONNECT on its console):',
    ...statements,
  ].join('\n');
};

/** An identifier as SQL takes it. */
export const quoted = (identifier: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`;

const pooledUnasked =
  'Something between us and PostgreSQL, such as PgBouncer, dropped our start-up options. Connect ' +
  'to PostgreSQL directly, or set DATABASE_POOLER=on: see "A pooler" in docs/operations.md.';

/** The error of a pooler that knows no start-up options. */
export const isRefusedByPooler = (error: unknown): boolean =>
  error instanceof Error && /unsupported startup parameter/i.test(error.message);

/** The same in our words. */
export const refusedByPooler = (): UnfitDatabase =>
  new UnfitDatabase([
    'A pooler, such as PgBouncer, refused our start-up options. Connect to PostgreSQL directly, ' +
      'or set DATABASE_POOLER=on: see "A pooler" in docs/operations.md.',
  ]);
