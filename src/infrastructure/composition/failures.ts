import { Unavailable } from '#application/shared/errors.ts';
import { DomainError } from '#domain/shared/errors.ts';

/** Somebody wants to look at an installation that was never begun. Nothing was made for that. */
export class NothingYet extends DomainError {
  static readonly kind = 'notFound';
  static readonly code = 'nothing_yet';
  readonly kind = NothingYet.kind;
  readonly code = NothingYet.code;

  constructor(found: string) {
    super(`${found}: \`billing serve\` (npm start) or \`billing migrate\` begins it.`);
  }
}

/** The database does not answer. */
class DatabaseUnreachable extends DomainError {
  static readonly kind = 'unavailable';
  static readonly code = 'database_unreachable';
  readonly kind = DatabaseUnreachable.kind;
  readonly code = DatabaseUnreachable.code;

  constructor(name: string, reason: string) {
    super(
      `${name} cannot be reached: ${reason}. Is it running there, and may this machine connect?`,
    );
  }
}

/** The database answers, and does not let us work in it. The message says what to do. */
class DatabaseRefuses extends Error {
  override readonly name = 'DatabaseRefuses';
}

const awayCodes = /^(08|57P|53300|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE)/;
const awayMessage = /connection terminated|timeout expired|connection timeout/i;

/** Explains an error while a database was opened: the setting at fault, and what to do. */
export const openingFailure = (
  error: unknown,
  { isEmbedded }: { readonly isEmbedded: boolean },
): unknown => {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = error.message === '' ? code : error.message;
  if (error instanceof Unavailable || awayCodes.test(code) || awayMessage.test(reason)) {
    const name = isEmbedded ? 'The embedded PostgreSQL' : 'The database of DATABASE_URL';
    return new DatabaseUnreachable(name, reason);
  }
  const neverMigrated = code === '42P01' || (code === '22023' && /billing_app/.test(reason));
  if (neverMigrated) return new NothingYet('The database was never migrated');
  // The first start was cut short before there were logins and a database.
  const neverFinished = isEmbedded && ['28P01', '28000', '3D000', '42501'].includes(code);
  if (neverFinished) return new NothingYet('The first start was never finished');
  if (isEmbedded) return error;
  const remedy = remedies.find(({ test }) => test(code, reason))?.remedy;
  if (remedy === undefined) return error;
  return new DatabaseRefuses(`The database of DATABASE_URL refuses: ${reason}. ${remedy}`, {
    cause: error,
  });
};

const remedies: readonly {
  readonly test: (code: string, reason: string) => boolean;
  readonly remedy: string;
}[] = [
  {
    test: (code) => code === '28P01' || code === '28000',
    remedy: 'Set user and password in DATABASE_URL to a login that it knows.',
  },
  {
    test: (code) => code === '3D000',
    remedy: 'Make the database (create database … owner …), or name another in DATABASE_URL.',
  },
  {
    test: (code, reason) => code === '42501' && reason.includes('billing_app'),
    remedy: 'As a superuser: grant billing_app to the login of DATABASE_URL.',
  },
  {
    test: (code) => code === '42501',
    remedy: 'The login of DATABASE_URL lacks a right: see "Roles" in docs/operations.md.',
  },
  {
    test: (_code, reason) => /\bSSL\b|certificate/i.test(reason),
    remedy: 'Set sslmode in DATABASE_URL (?sslmode=require, no-verify or disable).',
  },
];
