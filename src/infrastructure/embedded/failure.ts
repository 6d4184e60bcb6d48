/** PostgreSQL cannot be run here. The message is for whoever started us, and says what to do. */
export class EmbeddedPostgresFailure extends Error {
  override readonly name = 'EmbeddedPostgresFailure';
}

/** The advice at the end of every message of this folder. */
export const useAnother = 'Set DATABASE_URL to use a PostgreSQL of your own.';

/** The text of whatever was thrown. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** The code that Node or PostgreSQL put on an error (`ENOENT`, `28P01`), if it has one. */
export const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
