import { Core1764000000000 } from '#infrastructure/typeorm/migrations/1764000000000-core.ts';

/**
 * All migrations, oldest first. Listed by hand, so that nothing depends on what lies in a folder.
 */
export const migrations = [Core1764000000000];
